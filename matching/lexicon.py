"""Loads the matcher's data, strictly: cues, numbers, dates, topics, groups, places, weights.

All words that the matcher knows live in lexicon/*.toml; a broken file raises LexiconError.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, get_args

from core.assessments import Topic
from core.errors import LexiconError
from matching.background import is_common
from matching.cue_names import CUES
from matching.normalise import fold_word
from matching.phrases import ARABIC, Phrase, Phrasebook, parse_phrase
from matching.slots.gazetteer import place_phrases
from matching.spelling import typos_of

FOLDER = Path(__file__).parent / "lexicon"
SHORTEST_MISSPELT = 5
LANGUAGES = ("ar", "ary", "fr", "en", "es")
TOPICS: tuple[str, ...] = get_args(Topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRules:
    """How names of organisations are compared; weights and similarities are shares of 1."""

    generic: frozenset[str]
    skipped: frozenset[str]
    foreign: frozenset[str]
    common: frozenset[str]
    alike: tuple[frozenset[str], ...]
    generic_weight: float
    distinctive_weight: float
    least: float
    gap_cost: float


class Affixes(NamedTuple):
    """What is written together with an Arabic word, each kind ready for startswith or endswith."""

    definite: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    no_noun: tuple[str, ...] = ()
    dual: tuple[str, ...] = ()
    feminine_dual: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    his: tuple[str, ...] = ()
    their: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points by reason, the default threshold, and the ages (days) that part news from the past."""

    threshold: float
    points: Mapping[str, float]
    fresh_days: int
    past_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """`words` finds every phrase but places; `places` finds places.

    `at_letters` are the Arabic letters for "in" that are written together with a name, also with
    the `short_words` that begin some.
    """

    words: Phrasebook
    places: Phrasebook
    affixes: Affixes
    names: NameRules
    weights: Weights
    seats: frozenset[str]
    capitals: frozenset[str]
    regions: frozenset[str]
    landmarks: frozenset[str]
    written_unlike: frozenset[str]
    uncoded: frozenset[str]
    at_letters: frozenset[str]
    short_words: frozenset[str]
    leads: frozenset[str]
    foreign: frozenset[str]


