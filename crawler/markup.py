"""Plain text out of the HTML that feeds carry in titles, summaries and contents."""

from __future__ import annotations

import re

from lxml import etree, html

_DROPPED = ("script", "style", "iframe", "noscript", "figcaption", "template", "svg")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header "
        "hr li ol p pre section table td th tr ul",
    )
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def plain_text(markup: str) -> str:
    """Return the text with one line per block; entities are read, scripts and captions dropped."""
    clean = _CONTROLS.sub("", markup)
    if "<" not in clean and "&" not in clean:
        return _tidy(clean)
    try:
        root = html.document_fromstring(f"<div>{clean}</div>".encode(), parser=_PARSER)
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    return _tidy("".join(_pieces(root)))


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
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
