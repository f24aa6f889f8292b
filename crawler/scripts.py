"""The article of a page that a browser would put together: what its scripts carry as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import html

from crawler.markup import plain_text

_STATES = (
    "//script[@type='application/json' or @id='__NEXT_DATA__' or contains(., 'window.__')]/text()"
)
_ASSIGNED = re.compile(r"\s*window\.\w+\s*=\s*(?=\{)")

KEYS = ("articleBody", "body", "content", "contentHtml", "content_html", "html", "text")
"""What the frameworks of the press (Next.js over WordPress, Strapi, Arc) call an article's text."""

MIN_WORDS = 25
"""A shorter one is a button or a summary."""

MOST_SCRIPT = 2_000_000
MOST_DEPTH = 40


def text_in_scripts(tree: html.HtmlElement) -> str:
    """Return the longest text of a page's JSON as plain text; "" where none reads like an article.

    A text may come in blocks, each with its type: those of one list are put together.
    """
    texts = [text for state in tree.xpath(_STATES) for text in _texts(_read(str(state)), 0)]
    longest = plain_text(max(texts, key=len, default="")[:MOST_SCRIPT])
    return longest if len(longest.split()) >= MIN_WORDS else ""


def _read(state: str) -> object:
    try:
        if len(state) > MOST_SCRIPT:
            return None
        assigned = _ASSIGNED.match(state)
        found: object = json.JSONDecoder().raw_decode(state, assigned.end() if assigned else 0)[0]
        return found
    except (ValueError, RecursionError):
        return None


def _texts(value: object, depth: int) -> Iterator[str]:
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        yield from _own(value)
        inner = list(value.values())
    elif isinstance(value, list):
        blocks = [text for item in value for text in _block(item)]
        yield "\n".join(f"<p>{block}</p>" for block in blocks)
        inner = value
    else:
        return
    for item in inner:
        yield from _texts(item, depth + 1)


def _block(item: object) -> Iterator[str]:
    """Yield the text of a block; what has a title is another article."""
    if isinstance(item, dict) and "type" in item and "title" not in item:
        data = item.get("data")
        yield from _own(data if isinstance(data, dict) else item)


def _own(value: dict[str, object]) -> Iterator[str]:
    for key in KEYS:
        text = value.get(key)
        if isinstance(text, dict):  # as WordPress's REST answers: {"rendered": …}
            text = text.get("rendered")
        if isinstance(text, str):
            yield text
            return
