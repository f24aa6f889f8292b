"""Places as people write them into the settings at night."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from alerts.choosing import resolve_place, told_subscribers, unknown
from core.errors import SettingsError
from core.settings import Settings
from matching.lexicon import load_lexicon
from matching.phrases import Phrasebook


@cache
def known() -> Phrasebook:
    return load_lexicon().places


def settings(*places: str) -> Settings:
    desk = {"name": "desk", "email": "desk@example.org", "places": places}
    given = Settings.model_validate({"subscriber": [desk]})
    given._path = Path("settings.toml")
    return given


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Oujda", "02.411.01.23"),
        ("oujda", "02.411.01.23"),
        ("وجدة", "02.411.01.23"),
        ("الدار البيضاء", "06.141.01.0"),
        ("Casa", "06.141.01.0"),
        ("Tangier", "01.511.01.0"),
        ("Ceuta", "Sebta"),
        ("Oriental", "02."),
        ("casablanca settat", "06."),
        ("طنجة-تطوان-الحسيمة", "01."),
        ("02.", "02."),
        ("02.411", "02.411"),
    ],
)
def test_a_place_is_known_in_any_language_and_spelling(written: str, place: str) -> None:
    assert resolve_place(written, known()) == place


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Cassablanca", "Casablanca"), ("Sous Massa", "Souss-Massa"), ("oudja", "Oujda")],
)
def test_a_slip_of_the_pen_is_named_with_what_was_meant(written: str, meant: str) -> None:
    assert resolve_place(written, known()) is None
    assert f"'{written}'; did you mean {meant}?" in unknown(written)


@pytest.mark.parametrize("written", ["x", "", ".", "Oujda et Nador", "2", "Atlantis"])
def test_what_is_no_place_is_not_guessed(written: str) -> None:
    assert resolve_place(written, known()) is None
    assert "did you mean" not in unknown("qqqqqqqq")


def test_every_unknown_place_of_the_settings_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        told_subscribers(settings("Oujda", "Cassablanca", "Atlantis"))
    first, second = raised.value.problems
    assert first.startswith("subscriber.0.places.1: no place is known as 'Cassablanca'")
    assert second.startswith("subscriber.0.places.2: no place is known as 'Atlantis'")


def test_subscribers_are_told_of_what_happens_at_the_places_that_they_meant() -> None:
    (desk,) = told_subscribers(settings("وجدة", "Oriental", "Ceuta"))
    assert desk.places == ("02.411.01.23", "02.", "Sebta")
    assert desk.email == "desk@example.org"
