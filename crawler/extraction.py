"""The article's text out of a whole page, and out of the feed itself where no page can be had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import trafilatura
from lxml import etree, html

from core.articles import Entry, Selectors
from crawler.documents import MAX_TITLE, has_endless_tag, without_pictures
from crawler.encodings import decode
from crawler.formats.items import web_address
from crawler.formats.listing import compiled
from crawler.furniture import drop_named, drop_others, drop_teasers
from crawler.markup import cleaned, plain_text
from crawler.mojibake import repaired
from crawler.scripts import text_in_scripts

MIN_TEXT = 60
"""A shorter extract is a button or a caption; a flash of one sentence is longer."""

SHARED_WORDS = 0.4
"""A true page has nearly all words of its feed's text; a consent wall or a list next to none."""

MAX_TEXT = 100_000

# What themes call the paragraph under the headline.
_LEADS = (
    "(//h1)[1]/following::*[self::h2 or self::h3 or self::p or self::div]["
    + " or ".join(
        f"contains(@class, '{name}')"
        for name in (
            "standfirst",
            "chapo",
            "chapeau",
            "sapo",
            "entradilla",
            "bajada",
            "article-lead",
        )
    )
    + "]"
)
MAX_LEAD = 1_500
MOST_LEADS = 3

_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//article//time/@datetime",
)
MAX_DATE = 100
_TITLES = ("//meta[@property='og:title']/@content", "string(//title)")
_HEADLINES = ("//meta[@property='og:title']/@content", "string(//h1)", "string(//title)")
_TEASER = re.compile(
    r"^\W*(?:(?:à )?(?:lire|lisez|voir) (?:aussi|également)|le[ae]r? también"
    r"|(?:también )?te puede interesar|(?:read also|also read|related|see also)\s*:"
    r"|[اإأ]قر(?:[أا]|أوا|ؤوا) (?:أيضا|ايضا|كذلك|المزيد)|(?:شاهد|طالع)(?:وا)? (?:أيضا|ايضا|كذلك)"
    r"|قد (?:يهمك|يعجبك) (?:أيضا|ايضا)|(?:مواضيع|مقالات|أخبار) ذات صلة|مقال ذو صلة|ذات صلة\s*:"
    r"|(?:sur le même (?:sujet|thème)|dans la même rubrique|articles? (?:similaires?|liés?)"
    r"|les plus lus|noticias relacionadas|lo más leído|related articles|most read"
    r"|الأكثر قراءة)\W*\Z)",
    re.IGNORECASE,
)
LONGEST_TEASER = 200
LONGEST_LABEL = 25
"""A teaser without a headline of its own; the next line is it."""

_STOPS = (".", "؟", "?", "!", "…", ":", "»", "”")

# What players and buttons say, where a theme gives them no name of their own.
_WIDGET = re.compile(
    r"^\W*(?:استمع (?:إلى|ل)|écoute[rz] |escuch(?:ar|a|e) |listen to |\d+:\d\d\s*/\s*\d+:\d\d"
    r"|شارك (?:على|المقال|الخبر)|partage[rz] (?:sur|l[’']article|cet)|compart(?:ir|e) en |share on "
    r"|temps de lecture|مدة القراءة|tiempo de lectura|(?:\d+ )?min(?:utes?)? (?:de lecture|read))",
    re.IGNORECASE,
)
LONGEST_WIDGET = 60
"""A longer line that begins so is a sentence, and so is one that ends like one."""

