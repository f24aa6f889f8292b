"""Folds Arabic and Latin spelling variants away and keeps the way back to the original characters.

Called by reading.py for articles and by phrases.py for lexicon entries: both sides fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape

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
_RUN = re.compile("  +")
_ENTITY = re.compile("&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4});")
_FILLER = "\u200b"
_ARABIC_LETTERS = [(c, plain) for chars, plain in _SAME.items() for c in chars if c.isalpha()]
_LATIN_EXTRA = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}

# Harakat, tatweel, the bare hamza (written or left out at will), zero-width and bidi marks, and the
# halves of surrogate pairs that a broken file leaves behind.
_DROPPED = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0621"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0300-\u036f\ud800-\udfff"
)
# The feminine ending stands at a word's end only: a letter behind it lost its space.
_ENDING = "ة"
_GLUED = f"{_ENDING}(?=[\u0621-\u063a\u0641-\u064a])"
_LOST_SPACE = re.compile(_GLUED)
_ODD = f"[{_DROPPED}œŒæÆß\ufb50-\ufdff\ufe70-\ufefc]"
_IRREGULAR = re.compile(_ODD)
# A search for a mere set of characters is twice as fast.
_IRREGULAR_OR_GLUED = re.compile(f"{_ODD}|{_GLUED}")

# A dot inside a word ("ارها.بي") hides it from filters of social networks.
_DOTS = ".*_·"
_DOTTED = re.compile(f"[{_DOTS}](?=[ا-ي])")
_LETTERS = re.compile(r"[ا-ي]*")
# What hides a word from a plain search.
_HIDING = re.compile(f"[{_DROPPED.replace(chr(0x621), '')}{_DOTS}\ufb50-\ufdff\ufe70-\ufefc]")
LONGEST_STUMP = 3
# Short words of everyday news, as folded: before or behind a stop they are no stump of another.
_SHORT_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    في من عن ان ثم تم لم قد هو هي كما وفي ومن وعن وان وتم ولم وقد وهو وهي وكل علي الي مع
    ما بعد هذا هذه بين انه لا قبل كان او كل غير ذلك حيث منذ حول عدد اي سنه فيه فان قال عبر
    بها به حتي بعض لكن لها اذ يوم ضمن له عبد وفق تحت دون عام عدم ولا لدي يتم فقد حسب وقت
    نحو شهر احد امس فقط اخر مثل ضد حين جهه عند جا مسا اكد بل رغم اول ذات اذا باش مما لان
    عقب منه عده وما وسط بلغ اثر شخص اما لن عنه ليس مره تلك بن جري سبق كشف حق لهم جدا معه
    ومع بني فاس امن سلا غشت ماي نفس وجا تمت جات ورا شفا سوا بحث هل لقد ففي مدن بحي بهم قتل
    حجز ملف كود ولن
    """,
    )
)


def _table() -> dict[int, str]:
    """Characters that stay are listed too: str.translate is slow where it misses one."""
    table = {code: chr(code) for code in (*range(0x250), *range(0x600, 0x700), 0x2026)}
    table |= {ord(c): target for chars, target in _SAME.items() for c in chars}
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


def read_entities(raw: str) -> str:
    """Return the text with "&nbsp;" and the like as the characters that they stand for.

    Some outlets escape twice. Marks that folding drops fill up each: positions stay the same.
    """
    return _ENTITY.sub(_read_entity, raw) if "&" in raw else raw


def _read_entity(match: re.Match[str]) -> str:
    char = unescape(match[0])
    return char + _FILLER * (len(match[0]) - 1) if len(char) == 1 else match[0]


def fold(raw: str) -> Folded:
    """Fold a text of any script; unknown characters stay as they are. Linear in its length.

    What is left can be encoded.
    """
    if _IRREGULAR.search(raw) is None and _LOST_SPACE.search(raw) is None:
        folded = Folded(raw.translate(_TABLE), range(len(raw) + 1))
    else:
        folded = _fold_irregular(raw)
    dots = _dots_inside_words(folded.text)
    return _without(folded, dots) if dots else folded


def searchable(raw: str) -> str:
    """Return the text as a plain search needs it, for a tenth of the cost of folding.

    Arabic letters have one spelling and nothing hides within a word; Latin ones stay as they are.
    One space stands between words that spaces, NBSP or a line end parted. The text can be encoded.
    """
    raw = _spaced(raw)
    if raw.isascii():
        return raw
    raw = _LOST_SPACE.sub(f"{_ENDING} ", raw)
    for letter, plain in _ARABIC_LETTERS:
        raw = raw.replace(letter, plain)
    pieces: list[str] = []
    done = 0
    for match in _HIDING.finditer(raw):
        at = match.start()
        char = match.group()
        if char in _DOTS and not _is_inside_word(raw, at):
            continue
        pieces += raw[done:at], _replacement(char)
        done = at + 1
    return "".join((*pieces, raw[done:])) if pieces else raw


def _spaced(raw: str) -> str:
    if "\u00a0" in raw:
        raw = raw.replace("\u00a0", " ")
    return (_RUN.sub(" ", raw) if "  " in raw else raw).replace("\n", " ")


def fold_word(word: str) -> str:
    return fold(word).text


def _fold_irregular(raw: str) -> Folded:
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _IRREGULAR_OR_GLUED.finditer(raw):
        at = match.start()
        replacement = _replacement(match.group())
        pieces += raw[done:at], replacement
        offsets += range(done, at)
        offsets += [at] * len(replacement)
        done = at + 1
    offsets += range(done, len(raw) + 1)
    return Folded("".join((*pieces, raw[done:])).translate(_TABLE), offsets)


@cache
def _replacement(char: str) -> str:
    if char in _LATIN_EXTRA:
        return _LATIN_EXTRA[char]
    if char == _ENDING:
        return f"{char} "
    if char < "\ufb50" or char == "\ufeff":
        return ""
    plain = _IRREGULAR.sub("", unicodedata.normalize("NFKC", char))
    return plain.translate(_TABLE)


def _dots_inside_words(text: str) -> list[int]:
    return [at for match in _DOTTED.finditer(text) if _is_inside_word(text, at := match.start())]


def _is_inside_word(text: str, at: int) -> bool:
    """A dot stands between letters and one side is a mere stump, not a sentence's end."""
    after = _letters(text, at + 1)
    if len(after) == LONGEST_STUMP and after in _SHORT_WORDS:
        return False  # "رجل.كما": a sentence begins
    before = _letters_before(text, at) if after else ""
    return bool(before) and (_is_stump(before) or _is_stump(after))


def _letters(text: str, start: int) -> str:
    match = _LETTERS.match(text, start, start + LONGEST_STUMP + 1)
    return match.group() if match else ""


def _letters_before(text: str, end: int) -> str:
    return _letters(text[max(0, end - LONGEST_STUMP - 1) : end][::-1], 0)[::-1]


def _without(folded: Folded, dropped: Sequence[int]) -> Folded:
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for at in dropped:
        pieces.append(folded.text[done:at])
        offsets += folded.offsets[done:at]
        done = at + 1
    return Folded("".join((*pieces, folded.text[done:])), [*offsets, *folded.offsets[done:]])


def _is_stump(part: str) -> bool:
    return 0 < len(part) <= LONGEST_STUMP and part not in _SHORT_WORDS
