"""Reads pages as a visitor sees them."""

from __future__ import annotations

from lxml import html


def words(page: str) -> str:
    """Return the visible words of a page's main part, in one line."""
    main = html.fromstring(page).xpath("//main")[0]
    return " ".join(main.text_content().split())


def links(page: str, start: str) -> list[str]:
    """Return the addresses in the main part that begin with `start`."""
    found = html.fromstring(page).xpath("//main//a/@href")
    return [str(address) for address in found if str(address).startswith(start)]


def texts(page: str, path: str) -> list[str]:
    """Return what stands at an XPath, or an attribute's value, each in one line."""
    found = html.fromstring(page).xpath(path)
    return [" ".join((n if isinstance(n, str) else n.text_content()).split()) for n in found]
