"""Folds Arabic and Latin spelling variants away and keeps the way back to the original characters.

Called by reading.py for articles and by phrases.py for lexicon entries: both sides fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import accumulate

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
_RUN = re.compile(b"  +")
_ENTITY = re.compile("&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4});")
_FILLER = "\u200b"
_LATIN_EXTRA = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}

# Harakat, tatweel, the bare hamza (written or left out at will), zero-width and bidi marks, and the
# halves of surrogate pairs that a broken file leaves behind.
_DROPPED = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0621"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0300-\u036f\ud800-\udfff"
)
# The feminine ending stands at a word's end only: a letter behind it lost its space.
_ENDING = "ة"
_GLUED = "(?=[\u0621-\u063a\u0641-\u064a])"
_LOST_SPACE = re.compile(f"{_ENDING}{_GLUED}")
# The search leaps to the next character of a set that the pattern begins with.
_ODD = re.compile(
    f"[{_DROPPED}œŒæÆß\ufb50-\ufdff\ufe70-\ufefc{_ENDING}](?:(?<!{_ENDING})|{_GLUED})"
)

# A dot inside a word ("ارها.بي") hides it from filters of social networks.
_DOTS = ".*_·"
_DOTTED = re.compile(f"[{_DOTS}](?=[ا-ي])(?<=[ا-ي].)")
_LETTERS = re.compile(r"[ا-ي]*")
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

# A charmap of 256 characters folds six times as fast as a table of all: those of the daily press.
_ACCENTED = "àâäáçéèêëîïíñôöóùûüú"
_MARKS = (
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0655\u0670\u0640\u00ad\ufeff"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
)
_ASCII = "".join(map(chr, range(0x80)))
_CONTROLS = _ASCII[1:9] + _ASCII[14:32]
"""Control characters that no page has: what is dropped anyway takes their bytes."""

_DAILY = "".join(
    dict.fromkeys(
        (
            *_ASCII.translate(str.maketrans(_CONTROLS, f"{_MARKS}\u2022\u2033")),
            *map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B))),
            *"".join(_SAME),
            *_ACCENTED,
            *_ACCENTED.upper(),
            *"…°",
        )
    )
)
_AS_BYTES = charmap_build(_DAILY)
_FOLDED = _DAILY.translate(_TABLE)
_PLAIN = _TABLE | {ord(char): char for char in _DAILY}


def _searched(char: str) -> str:
    if char.isspace():
        return " "
    return "." if char in _DOTS else char.translate(_TABLE) if char > "\u0600" else char


_SEARCHED = charmap_encode("".join(map(_searched, _DAILY)), "strict", _AS_BYTES)[0].ljust(256)
_UNSEEN = charmap_encode(f"{_MARKS}\u0621", "strict", _AS_BYTES)[0]
_LETTER_BYTES = charmap_encode("[ا-ي]", "strict", _AS_BYTES)[0]
_DOT_BYTES = re.compile(rb"\.(?=%b)(?<=%b.)" % (_LETTER_BYTES, _LETTER_BYTES))


def _translated(raw: str) -> str:
    """Return the text with its characters as `_TABLE` has them."""
    try:
        return charmap_decode(charmap_encode(raw, "strict", _AS_BYTES)[0], "strict", _FOLDED)[0]
    except UnicodeEncodeError:
        return raw.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; from its character `turns[i]` on, the original lies `ahead[i]` farther.

    Before the first turn both are the same. The turns ascend.
    """

    text: str
    turns: Sequence[int] = ()
    ahead: Sequence[int] = ()

    def origin(self, at: int) -> int:
        """Return the original position of a character, or of the text's end."""
        turned = bisect_right(self.turns, at)
        return at + self.ahead[turned - 1] if turned else at

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the original stretch of a folded one, with the dropped marks inside and behind it.

        A word's last letter may be such a mark: the hamza of "بيضاء".
        """
        first = self.origin(start)
        return first, max(self.origin(end - 1) + 1, self.origin(end)) if end > start else first

    def folded_from(self, original: int) -> int:
        """Return the folded position at or before an original one."""
        places = range(len(self.text) + 1)
        return max(0, bisect_right(places, original, key=self.origin) - 1)


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
    text, steps = _respelt(raw)
    dots = _dots_inside_words(text)
    if dots:
        text = _without(text, dots)
        steps = [(at - bisect_left(dots, at), step) for at, step in steps]
        steps = sorted([*steps, *((at - before, 1) for before, at in enumerate(dots))])
    if not steps:
        return Folded(text)
    return Folded(text, [at for at, _ in steps], list(accumulate(step for _, step in steps)))


def fold_text(raw: str) -> str:
    """Fold as `fold` does, for whoever needs no way back."""
    text = _translated(_ODD.sub(_respell, raw))
    dots = _dots_inside_words(text)
    return _without(text, dots) if dots else text


def fold_word(word: str) -> str:
    return fold_text(word)


def searchable(raw: str) -> bytes:
    """Return the text as a plain search needs it, for a third of the cost of folding.

    A byte is a character, ASCII its own. Arabic letters have one spelling and nothing hides within
    a word; Latin ones stay as they are. One space stands between words that any spaces parted.
    """
    plain = _encoded(_LOST_SPACE.sub(f"{_ENDING} ", raw)).translate(_SEARCHED, _UNSEEN)
    if b"  " in plain:
        plain = _RUN.sub(b" ", plain)
    dots = [at for m in _DOT_BYTES.finditer(plain) if _is_byte_inside_word(plain, at := m.start())]
    return b"".join(plain[kept] for kept in _kept(dots)) if dots else plain


def readable(found: bytes) -> str:
    """Return a stretch of a searchable text as a text."""
    return charmap_decode(found, "strict", _DAILY)[0]


def _encoded(raw: str) -> bytes:
    try:
        return charmap_encode(raw, "strict", _AS_BYTES)[0]
    except UnicodeEncodeError:
        plain = _ODD.sub(_respell, raw).translate(_PLAIN)
        return charmap_encode(plain, "replace", _AS_BYTES)[0]


def _is_byte_inside_word(plain: bytes, at: int) -> bool:
    first = max(0, at - LONGEST_STUMP - 1)
    return _is_inside_word(readable(plain[first : at + LONGEST_STUMP + 2]), at - first)


def _respelt(raw: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text in plain characters, and where it falls behind the original or gets ahead.

    Each step is a position in the text and by how many characters.
    """
    pieces: list[str] = []
    steps: list[tuple[int, int]] = []
    done = behind = 0
    for match in _ODD.finditer(raw):
        at = match.start()
        plain = _replacement(match[0])
        pieces += raw[done:at], plain
        done = at + 1
        if not plain:
            steps.append((at - behind, 1))
        steps += ((at - behind + extra, -1) for extra in range(1, len(plain)))
        behind += 1 - len(plain)
    return _translated("".join((*pieces, raw[done:]))), steps


def _respell(match: re.Match[str]) -> str:
    return _replacement(match[0])


@cache
def _replacement(char: str) -> str:
    if char in _LATIN_EXTRA:
        return _LATIN_EXTRA[char]
    if char == _ENDING:
        return f"{char} "
    if char < "\ufb50" or char == "\ufeff":
        return ""
    plain = _ODD.sub("", unicodedata.normalize("NFKC", char))
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


def _without(text: str, dropped: Sequence[int]) -> str:
    return "".join(text[kept] for kept in _kept(dropped))


def _kept(dropped: Iterable[int]) -> Iterator[slice]:
    """Yield the stretches between the places that are dropped."""
    done = 0
    for at in dropped:
        yield slice(done, at)
        done = at + 1
    yield slice(done, None)


def _is_stump(part: str) -> bool:
    return 0 < len(part) <= LONGEST_STUMP and part not in _SHORT_WORDS
