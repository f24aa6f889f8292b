"""Texts that were encoded twice: UTF-8 taken for another encoding, and stored as what it seemed.
Letters that were written in halves, as PHP and JSON write emojis, are put together, too.
"""

from __future__ import annotations

import re

from ftfy import fix_encoding

_BYTES = {bytes([byte]).decode("cp1256"): byte for byte in range(128, 256)}
_TRAIL = "".join(re.escape(sign) for sign, byte in _BYTES.items() if byte < 0xC0)

_SUSPECT = re.compile("[ÂÃØÙâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
"""How the letters of the region begin where UTF-8 was taken for a Western encoding."""

_ARABIC = re.compile(rf"(?:[طظعغ][{_TRAIL}]){{4}}")
"""Where it was taken for windows-1256, each letter is one of four with a sign behind it; no word of
any language has eight letters like that. ftfy, which tells the Western ones, does not know it."""

_RUN = re.compile(rf"[{''.join(map(re.escape, _BYTES))}]+")


# The commonest letters and signs as each makes them; to look for these costs next to nothing.
_ALIF, _LAM = "ط§", "ظ„"


def repaired(text: str) -> str:
    """Return a text as it was before it was encoded twice; most are returned as they are.

    Whatever comes, the text can be written as UTF-8: half a letter is replaced.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if (_ALIF in text or _LAM in text) and _ARABIC.search(text):
        return _RUN.sub(_decoded, text)
    if ("Ø" in text or "Ù" in text or "Ã" in text or "Â" in text or "â" in text) and (
        _SUSPECT.search(text)
    ):
        return fix_encoding(text)
    return text


def _decoded(run: re.Match[str]) -> str:
    try:
        return bytes(map(_BYTES.__getitem__, run[0])).decode("utf-8")
    except UnicodeDecodeError:  # true letters, between others
        return run[0]
