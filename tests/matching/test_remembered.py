"""What is remembered is worked out once, and never too much is."""

from __future__ import annotations

from collections import Counter

from matching.lexicon import load_lexicon
from matching.reading import Reading, once, read_text
from matching.remembered import Remembered


def test_an_answer_is_worked_out_once_until_too_many_are_known() -> None:
    asked: Counter[str] = Counter()

    def answer(word: str) -> str:
        asked[word] += 1
        return word.upper()

    remembered = Remembered(answer, most=2)
    assert [remembered[word] for word in "aabab"] == list("AABAB")
    assert asked == {"a": 1, "b": 1}
    assert remembered["c"] == "C"
    assert len(remembered) <= 2


def test_a_reading_is_asked_once_for_a_stretch() -> None:
    asked: list[tuple[int, int]] = []

    @once
    def stems(reading: Reading, first: int, last: int) -> list[str]:
        asked.append((first, last))
        return [token.stem for token in reading.tokens[first:last]]

    one, other = (read_text("", text, None, load_lexicon()) for text in ("in Fez", "in Safi"))
    for reading, stem in ((one, "fez"), (other, "safi"), (one, "fez")):
        assert stems(reading, 1, 2) == [stem]
        assert stems(reading, 0, 2) == ["in", stem]
    assert asked == [(1, 2), (0, 2)] * 2