@cache
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """Read all data files below `folder`, once for a process. Raises LexiconError naming the file.

    Nothing in it changes, so whoever judges and whoever looks up a place share it.
    """
    places = _read(folder / "places.toml")
    return Lexicon(
        words=Phrasebook(read_phrases(folder)),
        places=Phrasebook(_places(folder / "places.toml", places), short_particles=True),
        affixes=_affixes(folder / "affixes.toml"),
        names=_name_rules(folder / "agencies.toml"),
        weights=_weights(folder / "weights.toml"),
        seats=frozenset(places["seats"]),
        capitals=frozenset(places["capitals"]),
        regions=frozenset(places["regions"]),
        landmarks=frozenset(places["landmarks"]),
        written_unlike=frozenset(places["written unlike"]),
        uncoded=frozenset(places["uncoded"]),
        at_letters=frozenset(places["at_letters"]),
        short_words=frozenset(places["short_words"]),
        leads=frozenset(_partners_that(folder, "lead")),
        foreign=frozenset(_partners_that(folder, "foreign")),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LexiconError(path, "there is no such file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(path, f"can't be read: {error}") from None


def read_phrases(folder: Path = FOLDER) -> Iterator[Phrase]:
    """Yield every phrase but the places. Raises LexiconError."""
    for language in LANGUAGES:
        yield from _cues(folder / f"cues.{language}.toml")
    yield from _forms(folder / "forms.toml")
    yield from _slips(folder / "forms.toml")
    yield from _valued(folder / "numbers.toml", "words", "number", int)
    yield from _valued(folder / "numbers.toml", "people", "head count", int)
    yield from _valued(folder / "numbers.toml", "ordinals", "ordinal", int)
    yield from _valued(folder / "numbers.toml", "decades", "decade", int)
    yield from _valued(folder / "numbers.toml", "nth", "nth", int)
    yield from _valued(folder / "numbers.toml", "magnitudes", "magnitude", int)
    yield from _misspelt(_valued(folder / "calendar.toml", "months", "month", int))
    yield from _misspelt(_valued(folder / "calendar.toml", "weekdays", "weekday", int))
    yield from _misspelt(
        _valued(folder / "calendar.toml", "relative", "relative", int), arabic=True
    )
    yield from _valued(folder / "calendar.toml", "units", "time unit", int)
    yield from _lists(folder / "calendar.toml", "", _read(folder / "calendar.toml")["past"])
    yield from _valued(folder / "groups.toml", "groups", "group", str)
    yield from _lists(folder / "calendar.toml", "date ", _read(folder / "calendar.toml")["words"])
    nouns = _lists(folder / "people.toml", "", _read(folder / "people.toml"))
    yield from _with_objects(nouns, _affixes(folder / "affixes.toml").object)
    yield from _lists(folder / "seizures.toml", "seizure ", _read(folder / "seizures.toml"))
    distinct = _read(folder / "resolving.toml")["distinct"]
    for concept in ("unrelated", "separate", "several"):
        yield from _parsed(folder / "resolving.toml", concept, None, distinct[concept])
    yield from _topics(folder / "topics.toml")
    yield from _partners(folder / "partners.toml")


def _cues(path: Path) -> Iterator[Phrase]:
    data = _read(path)
    for concept in data:
        if concept not in CUES:
            raise LexiconError(path, f"{concept!r} is no cue; cues are {', '.join(sorted(CUES))}")
    yield from _lists(path, "", data)


def _forms(path: Path) -> Iterator[Phrase]:
    """Yield the cues that a grammar makes: every word of each list with every word of the next."""
    for forms in _read(path).get("forms", ()):
        try:
            concept, parts = forms["concept"], list(product(*forms["parts"]))
            between = "" if forms.get("glued") else " "
            words = [between.join(chosen) for chosen in parts]
        except (KeyError, TypeError) as error:
            raise LexiconError(path, f"an option is missing or wrong: {error}") from None
        if concept not in CUES:
            raise LexiconError(path, f"{concept!r} is no cue")
        yield from _parsed(path, concept, forms.get("value"), words)


def _slips(path: Path) -> Iterator[Phrase]:
    """Yield the words that tell an arrest misspelt: the gate does not look for them.

    What everyday news is full of is another word: "البالغ" (aged) is no "البلاغ" (communiqué).
    """
    for concept, words in _read(path).get("misspelt", {}).items():
        for phrase in _parsed(path, concept, None, words):
            word = phrase.words[0].rstrip("*")
            begun = "*" * phrase.words[0].endswith("*")
            for typo in sorted(typos_of(word) - {word[:-1]}):  # "arrêtés", "arrêté"
                if not is_common(typo, 0):
                    yield phrase._replace(words=(f"{typo}{begun}",), slip=True)


def _lists(path: Path, prefix: str, data: Mapping[str, Any]) -> Iterator[Phrase]:
    for concept, words in data.items():
        yield from _parsed(path, prefix + concept, None, words)


def _valued(path: Path, table: str, concept: str, kind: type) -> Iterator[Phrase]:
    for value, words in _read(path)[table].items():
        yield from _parsed(path, concept, kind(value), words)


def _with_objects(phrases: Iterator[Phrase], endings: Iterable[str]) -> Iterator[Phrase]:
    """Yield the phrases, and Arabic nouns for one person as objects: "سائقا" beside "سائق"."""
    for phrase in phrases:
        yield phrase
        word = phrase.words[0]
        if phrase.concept == "one person" and len(phrase.words) == 1 and word[0] >= ARABIC:
            yield from (phrase._replace(words=(f"{word}{ending}",)) for ending in endings)


def _misspelt(phrases: Iterator[Phrase], *, arabic: bool = False) -> Iterator[Phrase]:
    """Yield the phrases, and single words misspelt: on the day hangs whether it is news.

    Of Arabic words only long ones, without a letter dropped: what is left is often another, as is
    a weekday ("الرابع": the fourth).
    """
    for phrase in phrases:
        yield phrase
        word = phrase.words[0]
        latin = word.isascii() and word.isalpha()
        if len(phrase.words) == 1 and (latin or (arabic and len(word) > SHORTEST_MISSPELT)):
            typos = (typo for typo in typos_of(word) if latin or len(typo) >= len(word))
            yield from (phrase._replace(words=(typo,)) for typo in typos)


def _topics(path: Path) -> Iterator[Phrase]:
    data = _read(path)
    hints, quiet = data.pop("hints", {}), data.pop("quiet", {})
    for concept, table in (("topic", data), ("topic hint", hints), ("quiet topic", quiet)):
        for topic, words in table.items():
            if topic not in TOPICS:
                raise LexiconError(path, f"{topic!r} is no topic; topics are {', '.join(TOPICS)}")
            yield from _parsed(path, concept, topic, words)


def _partners(path: Path) -> Iterator[Phrase]:
    for partner in _read(path)["partner"]:
        yield from _parsed(path, "partner", partner["name"], partner["words"])


def _partners_that(folder: Path, option: str) -> Iterator[str]:
    for partner in _read(folder / "partners.toml")["partner"]:
        if partner.get(option):
            yield partner["name"]


def _parsed(path: Path, concept: str, value: Any, words: Any) -> Iterator[Phrase]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise LexiconError(path, f"{concept}: a list of texts is needed")
    for text in words:
        try:
            yield parse_phrase(concept, value, text)
        except ValueError as error:
            raise LexiconError(path, f"{concept}: {error}") from None


def _places(path: Path, data: Mapping[str, Any]) -> Iterator[Phrase]:
    try:
        yield from place_phrases(data)
    except (KeyError, ValueError) as error:
        raise LexiconError(path, f"{error}") from None


def _affixes(path: Path) -> Affixes:
    data = _read(path)
    try:
        return Affixes(**{kind: tuple(map(fold_word, data.pop(kind))) for kind in Affixes._fields})
    except (KeyError, TypeError, AttributeError) as error:
        raise LexiconError(path, f"an option is missing or wrong: {error}") from None


def _name_rules(path: Path) -> NameRules:
    data = _read(path)
    try:
        return NameRules(
            generic=_folded(data["generic"]),
            skipped=_folded(data["skipped"]),
            foreign=_folded(data["foreign"]),
            common=_folded(data["common"]),
            alike=tuple(map(_folded, data["alike"])),
            generic_weight=float(data["generic_weight"]),
            distinctive_weight=float(data["distinctive_weight"]),
            least=float(data["least"]),
            gap_cost=float(data["gap_cost"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(path, f"an option is missing or wrong: {error}") from None


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(map(fold_word, words))


def _weights(path: Path) -> Weights:
    data = _read(path)
    try:
        return Weights(
            threshold=float(data["threshold"]),
            points={reason: float(points) for reason, points in data["points"].items()},
            fresh_days=int(data["days"]["fresh"]),
            past_days=int(data["days"]["past"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(path, f"a number is missing or wrong: {error}") from None
