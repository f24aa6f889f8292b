"""Seeds: how they are loaded, what they teach, and how they move a score."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.assessments import Assessment
from core.clock import local_day
from matching.matcher import load_matcher
from matching.seeds import Seed, load_seeds
from tests.matching.readings import ROOT, article, matcher, watchlist

REPORT = (
    "Le Bureau central d'investigation judiciaire a arrêté mardi à Fès quatre hommes de 20 à 30 ans"
    " liés à Daech, placés en garde à vue."
)


def shipped(number: str) -> Seed:
    return next(s for s in matcher().seeds["dgst-bcij"] if s.name.startswith(number))


def judged(number: str) -> tuple[Assessment, ...]:
    seed = shipped(number)
    return matcher().judge(article(seed.text, published=seed.published)).assessments


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("000", {"mention"}),
        ("001", {"mention"}),
        ("002", {"operation", "update"}),
        ("003", {"operation"}),
        ("004", {"mention", "retelling"}),
    ],
)
def test_the_shipped_seeds_are_what_they_are(number: str, kinds: set[str]) -> None:
    assert judged(number)[0].kind in kinds


def test_the_operation_of_january_is_read_from_its_seed() -> None:
    slots = next(a.slots for a in judged("002") if a.slots.ages)
    assert slots.date is not None
    assert slots.count is not None
    assert slots.ages is not None
    assert slots.date.value == date(2024, 1, 29)
    assert [p.name for p in slots.places] == ["Tanger", "Casablanca", "Béni Mellal", "Inezgane"]
    assert (slots.count.value, slots.ages.value) == (4, (35, 40))


def test_the_cell_of_oujda_is_read_from_its_seed() -> None:
    slots = judged("003")[0].slots
    assert slots.date is not None
    assert slots.count is not None
    assert slots.ages is not None
    assert slots.date.value == date(2021, 3, 25)
    assert [(p.name, p.code) for p in slots.places][:1] == [("Oujda", "02.411.01.23")]
    assert (slots.count.value, slots.ages.value) == (4, (24, 28))


def test_a_seed_is_judged_without_itself() -> None:
    for number in ("002", "003"):
        for assessment in judged(number):
            assert assessment.nearest_seed is not None
            assert assessment.nearest_seed.seed != shipped(number).name


def test_two_shipped_seeds_announce_and_three_only_mention() -> None:
    lessons = {lesson.seed.name[:3]: lesson for lesson in matcher().lessons["dgst-bcij"]}
    assert {number for number, lesson in lessons.items() if lesson.announces} == {"002", "003"}
    assert all(lessons[number].mentions for number in ("000", "001", "004"))
    assert lessons["003"].phrases


def test_what_is_known_of_a_seed_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "seeds.toml").write_text(
        '[one]\noutlet = "Essai"\npublished = 2024-01-30\nlanguage = "fr"\n', encoding="utf-8"
    )
    (seed,), problems = load_seeds(tmp_path)
    assert (seed.outlet, seed.language, problems) == ("Essai", "fr", [])
    assert seed.published is not None
    assert local_day(seed.published) == date(2024, 1, 30)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("bad.txt", b"", "holds no text"),
        ("bad.txt", b"\x00\x01text", "holds no text"),
        ("bad.txt", "نص".encode("cp1256"), "not UTF-8"),
        ("bad.md", b"a" * 1_000_001, "larger than"),
    ],
)
def test_a_bad_seed_costs_only_itself(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text("Un texte.", encoding="utf-8")
    seeds, problems = load_seeds(tmp_path)
    assert [seed.name for seed in seeds] == ["good"]
    assert len(problems) == 1
    assert says in problems[0]
    assert name in problems[0]


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        ("[one]\ncolour = 1\n", "one.colour: Extra inputs"),
        ('[one]\nannounces = "a text"\n', "one.announces: "),
        ("[one]\nannounces = 5\n", "one.announces: "),
        ('[one]\nlanguage = "klingon"\n', "one.language: "),
        ("[one]\npublished = 0001-01-01\n", "the year 1 can't be meant"),
        ("one = 5\n", "one: "),
        ("[two]\n", "two: there is no such seed"),
        ("= 3", "can't be read, so the seeds go without it"),
    ],
)
def test_a_wrong_note_is_told_and_costs_only_itself(tmp_path: Path, notes: str, says: str) -> None:
    (tmp_path / "good.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "one.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "seeds.toml").write_text(notes, encoding="utf-8")
    seeds, problems = load_seeds(tmp_path)
    assert "good" in [seed.name for seed in seeds]
    assert any(says in problem for problem in problems), problems
    assert all(seed.announces == () for seed in seeds)


def test_a_time_in_a_note_is_kept(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "seeds.toml").write_text("[one]\npublished = 2021-03-25T23:30:00Z\n", "utf-8")
    (seed,), _ = load_seeds(tmp_path)
    assert seed.published == datetime(2021, 3, 25, 23, 30, tzinfo=UTC)


def test_a_missing_folder_costs_its_watchlist_the_seeds_only(tmp_path: Path) -> None:
    missing = watchlist(seeds=tmp_path / "none")
    loaded = load_matcher([missing])
    assert "none: there is no such folder" in loaded.problems[0]
    assert loaded.judge(article(REPORT)).strongest is not None


def write_seeds(folder: Path, marks: str = "") -> None:
    (folder / "announces.txt").write_text(REPORT, encoding="utf-8")
    (folder / "mentions.txt").write_text(
        "Le BCIJ dresse le bilan de ses dix ans et salue ses partenaires.", encoding="utf-8"
    )
    (folder / "seeds.toml").write_text(
        f"[announces]\npublished = 2024-01-30\n{marks}", encoding="utf-8"
    )


def score(folder: Path, text: str) -> float:
    strongest = load_matcher([watchlist(seeds=folder)]).judge(article(text)).strongest
    assert strongest is not None
    assert round(sum(e.points for e in strongest.evidence), 2) == strongest.score
    return strongest.score


def test_seeds_move_the_score(tmp_path: Path) -> None:
    text = REPORT.replace("Fès", "Safi").replace("quatre", "cinq")
    (tmp_path / "empty").mkdir()
    without = score(tmp_path / "empty", text)
    write_seeds(tmp_path)
    assert score(tmp_path, text) > without


def test_marks_overrule_what_the_assessor_found(tmp_path: Path) -> None:
    text = REPORT.replace("Fès", "Safi").replace("quatre", "cinq")
    write_seeds(tmp_path)
    found = score(tmp_path, text)
    write_seeds(tmp_path, 'mentions = ["garde à vue"]\n')
    lessons = load_matcher([watchlist(seeds=tmp_path)]).lessons["dgst-bcij"]
    assert [bool(lesson.announces) for lesson in lessons] == [False, False]
    assert score(tmp_path, text) < found


def test_a_mark_makes_a_passage_announce(tmp_path: Path) -> None:
    text = REPORT.replace("Fès", "Safi").replace("quatre", "cinq")
    write_seeds(tmp_path)
    found = score(tmp_path, text)
    marks = '[mentions]\nannounces = ["bilan de ses dix ans"]\n'
    write_seeds(tmp_path, f'mentions = ["garde à vue"]\n{marks}')
    lessons = load_matcher([watchlist(seeds=tmp_path)]).lessons["dgst-bcij"]
    assert [bool(lesson.announces) for lesson in lessons] == [False, True]
    assert score(tmp_path, text) < found


def test_the_users_own_seeds_are_all_usable() -> None:
    seeds, problems = load_seeds(ROOT / "seeds")
    assert len(seeds) >= 5
    assert problems == []
    assert all(seed.published for seed in seeds)
