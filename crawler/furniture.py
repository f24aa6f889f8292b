"""What stands around and in articles and is none of them: taken out of a page before it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree, html

# What the region's themes (WordPress, Arc, SPIP) put around and into articles, by class or id.
_FURNITURE = (
    *("ticker", "breaking", "marquee", "caption", "audio", "listen", "share", "newsletter"),
    *("related", "read-also", "lire-aussi", "recommended"),
)
_NAMED = "//figcaption | //nav | //aside | //form | //audio | " + (
    "//*[not(self::html or self::body or self::main or self::article)]["
    + " or ".join(f"contains(concat(@class, ' ', @id), '{name}')" for name in _FURNITURE)
    + "]"
)
"""XPath of what is furniture by its name."""

_EMBEDDED = "//blockquote[contains(@class, 'twitter-') or contains(@class, '-media')]"

_BLOCKS = ("p", "div", "li", "ul", "ol", "td", "section", "article", "marquee", "span")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_CARDS = ("article", "li", "div", "section", "td")

ALL_LINKS = 0.9
"""So much of a block's text in links to other pages: a list of headlines, no sentence."""

CARD_DEPTH = 3
MOST_CARD = 600
"""Letters of a card; an article in a block like one has more."""

_UNSAID = ("script", "style", "template", "noscript")


def drop_named(tree: html.HtmlElement) -> None:
    """Take out what is furniture by its name, except what holds most of the page's paragraphs:
    themes say "has-share" of the very block that holds the article."""
    total = _in_paragraphs(tree)
    for element in [e for e in tree.xpath(_NAMED) if 2 * _in_paragraphs(e) <= total]:
        element.drop_tree()


def _in_paragraphs(tree: html.HtmlElement) -> int:
    return sum(_letters(paragraph.text_content()) for paragraph in tree.iter("p"))


def drop_teasers(tree: html.HtmlElement, url: str) -> None:
    """Take out what others say and what leads elsewhere: embedded posts, headlines, their cards.

    A card is a block with a linked headline that has brothers of its kind. A headline that leads to
    `url`, where the page is found, is the article's own.
    """
    linked = _link_lists(tree, _addresses(url))
    cards = _cards([element for element in linked if element.tag in _HEADINGS])
    for element in (*tree.xpath(_EMBEDDED), *cards, *linked):
        if element.getparent() is not None:
            element.drop_tree()


def _addresses(url: str) -> Set[str]:
    """Return how a page may link to itself."""
    parts = urlsplit(url)._replace(scheme="", fragment="")
    whole, path = (p.geturl().rstrip("/") for p in (parts, parts._replace(netloc="")))
    return {f"http:{whole}", f"https:{whole}", whole, path} if path else frozenset()


def _link_lists(tree: html.HtmlElement, here: Set[str]) -> list[html.HtmlElement]:
    """Return the blocks and headings whose text is next to all in links to other pages."""
    said: dict[html.HtmlElement, tuple[int, int]] = {}
    found: list[html.HtmlElement] = []
    for _, element in etree.iterwalk(tree, events=("end",)):
        counted = [said.pop(child, (0, 0)) for child in element]
        tails = sum(_letters(child.tail) for child in element)
        is_said = isinstance(element.tag, str) and element.tag not in _UNSAID
        own = _letters(element.text) if is_said else 0
        text = own + tails + sum(inner for inner, _ in counted)
        in_links = text if _leads_away(element, here) else sum(links for _, links in counted)
        said[element] = (text, in_links)
        if text and in_links >= ALL_LINKS * text and element.tag in (*_BLOCKS, *_HEADINGS):
            found.append(element)
    return found


def _letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _leads_away(element: html.HtmlElement, here: Set[str]) -> bool:
    address = str(element.get("href") or "").partition("#")[0].strip().rstrip("/")
    return element.tag == "a" and address != "" and address not in here


def _cards(headlines: Sequence[html.HtmlElement]) -> Iterator[html.HtmlElement]:
    """Yield the blocks around linked headlines, where others like them stand beside them."""
    alike: dict[object, set[html.HtmlElement]] = defaultdict(set)
    for headline in headlines:
        around = (above for above in headline.iterancestors() if above.tag in _CARDS)
        for card in islice(around, CARD_DEPTH):
            alike[card.getparent(), card.tag, card.get("class")].add(card)
    for cards in alike.values():
        if len(cards) > 1 or _is_within_article(next(iter(cards))):
            yield from (card for card in cards if _letters(card.text_content()) <= MOST_CARD)


def _is_within_article(card: html.HtmlElement) -> bool:
    """Say whether a block is an article in another, as HTML means what only belongs to that one."""
    return card.tag == "article" and next(card.iterancestors("article"), None) is not None


def drop_others(tree: html.HtmlElement, title: str) -> None:
    """Take out the articles that follow on a page without end: blocks like the article's own, each
    with a headline of the first rank. The page's `title` tells which is its own."""
    ranked = list(tree.iter("h1"))
    told = {h1: words for h1 in ranked if (words := _words(h1)) and words in title}
    if not told or len(ranked) < 2:
        return
    own = max(told, key=lambda h1: len(told[h1]))  # the name of the site is in many titles
    own_blocks = {block.getparent(): block for block in (own, *own.iterancestors())}
    for other in ranked:
        around = (other, *other.iterancestors())
        block = next((b for b in around if b.getparent() in own_blocks), None)
        if block is not None and _is_alike(block, own_blocks[block.getparent()]):
            block.drop_tree()


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_alike(block: html.HtmlElement, own: html.HtmlElement) -> bool:
    """Say whether a block is another of the kind that holds the article."""
    same = block is not own and (block.tag, block.get("class")) == (own.tag, own.get("class"))
    return same and block.tag in _CARDS
