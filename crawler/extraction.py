"""The article's text out of a whole page, and out of the feed itself where no page can be had."""

from __future__ import annotations

import re
from dataclasses import dataclass

import trafilatura
from lxml import html

from core.articles import Entry
from crawler.documents import MAX_TITLE, has_endless_tag
from crawler.encodings import decode
from crawler.markup import cleaned, plain_text

MIN_TEXT = 60
"""A shorter extract is a button or a caption; a flash of one sentence is longer."""

SHARED_WORDS = 0.4
"""A true page has nearly all words of its feed's text; a consent wall or a list next to none."""

MAX_TEXT = 100_000

# What the region's themes (WordPress, Arc, SPIP) put around and into articles, by class or id.
_FURNITURE = (
    *("ticker", "breaking", "marquee", "caption", "audio", "listen", "share", "newsletter"),
    *("related", "read-also", "lire-aussi", "recommended"),
)
_PRUNED = ["//h1 | //figcaption | //nav | //aside | //form | //audio"] + [
    "//*[not(self::html or self::body or self::main or self::article)]"
    f"[contains(concat(@class, ' ', @id), '{name}')]"
    for name in _FURNITURE
]
_HEADLINES = ("//meta[@property='og:title']/@content", "string(//h1)", "string(//title)")
_TEASER = re.compile(
    r"^\W*(?:(?:à )?lire (?:aussi|également)|voir aussi|lea también|lee también|te puede interesar"
    r"|(?:read also|also read|related|see also)\s*:"
    r"|[اإأ]قر[أا] (?:أيضا|ايضا|المزيد)|شاهد (?:أيضا|ايضا)|مواضيع ذات صلة|مقالات ذات صلة)",
    re.IGNORECASE,
)
LONGEST_TEASER = 200
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What a page says: the headline and the text, a paragraph per line; "" where none is found."""

    title: str
    text: str


def read_page(body: bytes, content_type: str) -> PageText:
    """Extract an article from HTML bytes; `content_type` is the server's header, or ""."""
    if has_endless_tag(body):
        return PageText(title="", text="")
    tree = trafilatura.load_html(decode(body, content_type))
    if tree is None:
        return PageText(title="", text="")
    text = _article_text(tree, _PRUNED)
    if len(text) < MIN_TEXT:  # a theme that wraps its articles in a name of our list
        text = _article_text(tree, [])
    return PageText(title=_headline(tree), text=cleaned(text[:MAX_TEXT]))


def _article_text(tree: html.HtmlElement, pruned: list[str]) -> str:
    found = trafilatura.extract(
        tree, fast=True, include_comments=False, include_tables=False, prune_xpath=pruned
    )
    return without_teasers(found or "")


def _headline(tree: html.HtmlElement) -> str:
    """Return the article's headline: as it is shared, as it is shown, or the page's title."""
    for path in _HEADLINES:
        found = tree.xpath(path)
        first = found if isinstance(found, str) else next(iter(found), "")
        if headline := " ".join(cleaned(first).split()):
            return headline[:MAX_TITLE]
    return ""


def tells_it(page_text: str, own: str) -> bool:
    """Say whether a page's text tells what the feed's own text tells, and not less of it."""
    if len(page_text) < max(MIN_TEXT, len(own) // 2):
        return False
    words = set(_WORD.findall(own.casefold()))
    there = words & set(_WORD.findall(page_text.casefold()))
    return len(there) >= SHARED_WORDS * len(words)


def without_teasers(text: str) -> str:
    """Drop the lines that lead to other articles."""
    return "\n".join(line for line in text.splitlines() if line and not _is_teaser(line))


def _is_teaser(line: str) -> bool:
    return len(line) <= LONGEST_TEASER and _TEASER.match(line) is not None


def feed_text(entry: Entry) -> str:
    """Return the text that the feed itself carries: its content, else its summary."""
    content = without_teasers(plain_text(entry.content)) if entry.content else ""
    return max(content, entry.summary, key=len)
