"""The characters of a document, whatever header, mark and meta tag declare: they are often wrong.

Two habits of the region's servers: UTF-8 declared for pages in windows-1256, and the other way
round. What the bytes say comes first, the declarations after it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

ARABIC = ("cp1256", "iso8859-6", "cp864", "cp720")
LATIN = "cp1252"
_WIDE = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
"""How a document in UTF-16 begins that has lost its mark."""

MOST_DAMAGE = 0.1
"""UTF-8 with a cut or a stray byte has a few wrong characters; text of another encoding that is
read as UTF-8 has next to no right ones."""

# In a one-byte encoding an Arabic word is a run of high bytes, an accent stands alone.
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_ACCENT = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])")


# Numbers of letters that may be none: the halves of emojis, which PHP writes one by one, and what
# lies beyond Unicode. feedparser breaks on either, and so would the whole feed.
_NUMBERED = re.compile(rb"(?:&#(?:\d{5,}|[xX][0-9a-fA-F]{4,});)+")
_NUMBER = re.compile(rb"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));")
_LAST = 0x10FFFF


def with_whole_letters(body: bytes) -> bytes:
    """Write as UTF-8 what stands in a document in UTF-8 as the numbers of rarer letters."""
    return _NUMBERED.sub(_letters, body)


def _letters(numbered: re.Match[bytes]) -> bytes:
    numbers = (
        int(decimal, 10) if decimal else int(hexadecimal, 16)
        for decimal, hexadecimal in ((d[:9], h[:9]) for d, h in _NUMBER.findall(numbered[0]))
    )
    halves = "".join(chr(n) if n <= _LAST else "\ufffd" for n in numbers)
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def is_utf8(body: bytes) -> bool:
    if body[:2] in _WIDE:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode(body: bytes, content_type: str) -> str:
    """Return the text of a page or feed; `content_type` is the server's header, or ""."""
    mark, _ = read_bom(body)
    if mark is not None and mark != "utf-8":
        return body.decode(mark, "replace").removeprefix("\ufeff")
    wide = next((name for start, name in _WIDE.items() if body.startswith(start)), None)
    if wide is not None:
        return body.decode(wide, "replace")
    text = body.decode("utf-8-sig", "replace")
    if text.count("\ufffd") <= MOST_DAMAGE * sum(not c.isascii() for c in text):
        return text
    return body.decode(_one_byte(body, content_type), "replace")


def _one_byte(body: bytes, content_type: str) -> str:
    """Choose among the encodings with a byte to a character."""
    arabic = len(_RUN.findall(body)) > len(_ACCENT.findall(body))
    for name in _declared(body, content_type):
        if name != "utf-8" and (name in ARABIC) == arabic:
            return name
    return ARABIC[0] if arabic else LATIN


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    for found in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        if found is not None and (known := resolve_encoding(found)):
            yield codecs.lookup(known).name
