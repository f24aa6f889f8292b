"""How many articles that name no agency hold a stem, or two or three in a row: counts, no texts.

`python -m matching.background ARTICLES.jsonl[.gz]` makes the files anew, one a language.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import LexiconError
from matching.normalise import fold
from matching.tokens import tokenise

FOLDER = Path(__file__).with_name("counts")
LONGEST = 3
"""Stems in a row that are counted together."""

LEAST_DOCUMENTS, LEAST_SHARE = 5, 0.002
"""What fewer articles hold is left out: it may be a name, and no text can be put together again."""

FEWEST_ARTICLES = 500
"""A language with fewer has no counts: they would say little."""

COUNTED = ("ar", "fr")

_WRITTEN_ALIKE = {"ary": "ar"}


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of stems and runs of stems, the stems of a run parted by a space.

    `totals` are the sums of the frequencies by length of the run, 1 to LONGEST.
    """

    documents: int
    floor: int
    counts: Mapping[str, int]
    totals: Sequence[int]

    def frequency(self, run: str) -> float:
        """Return in how many documents the run stands; below the floor, half of it."""
        return self.counts.get(run) or self.floor / 2

    def share(self, stem: str) -> float:
        return self.counts.get(stem, 0) / self.documents


def is_common(word: str, most: float) -> bool:
    """Say whether more than this share of everyday news hold a word, as far as it was counted."""
    stem = tokenise(word)[0].stem
    counts = (load_background(language) for language in COUNTED)
    return any(background.share(stem) > most for background in counts if background)


def counted_language(language: str | None) -> str:
    """Return the language whose counts serve: Darija is counted with Arabic."""
    return _WRITTEN_ALIKE.get(language or "", language or "")


def runs(stems: Sequence[str]) -> Iterator[str]:
    """Yield every one, two and three stems in a row."""
    for first in range(len(stems)):
        for last in range(first + 1, min(first + LONGEST, len(stems)) + 1):
            yield " ".join(stems[first:last])


@cache
def load_background(language: str, folder: Path = FOLDER) -> Background | None:
    """Return a language's counts, None where none were made. Raises LexiconError."""
    path = folder / f"{language}.tsv"
    if not path.is_file():
        return None
    try:
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        documents, floor = map(int, head.split("\t"))
        counts = {run: int(count) for run, count in (line.split("\t") for line in lines)}
    except (OSError, ValueError) as error:
        raise LexiconError(path, f"can't be read: {error}") from None
    return _background(documents, floor, counts)


def _background(documents: int, floor: int, counts: Mapping[str, int]) -> Background:
    totals = [0] * LONGEST
    for run, count in counts.items():
        totals[run.count(" ")] += count
    return Background(documents, floor, counts, totals)


def count_runs(texts: Iterable[str]) -> Background:
    """Count the runs of many texts, each once a text."""
    counts: Counter[str] = Counter()
    documents = 0
    for text in texts:
        documents += 1
        counts.update(set(runs([token.stem for token in tokenise(fold(text).text)])))
    floor = max(LEAST_DOCUMENTS, math.ceil(LEAST_SHARE * documents))
    kept = {run: count for run, count in counts.items() if count >= floor}
    return _background(documents, floor, kept)


def write_background(path: Path, background: Background) -> None:
    """Write counts in the order of the alphabet, behind the number of documents and the floor."""
    lines = [f"{run}\t{count}" for run, count in sorted(background.counts.items())]
    path.write_text(
        "\n".join([f"{background.documents}\t{background.floor}", *lines, ""]), encoding="utf-8"
    )


def _texts_by_language(path: Path) -> Mapping[str, list[str]]:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            texts[counted_language(row["lang"])].append(f"{row['title']}\n{row['text']}")
    return texts


def main(arguments: Sequence[str]) -> None:
    """Count the articles of a file (title, text, lang) and write FOLDER anew."""
    for language, texts in _texts_by_language(Path(arguments[0])).items():
        if len(texts) >= FEWEST_ARTICLES:
            write_background(FOLDER / f"{language}.tsv", count_runs(texts))
            print(f"{language}: {len(texts)} articles counted")


if __name__ == "__main__":
    main(sys.argv[1:])
