"""Plain text out of the HTML that feeds carry in titles, summaries and contents."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree, html

from core.printable import without_controls

_DROPPED = ("script", "style", "iframe", "noscript", "figcaption", "template", "svg")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header "
        "hr li ol p pre section table td th tr ul",
    )
)

# Of most summaries, all markup is of these shapes: nothing in it has to be understood to be taken
# out. What is left beside them (a "<", another entity) is for the HTML parser.
_ATTRIBUTES = r'(?: [\w-]+="[^"<>]*")*'
_PLAIN_INLINE = re.compile(rf"<(a|b|i|em|strong|span){_ATTRIBUTES}>([^<>]*)</\1>")
_PLAIN_BREAK = re.compile(r"<br ?/?>")
_PLAIN_BLOCK = re.compile(rf"<p{_ATTRIBUTES}>([^<>]*)</p>")
_PLAIN_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#(?:0?3[489]|160|8[0-3]\d\d|1[56]\d\d));")

_NEWLINE = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_SPACES = re.compile(r"[^\S\n]+")
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def plain_text(markup: str) -> str:
    """Return the text with one line per block; entities are read, scripts and captions dropped.

    What steers a terminal is dropped too.
    """
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    clean = cleaned(markup)
    plain = _without_plain_tags(clean)
    return _parsed(clean) if plain is None else _tidy(plain)


def _without_plain_tags(markup: str) -> str | None:
    """Return what is left without tags; None where the HTML parser is to read it."""
    text = _PLAIN_INLINE.sub(r"\2", markup.replace("\n", " "))
    text = _PLAIN_BLOCK.sub(r"\n\1\n", _PLAIN_BREAK.sub("\n", text))
    if "<" in text or ">" in text:
        return None
    if "&" not in text:
        return text
    return None if "&" in _PLAIN_ENTITY.sub("", text) else _SPACES.sub(" ", unescape(text))


def _parsed(clean: str) -> str:
    try:
        root = html.document_fromstring(f"<div>{clean}</div>".encode(), parser=_PARSER)
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    return _tidy("".join(_pieces(root)))


def cleaned(text: str) -> str:
    """Drop what steers a terminal; all that ends a line becomes a newline."""
    if text.isprintable():  # most are: nothing to drop, and one line
        return text
    return without_controls(_NEWLINE.sub("\n", text))


def _pieces(root: html.HtmlElement) -> list[str]:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n")
        text = element.text if event == "start" else element.tail
        if text:
            pieces.append(_SPACES.sub(" ", text.replace("\n", " ")))
    return pieces


def _tidy(text: str) -> str:
    """Clean once more: entities may have stood for control characters."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    lines = (_SPACES.sub(" ", line).strip() for line in cleaned(text).splitlines())
    return "\n".join(line for line in lines if line)