_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What a page says: the headline and the text, a paragraph per line; "" where none is found.

    `published` is the date as the page states it, `amp` the address of its AMP version; both may
    be "".
    """

    title: str
    text: str
    published: str = ""
    amp: str = ""


NOTHING = PageText(title="", text="")
USUAL = Selectors()


def read_page(
    body: bytes, content_type: str, url: str = "", selectors: Selectors = USUAL
) -> PageText:
    """Extract an article from HTML bytes; `content_type` is the server's header, or "".

    `url` is where they were found; `selectors` say what the usual ways miss on an outlet's pages.
    """
    body = without_pictures(body)
    if has_endless_tag(body):
        return NOTHING
    tree = trafilatura.load_html(repaired(decode(body, content_type)))
    if tree is None:
        return NOTHING
    amp = next(iter(tree.xpath("//link[@rel='amphtml']/@href")), "")
    return PageText(
        title=_headline(tree),
        text=cleaned(_text(tree, url, selectors)[:MAX_TEXT]),
        published=_first(tree, _DATES)[:MAX_DATE],
        amp=web_address(url, amp) if url else "",
    )


def _text(tree: html.HtmlElement, url: str, selectors: Selectors) -> str:
    if selectors.drop:
        for element in compiled(selectors.drop)(tree):
            element.drop_tree()
    if selectors.text:
        marked = compiled(selectors.text)(tree)
        parts = (etree.tostring(m, encoding="unicode", with_tail=False) for m in marked)
        if found := without_teasers(plain_text("".join(parts))):
            return found
    bare = deepcopy(tree)
    drop_others(bare, _first(tree, _TITLES))
    drop_teasers(bare, url)
    drop_named(bare)
    found = _article_text(bare, ["//h1"])
    if len(found) < MIN_TEXT:  # a theme that wraps its articles in a name of our list, or a link
        found = _article_text(tree, [])
    if len(found) < MIN_TEXT:
        return text_in_scripts(tree) or found
    return _with_lead(found, bare)


def _with_lead(text: str, tree: html.HtmlElement) -> str:
    """Put before a text the lead that its theme keeps apart from it."""
    for element in tree.xpath(_LEADS)[:MOST_LEADS]:
        lead = " ".join(element.text_content().split())
        if MIN_TEXT <= len(lead) <= MAX_LEAD and lead not in " ".join(text.split()):
            return f"{lead}\n{text}"
    return text


def _article_text(tree: html.HtmlElement, pruned: list[str]) -> str:
    found = trafilatura.extract(
        tree, fast=True, include_comments=False, include_tables=False, prune_xpath=pruned
    )
    return without_teasers(found or "")


def _headline(tree: html.HtmlElement) -> str:
    """Return the article's headline: as it is shared, as it is shown, or the page's title."""
    return _first(tree, _HEADLINES)[:MAX_TITLE]


def _first(tree: html.HtmlElement, paths: Sequence[str]) -> str:
    """Return the first of several places that says anything, in one line."""
    for path in paths:
        found = tree.xpath(path)
        first = found if isinstance(found, str) else next(iter(found), "")
        if words := " ".join(cleaned(first).split()):
            return words
    return ""


def tells_it(page_text: str, own: str) -> bool:
    """Say whether a page's text tells what the feed's own text tells, and not less of it."""
    if len(page_text) < max(MIN_TEXT, len(own) // 2):
        return False
    words = set(_WORD.findall(own.casefold()))
    there = words & set(_WORD.findall(page_text.casefold()))
    return len(there) >= SHARED_WORDS * len(words)


def without_teasers(text: str) -> str:
    """Drop the lines that lead to other articles, and those of players and buttons.

    The headline that such a line announces has no stop at its end.
    """
    kept: list[str] = []
    is_announced = False
    for line in filter(None, text.splitlines()):
        is_headline = is_announced and len(line) <= LONGEST_TEASER and not line.endswith(_STOPS)
        is_announced = _is_teaser(line) and len(line) <= LONGEST_LABEL
        if not is_headline and not _is_teaser(line):
            kept.append(line)
    return "\n".join(kept)


def _is_teaser(line: str) -> bool:
    short = len(line) <= LONGEST_TEASER and _TEASER.match(line) is not None
    if short or len(line) > LONGEST_WIDGET or line.endswith((".", "؟", "?")):
        return short
    return _WIDGET.match(line) is not None


def feed_text(entry: Entry) -> str:
    """Return the text that the feed itself carries: its content, else its summary."""
    content = without_teasers(plain_text(entry.content)) if entry.content else ""
    return max(content, entry.summary, key=len)
