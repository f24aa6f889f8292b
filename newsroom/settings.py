"""The settings that join a Balagh to the pretend press and its receivers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import tomlkit

from core.articles import Feed
from newsroom.press import Press
from newsroom.receivers.mail import MailServer
from newsroom.receivers.webhook import WebhookReceiver

SECRET_VARIABLE = "BALAGH_REPLAY_SECRET"
"""The environment variable that holds the webhook receiver's secret."""


def settings_for(
    press: Press,
    hooks: WebhookReceiver,
    mail: MailServer,
    *,
    outlets: Collection[str] | None = None,
    crawl: Mapping[str, object] | None = None,
    log_format: str = "text",
    secret_file: str | None = None,
) -> str:
    """Return a settings.toml for fast motion: polls each second, retries each second.

    `outlets` are keys of the press (None: all of them); `crawl` adds to or replaces [crawl].
    The store is balagh.db beside the file; so is `secret_file`, where it is told, instead of the
    variable.
    """
    keys = press.outlets if outlets is None else outlets
    wanted = {press.outlets[key].name for key in keys}
    fast = {"catalogue": "", "host_pause": "0s", "interval_min": "1s", "interval_max": "1s"}
    told = {"updates": "all"}
    secret = {"secret_file": secret_file} if secret_file else {"secret_env": SECRET_VARIABLE}
    document: dict[str, Any] = {
        "store": {"url": "sqlite:///balagh.db"},
        "crawl": {**fast, "allow_private": list(press.allow_private), **(crawl or {})},
        "webhook": {"allow_private": [hooks.authority]},
        "smtp": {"host": "127.0.0.1", "port": mail.port, "security": "none"},
        "delivery": {"jitter": 0, "schedule": ["0s"] + ["1s"] * 7},
        "log": {"format": log_format},
        "feed": [_feed(feed) for feed in press.feeds() if feed.name in wanted],
        "subscriber": [
            {"name": "hooks", "webhook": hooks.url, **secret, **told},
            {"name": "desk", "email": "desk@example.org", "language": "ar", **told},
        ],
    }
    return tomlkit.dumps(document)


def _feed(feed: Feed) -> dict[str, Any]:
    """A cms is left out: of each outlet that has one, two searches more would be polled."""
    given = {"name": feed.name, "url": feed.url, "format": feed.format, "tier": feed.tier}
    selectors = {name: value for name, value in asdict(feed.selectors).items() if value}
    more = {"language": feed.language, "selectors": selectors}
    return given | {name: value for name, value in more.items() if value}
