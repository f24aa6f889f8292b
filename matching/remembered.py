"""What words mean to a book of names or phrases, worked out once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


class Remembered(dict[str, _T]):
    """Answers by word; all are forgotten when they are too many.

    A word is looked up several times for each one of a text, and common words return: a dictionary
    answers in half the time of functools.lru_cache, which also notes what was asked for last.
    """

    def __init__(self, answer: Callable[[str], _T], most: int) -> None:
        super().__init__()
        self._answer = answer
        self._most = most

    def __missing__(self, word: str) -> _T:
        if len(self) >= self._most:
            self.clear()
        found = self[word] = self._answer(word)
        return found
