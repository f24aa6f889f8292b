"""Listing pages of outlets without a feed, read by CSS selectors: the feed's, or the usual ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from lxml import etree, html
from lxml.cssselect import CSSSelector

from core.addresses import page_key
from core.errors import FeedError
from crawler.encodings import decode
from crawler.formats.items import Contents, Hints, Item, Source, both_ends, left_out, web_address

BLOCK = "article"
HEADLINES = "h2, h3, h4"
"""What most listings put their articles in; elsewhere, or for the story on top, headlines alone."""

FEW = 3
"""Fewer blocks than these are a page's furniture, not its list."""

MOST_DATES = 3
MOST_LINKS = 20

_NEXT = (
    "(//link | //a)[contains(concat(' ', @rel, ' '), ' next ')]/@href"
    " | //a[contains(concat(' ', @class, ' '), ' next ')]/@href"
)
"""How pages name the one with older articles: by the standard, and as WordPress's themes do."""

_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def read_listing(source: Source) -> Contents:
    """Raise FeedError ("parse") where no block with a link fits."""
    root = _root(source)
    base = web_address(source.url, next(iter(root.xpath("//base/@href")), "")) or source.url
    given = source.feed.selectors.item
    blocks = compiled(given)(root) if given else _usual_blocks(root)
    items = [item for block in both_ends(blocks) if (item := _item(block, source, base)).link]
    if len(items) < (1 if given else FEW):
        what = repr(given) if given else "the usual shape of a listing; give selectors.item"
        raise FeedError(source.feed.name, "parse", f"no link on the page fits {what}")
    return Contents(items=items, hints=Hints(older=_older(root, base)), unread=left_out(blocks))


def _usual_blocks(root: html.HtmlElement) -> list[html.HtmlElement]:
    """Return what holds the articles, and the headlines beside them."""
    articles: list[html.HtmlElement] = compiled(BLOCK)(root)
    headlines: list[html.HtmlElement] = compiled(HEADLINES)(root)
    if sum(next(block.iter("a"), None) is not None for block in articles) < FEW:
        return headlines
    return articles + [h for h in headlines if next(h.iterancestors(BLOCK), None) is None]


def _older(root: html.HtmlElement, base: str) -> str:
    """Return the address of the page with the articles before these, "" where none is named."""
    named = (web_address(base, href) for href in root.xpath(_NEXT))
    return next(filter(None, named), "")


@lru_cache(maxsize=256)
def compiled(selector: str) -> CSSSelector:
    """Return a CSS selector that the settings have checked, ready to be applied."""
    return CSSSelector(selector, translator="html")


def _root(source: Source) -> html.HtmlElement:
    text = decode(source.body, source.content_type)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=_PARSER)
    except (etree.ParserError, ValueError):
        raise FeedError(source.feed.name, "parse", "the page is empty") from None


def _item(block: html.HtmlElement, source: Source, base: str) -> Item:
    select = source.feed.selectors

    def links() -> Iterable[html.HtmlElement]:
        return compiled(select.link)(block) if select.link else _links(block)

    titles = compiled(select.title)(block) if select.title else _headings(block)
    dates = compiled(select.date)(block) if select.date else block.iter("time")
    return Item(
        link=_leading_on(links(), source, base),
        title=next(_texts(chain(titles, links())), ""),
        dates=tuple(_date(element) for element in islice(dates, MOST_DATES)),
    )


def _leading_on(links: Iterable[html.HtmlElement], source: Source, base: str) -> str:
    """Return where the first link leads that is no button's: those lead nowhere, or to the page
    itself, which counts where no other does."""
    led = (web_address(base, str(link.get("href") or "")) for link in islice(links, MOST_LINKS))
    itself = ""
    for address in filter(page_key, led):
        if address.partition("#")[0] not in (source.url, base):
            return address
        itself = itself or address
    return itself


def _links(block: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the links of a block: those of its headline, others in it, one that it stands in.

    One by one, since the first is wanted: of blocks within blocks, all would be looked at again.
    """
    for heading in _headings(block):
        yield from _around(heading, block)
    yield from block.iter("a")
    yield from block.iterancestors("a")


def _around(heading: html.HtmlElement, block: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from heading.iter("a")
    for above in heading.iterancestors("a"):
        if block in above.iterancestors():
            yield above


def _headings(block: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return iter(block.iter("h1", "h2", "h3", "h4"))


def _texts(elements: Iterable[html.HtmlElement]) -> Iterator[str]:
    """Yield what the elements say; a picture's link says it in its title."""
    for element in elements:
        text = " ".join(element.text_content().split()) or str(element.get("title") or "")
        if text:
            yield text


def _date(element: html.HtmlElement) -> str:
    stated = element.get("datetime") or element.get("content")
    return str(stated) if stated else " ".join(element.text_content().split())
