"""Text for a terminal: nothing in it steers, and scripts of both directions keep their places."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls of ASCII and Latin-1, tab and newline aside
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates; mere marks stay
    "\u2028\u2029\ufeff]"  # separators that some programs take for a newline
)

_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_NEUTRAL = r"[^A-Za-z\u00c0-\u024f]"
_RIGHT_TO_LEFT = re.compile(rf"{_LETTER}(?:{_NEUTRAL}*{_LETTER})?(?: \d+|\))?")


def without_controls(text: str) -> str:
    """Drop them; tabs and newlines stay."""
    return _STEERING.sub("", text)


def printable(text: str) -> str:
    r"""Show them as \x1b or \u202e; tabs and newlines stay."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    r"""Show them, and tabs and newlines as \t and \n."""
    return printable(text).replace("\n", r"\n").replace("\t", r"\t")


def readable_line(text: str) -> str:
    """Return one_line(text) with each stretch of Arabic or Hebrew isolated.

    What follows one (a colon, a number, a URL) then stays on its right, where the line goes on.
    """
    return _RIGHT_TO_LEFT.sub(_isolate, one_line(text))


def _isolate(found: re.Match[str]) -> str:
    """A bracket that was opened before the stretch closes behind it."""
    stretch, behind = found[0], ""
    if stretch.endswith(")") and stretch.count(")") > stretch.count("("):
        stretch, behind = stretch[:-1], ")"
    return f"\u2068{stretch}\u2069{behind}"
