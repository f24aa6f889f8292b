"""Group, partners, seizures."""

from __future__ import annotations

import pytest

from matching.slots.names import (
    find_group,
    find_partners,
    find_seizures,
)
from tests.matching.readings import everything, read


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("موالون لداعش", "IS"),
        ("تنظيم الدولة الإسلامية", "IS"),
        ("la nébuleuse Daech", "IS"),
        ("el Estado Islámico", "IS"),
        ("liés à AQMI", "AQIM"),
        ("تنظيم القاعدة ببلاد المغرب الإسلامي", "AQIM"),
        ("rien à dire", None),
    ],
)
def test_groups(text: str, group: str | None) -> None:
    reading = read(text)
    slot = find_group(reading, everything(reading))
    assert (slot.value if slot else None) == group


def test_partners_are_named_once() -> None:
    reading = read("avec la police espagnole, la Guardia Civil et la police espagnole")
    found = find_partners(reading, everything(reading))
    assert [slot.value for slot in found] == ["police espagnole", "guardia civil"]


def test_a_watched_service_is_no_partner_of_its_own() -> None:
    reading = read("la Guardia Civil, avec la police espagnole ; la Guardia Civil se tait")
    found = find_partners(reading, everything(reading), [(1, 3)])
    assert [slot.value for slot in found] == ["police espagnole"]


@pytest.mark.parametrize(
    ("text", "seized"),
    [
        ("saisie de 650 kg de chira", "650 kg de chira"),
        ("حجز 145 كيلوغراما من مخدر الشيرا", "145 كيلوغراما من مخدر الشيرا"),
        ("saisie d'une tonne et 300 kilos de chira", "une tonne et 300 kilos de chira"),
        ("حجز طن و300 كيلوغرام من الشيرا", "طن و300 كيلوغرام من الشيرا"),
        ("seized half a ton of hashish", "half a ton of hashish"),
        ("seized two rifles and 300 rounds", "two rifles"),
        ("8.000 comprimés d'ecstasy saisis", "8.000 comprimés d'ecstasy"),
        ("حجز 27 ألفا و400 قرص مهلوس", "27 ألفا و400 قرص مهلوس"),
        ("حجز خمسة وأربعين ألف حبة", "خمسة وأربعين ألف حبة"),
        ("seized 27,400 ecstasy pills", "27,400 ecstasy pills"),
        ("حجز ستة كيلوغرامات و400 غرام من الكوكايين", "ستة كيلوغرامات و400 غرام من الكوكايين"),
        ("حجزو طونة و40 كيلو ديال الشيرا", "طونة و40 كيلو ديال الشيرا"),
        ("entre 2 et 3 tonnes de chira saisies", "3 tonnes de chira"),
        ("entre deux et trois tonnes de chira saisies", "trois tonnes de chira"),
        ("between two and three tonnes of hashish seized", "three tonnes of hashish"),
        ("treinta y dos kilos de hachís incautados", "treinta y dos kilos de hachís"),
        ("saisie de plus d'une tonne de chira", "plus d'une tonne de chira"),
        ("seized at least 40 kilos of cocaine", "at least 40 kilos of cocaine"),
        ("incautó más de dos toneladas de hachís", "más de dos toneladas de hachís"),
        ("حجز أزيد من 300 كيلوغرام من الشيرا", "أزيد من 300 كيلوغرام من الشيرا"),
        ("شدو كثر من 40 كيلو ديال الحشيش", "كثر من 40 كيلو ديال الحشيش"),
        ("saisie d'armes blanches", "armes blanches"),
    ],
)
def test_seizures_are_quoted(text: str, seized: str) -> None:
    reading = read(text)
    assert seized in [slot.value for slot in find_seizures(reading, everything(reading))]


def test_the_and_of_an_arabic_list_is_no_part_of_what_was_seized() -> None:
    reading = read("حجز المكتب أسلحة بيضاء ومواد كيميائية.")
    found = find_seizures(reading, everything(reading))
    assert [slot.value for slot in found] == ["أسلحة بيضاء", "مواد كيميائية"]
    assert [reading.raw[slot.span.start + 1 :].startswith(slot.text) for slot in found] == [
        True
    ] * 2


def test_weapons_that_nobody_seized_are_no_seizure() -> None:
    reading = read("une attaque aux armes blanches")
    assert find_seizures(reading, everything(reading)) == ()


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Officers seized rifles and ammunition on a farm.", ["rifles", "ammunition"]),
        ("Three rifles were seized.", ["Three rifles"]),
        ("Des fusils et des munitions ont été saisis.", ["fusils", "munitions"]),
        ("La policía se incautó de fusiles y munición.", ["fusiles", "munición"]),
        ("تم حجز بنادق وذخيرة.", ["بنادق", "ذخيرة"]),
        ("عثرت عناصر المكتب على سيفين.", ["سيفين"]),
        ("البسيج حجز جوج مكاحل وقرطاس.", ["جوج مكاحل", "قرطاس"]),
        ("The cell wanted to buy rifles.", []),
    ],
)
def test_weapons_need_no_number(text: str, things: list[str]) -> None:
    reading = read(text)
    found = find_seizures(reading, everything(reading))
    assert [slot.value for slot in found] == things
