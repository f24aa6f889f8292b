"""Names in seeds that no alias covers yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import AgencySettings
from matching.matcher import load_matcher
from tests.matching.readings import watchlist

CUSTOMS = AgencySettings(
    name="ADII",
    aliases=("Administration des douanes et impôts indirects", "إدارة الجمارك والضرائب"),
)


def candidates(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "seed.txt").write_text(text, encoding="utf-8")
    asked = watchlist(name="customs", seeds=folder, definition=None, agency=(CUSTOMS,))
    (lesson,) = load_matcher([asked]).lessons["customs"]
    return [(alias.text, alias.agency) for alias in lesson.aliases]


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("L'Administration des douanes et impôts indirects (ADII) a saisi un camion.", "ADII"),
        ("L'Administration des douanes et impôts indirects « ADII » a saisi un camion.", "ADII"),
        ("أوقفت إدارة الجمارك والضرائب (لاديوان) شاحنة بالميناء.", "لاديوان"),
        ('أوقفت إدارة الجمارك والضرائب "لاديوان" شاحنة بالميناء.', "لاديوان"),
        (
            "L'Administration de la Surveillance maritime, avec l'Administration des douanes et"
            " impôts indirects, a saisi un camion.",
            "Administration de la Surveillance",
        ),
        (
            "أوقفت إدارة الجمارك والضرائب، وإدارة المراقبة الحدودية، شاحنة بالميناء.",
            "إدارة المراقبة الحدودية",
        ),
    ],
)
def test_a_name_beside_a_known_one_is_a_candidate(
    tmp_path: Path, text: str, candidate: str
) -> None:
    assert (candidate, "ADII") in [
        (found.removeprefix("و"), agency) for found, agency in candidates(tmp_path, text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "L'Administration des douanes et impôts indirects a saisi un camion.",
        '"Administration des douanes et impôts indirects" a "saisi" un camion.',
        "L'Administration des douanes et impôts indirects, l'Administration des douanes et impôts"
        " indirects.",
        "La gendarmerie (GR) a saisi un camion.",
        "L'administration est fermée, dit l'Administration des douanes et impôts indirects.",
    ],
)
def test_what_is_known_or_no_name_is_none(tmp_path: Path, text: str) -> None:
    assert candidates(tmp_path, text) == []


def test_a_candidate_is_told_once(tmp_path: Path) -> None:
    sentence = "L'Administration des douanes et impôts indirects (ADII) a saisi un camion. "
    assert candidates(tmp_path, sentence * 3) == [("ADII", "ADII")]
