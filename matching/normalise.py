"""Folds Arabic and Latin spelling variants away and keeps the way back to the original characters.

Called by reading.py for articles and by phrases.py for lexicon entries: both sides fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

ARABIC = "\u0620-\u06ff"

_SAME = {
    "أإآٱ": "ا",
    "ىئیېے": "ي",
    "ؤۆ": "و",
    "ةہھە": "ه",
    "کگڭݣڪ": "ك",
    "ڤڥ": "ف",
    "پ": "ب",
    "چ": "ج",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "«»“”„‟❝❞‹›": '"',
    "‘’ʼ´`": "'",
    "–—−‑‒": "-",
    "\u00a0\u202f\u2009\u2007\t\r\u2028\u2029": " ",
}
_LATIN_EXTRA = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}

# Harakat, tatweel, the bare hamza (written or left out at will), zero-width and bidi marks.
_DROPPED = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0621"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0300-\u036f"
)
_IRREGULAR = re.compile(f"[{_DROPPED}œŒæÆß\ufb50-\ufdff\ufe70-\ufefc]")
_HIDING = re.compile(f"[{_DROPPED.replace(chr(0x621), '')}]+")
_FOREIGN_LETTERS = re.compile("[\ufb50-\ufdff\ufe70-\ufefcکگڭݣڪیېےہھە]")

# A dot inside a word ("ارها.بي") hides it from filters of social networks.
_DOTTED = re.compile(r"[.*_·](?=[ا-ي])")
_LETTERS = re.compile(r"[ا-ي]*")
LONGEST_STUMP = 3
_SENTENCE_STARTS = frozenset(
    (
        "في",
        "من",
        "عن",
        "ان",
        "ثم",
        "تم",
        "لم",
        "قد",
        "هو",
        "هي",
        "كما",
        "وفي",
        "ومن",
        "وعن",
        "وان",
        "وتم",
        "ولم",
        "وقد",
        "وهو",
        "وهي",
        "وكل",
    )
)


def _table() -> dict[int, str]:
    table = {ord(c): target for chars, target in _SAME.items() for c in chars}
    for digit in range(10):
        table[0x660 + digit] = table[0x6F0 + digit] = str(digit)
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250)):
        base = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if c.isascii())
        if len(base) == 1:
            table[code] = base.lower()
    return table


_TABLE = _table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `offsets[i]` is the original position of its character i.

    `offsets` has one entry more than the text: the end of the original.
    """

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the original stretch of a folded one, with the dropped marks inside and behind it.

        A word's last letter may be such a mark: the hamza of "بيضاء".
        """
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], max(self.offsets[end - 1] + 1, self.offsets[end])

    def folded_from(self, original: int) -> int:
        """Return the folded position at or before an original one."""
        return max(0, bisect_right(self.offsets, original) - 1)


def fold(raw: str) -> Folded:
    """Fold a text of any script; unknown characters stay as they are. Linear in its length."""
    if _IRREGULAR.search(raw) is None:
        folded = Folded(raw.translate(_TABLE), range(len(raw) + 1))
    else:
        folded = _fold_irregular(raw)
    dots = _dots_inside_words(folded.text)
    return _without(folded, dots) if dots else folded


def without_noise(raw: str) -> str | None:
    """Return the text without what hides a word from a plain search; None where nothing does."""
    if raw.isascii():
        return None
    if _FOREIGN_LETTERS.search(raw) or _dots_inside_words(raw):
        return fold(raw).text
    plain = _HIDING.sub("", raw)
    return plain if len(plain) != len(raw) else None


def fold_word(word: str) -> str:
    return fold(word).text


def _fold_irregular(raw: str) -> Folded:
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _IRREGULAR.finditer(raw):
        at = match.start()
        pieces.append(raw[done:at].translate(_TABLE))
        offsets.extend(range(done, at))
        replacement = _replacement(match.group())
        pieces.append(replacement)
        offsets.extend([at] * len(replacement))
        done = at + 1
    pieces.append(raw[done:].translate(_TABLE))
    offsets.extend(range(done, len(raw) + 1))
    return Folded("".join(pieces), offsets)


def _replacement(char: str) -> str:
    if char in _LATIN_EXTRA:
        return _LATIN_EXTRA[char]
    if char < "\ufb50" or char == "\ufeff":
        return ""
    plain = _IRREGULAR.sub("", unicodedata.normalize("NFKC", char))
    return plain.translate(_TABLE)


def _dots_inside_words(text: str) -> set[int]:
    """Where a dot stands between letters and one side is a mere stump, not a sentence's end."""
    return {
        at
        for match in _DOTTED.finditer(text)
        if (before := _letters_before(text, at := match.start()))
        and (_is_stump(before) or _is_stump(_letters(text, at + 1)))
    }


def _letters(text: str, start: int) -> str:
    match = _LETTERS.match(text, start, start + LONGEST_STUMP + 1)
    return match.group() if match else ""


def _letters_before(text: str, end: int) -> str:
    return _letters(text[max(0, end - LONGEST_STUMP - 1) : end][::-1], 0)[::-1]


def _without(folded: Folded, drop: set[int]) -> Folded:
    kept = [i for i in range(len(folded.text)) if i not in drop]
    offsets = [folded.offsets[i] for i in kept]
    offsets.append(folded.offsets[len(folded.text)])
    return Folded("".join(folded.text[i] for i in kept), offsets)


def _is_stump(part: str) -> bool:
    return 0 < len(part) <= LONGEST_STUMP and part not in _SENTENCE_STARTS
