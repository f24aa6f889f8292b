"""What a person can do about a feed that is not well, by its health word."""

from __future__ import annotations

_FIND = "`scrapy feeds discover` with its home page finds where it is now"
_ASK = "ask the outlet to let Balagh in (crawl.user_agent says who asks); nothing is bypassed"

ADVICE = {
    "unpolled": "`scrapy watch` polls it",
    "dns": f"its name may have lapsed: {_FIND}",
    "timeout": "raise crawl.deadline where it is only slow; else wait",
    "refused": f"wait; where it lasts, {_FIND}",
    "tls": "its certificate is the outlet's to renew; look at this computer's clock, too",
    "http 3xx": _FIND,
    "http 4xx": _FIND,
    "http 5xx": "wait: it is the outlet's to mend",
    "parse": f"look at its address in a browser; {_FIND}",
    "format": 'say its true format ("rss", "json", "sitemap", …) in settings.toml',
    "emptied": "wait, and compare it with its home page; where it lasts, its outlet's system fails",
    "too large": "raise crawl.feed_bytes where it is honest",
    "private address": 'name its "host:port" in crawl.allow_private if it is yours',
    "blocked": _ASK,
    "robots": _ASK,
    "slow": "wait; where polls end at the deadline, raise crawl.deadline",
    "silent": "compare it with its home page; it may have moved",
    "unchanged": "compare it with its home page",
    "stale": f"it is frozen or has moved: {_FIND}",
    "rolled over": "it is asked more often by itself; look at the outlet for what was missed",
    "suspected hijack": "look at its home page; take it out if it is no longer the outlet's",
}
"""Every word but "ok" has one."""
