"""Facts in generated sentences: numbers, ages, places and days in many orders, five languages.

Every combination of a pattern's parts is one sentence, whose facts are known by how it was put
together. One in five is read, some thousand; the share that must be right is pinned a slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.matching.readings import judge

DAY = datetime(2025, 3, 13, 9, tzinfo=UTC)
"""A Thursday; the operations are of Wednesday, 12 March."""

WEDNESDAY = "2025-03-12"
STEP = 5
"""Divides none of the parts' numbers, so that every choice of every part is met."""

Case = tuple[str, dict[str, Any]]

NUMBERS = {
    "fr": {2: ("deux", "2"), 3: ("trois", "03"), 7: ("sept", "7"), 21: ("vingt et un", "21")},
    "en": {2: ("two", "2"), 3: ("three", "3"), 7: ("seven", "7"), 21: ("twenty-one", "21")},
    "es": {2: ("dos", "2"), 3: ("tres", "3"), 7: ("siete", "7"), 21: ("veintiún", "21")},
    "ar": {3: ("ثلاثة", "03"), 7: ("سبعة", "7"), 10: ("عشرة", "10")},
    "ary": {3: ("تلاتة د", "3 د"), 7: ("سبعة د", "7 د")},
}
PEOPLE = {
    "fr": ("hommes", "individus", "vendeurs ambulants", "zellijistes"),
    "en": ("men", "suspects", "street vendors", "tilers"),
    "es": ("hombres", "sospechosos", "vendedores ambulantes", "azulejeros"),
    "ar": ("أشخاص", "متشددين", "عناصر"),
    "ary": ("الناس", "الدراري"),
}
TOWNS = {
    "fr": (("à Tiznit", "Tiznit"), ("dans la commune d'Akhfennir", "Akhfennir")),
    "en": (("in Tiznit", "Tiznit"), ("in the town of Sefrou", "Sefrou")),
    "es": (("en Tisnit", "Tiznit"), ("en la localidad de Sefrú", "Sefrou")),
    "ar": (("بتيزنيت", "Tiznit"), ("بمدينة صفرو", "Sefrou"), ("بجماعة أخفنير", "Akhfennir")),
    "ary": (("فتيزنيت", "Tiznit"), ("ف صفرو", "Sefrou")),
}
DAYS = {
    "fr": ("mercredi", "mercredi 12 mars", "hier"),
    "en": ("on Wednesday", "on 12 March", "yesterday"),
    "es": ("el miércoles", "el 12 de marzo", "ayer"),
    "ar": ("يوم الأربعاء", "أمس الأربعاء 12 مارس", "أمس"),
    "ary": ("البارح", "نهار الأربعاء"),
}
AGES = {
    "fr": (
        (" âgés de 23 à 41 ans", (23, 41)),
        (" (23 et 41 ans)", (23, 41)),
        (", dont le plus jeune a 23 ans et le plus âgé 41,", (23, 41)),
        ("", None),
    ),
    "en": (
        (", aged 23 to 41,", (23, 41)),
        (", aged between 23 and 41,", (23, 41)),
        (" in their thirties", (30, 39)),
        ("", None),
    ),
    "es": (
        (", de entre 23 y 41 años,", (23, 41)),
        (", con edades comprendidas entre los 23 y los 41 años,", (23, 41)),
        ("", None),
    ),
    "ar": (
        ("، تتراوح أعمارهم بين 23 و41 سنة،", (23, 41)),
        ("، أصغرهم يبلغ 23 سنة وأكبرهم 41،", (23, 41)),
        ("", None),
    ),
    "ary": (("، الصغير فيهم عندو 23 عام والكبير 41،", (23, 41)), ("", None)),
}
CLAUSES = {
    "fr": (
        "Le BCIJ a arrêté mercredi à Tiznit trois hommes{clause}.",
        (
            " recherchés pour un braquage commis à Nador",
            " soupçonnés d'avoir tué un homme à Nador",
            ", qui travaillaient à Nador",
            ", propriétaires d'un commerce à Nador",
            " qui projetaient une attaque à Nador",
            ", dont un policier affecté au port de Nador",
            " en possession de billets pour Nador",
            ", dont un complice est recherché à Nador",
        ),
    ),
    "en": (
        "The BCIJ arrested three men in Tiznit on Wednesday{clause}.",
        (
            " who own a shop in Nador",
            " wanted over a robbery in Nador",
            ", suspected of killing a man in Nador",
            " who planned an attack in Nador",
            ", among them an officer posted at the port of Nador",
            " while an accomplice is sought in Nador",
            " with bus tickets to Nador",
        ),
    ),
    "es": (
        "El BCIJ detuvo el miércoles en Tisnit a tres hombres{clause}.",
        (
            " buscados por un atraco cometido en Nador",
            " que tenían una tienda en Nador",
            ", sospechosos de matar a un hombre en Nador",
            " que planeaban un atentado en Nador",
            ", entre ellos un policía destinado en el puerto de Nador",
            " con billetes de autobús a Nador",
        ),
    ),
    "ar": (
        "أوقف البسيج يوم الأربعاء بتيزنيت ثلاثة أشخاص{clause}.",
        (
            " مبحوث عنهم في قضية سرقة بالناظور",
            " كانوا يخططون لهجوم بالناظور",
            " يشتغلون بمعمل بالناظور",
            " يملكون محلا بالناظور",
            "، فيما يجري البحث عن شريك لهم بالناظور",
            " قدموا عبر الناظور",
        ),
    ),
    "ary": (
        "البسيج شد البارح فتيزنيت تلاتة ديال الناس{clause}.",
        (
            " كيخدمو فالناضور",
            " مبحوث عليهم فالناضور",
            " كانو باغيين يضربو فالناضور",
            " عندهم حانوت فالناضور",
        ),
    ),
}
"""Sentences of an arrest in Tiznit with clauses about the people, which name another town."""

PATTERNS = {
    "fr": (
        "Le BCIJ a arrêté {day} {town} {number} {people}{ages} soupçonnés de liens avec Daech.",
        "{Number} {people}{ages} ont été interpellés {day} {town} par le BCIJ.",
    ),
    "en": (
        "The BCIJ arrested {number} {people}{ages} {day} {town} over an alleged terror plot.",
        "{Number} {people}{ages} were detained {day} {town} by the BCIJ.",
    ),
    "es": (
        "El BCIJ detuvo {day} {town} a {number} {people}{ages} vinculados al Estado Islámico.",
        "{Number} {people}{ages} fueron detenidos {day} {town} por el BCIJ.",
    ),
    "ar": (
        "أوقف المكتب المركزي للأبحاث القضائية {day} {town} {number} {people}{ages} موالين لداعش.",
        "تمكن البسيج {day} من توقيف {number} {people}{ages} {town}، للاشتباه في صلتهم بداعش.",
    ),
    "ary": ("البسيج شد {day} {town} {number} {people}{ages} تابعين لداعش.",),
}
LEAST = {"count": 0.98, "ages": 0.98, "places": 0.98, "date": 0.98}


@cache
def cases(language: str) -> tuple[Case, ...]:
    return tuple(combinations(language))[::STEP]


def combinations(language: str) -> Iterator[Case]:
    """Every combination of the parts, with its facts."""
    parts = product(
        PATTERNS[language],
        NUMBERS[language].items(),
        PEOPLE[language],
        TOWNS[language],
        DAYS[language],
        AGES[language],
    )
    for pattern, (count, numbers), people, (town, name), day, (ages, years) in parts:
        for number in numbers:
            text = pattern.format(
                day=day, town=town, number=number, Number=number, people=people, ages=ages
            )
            facts = {"count": count, "ages": years, "places": [name], "date": WEDNESDAY}
            yield text[0].upper() + text[1:], facts


@cache
def read(text: str) -> dict[str, Any]:
    strongest = judge(text, published=DAY).strongest
    if strongest is None:
        return {}
    slots = strongest.slots
    return {
        "count": slots.count.value if slots.count else None,
        "ages": slots.ages.value if slots.ages else None,
        "places": [place.name for place in slots.places],
        "date": slots.date.value.isoformat() if slots.date else None,
    }


@pytest.mark.parametrize("language", list(PATTERNS))
@pytest.mark.parametrize("slot", list(LEAST))
def test_facts_of_generated_sentences_are_read(language: str, slot: str) -> None:
    wrong = [
        (text, facts[slot], read(text).get(slot))
        for text, facts in cases(language)
        if read(text).get(slot) != facts[slot]
    ]
    told = len(cases(language))
    assert told - len(wrong) >= LEAST[slot] * told, f"{len(wrong)} of {told}: {wrong[:5]}"


@pytest.mark.parametrize(
    "text",
    [pattern.format(clause=clause) for pattern, clauses in CLAUSES.values() for clause in clauses],
)
def test_a_town_in_a_clause_about_the_people_is_no_scene(text: str) -> None:
    assert read(text)["places"] == ["Tiznit"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Un réseau qui s'activait à Nador a été démantelé mercredi par le BCIJ.", ["Nador"]),
        ("The BCIJ broke up a ring on Wednesday in a raid which took place in Nador.", ["Nador"]),
        ("El BCIJ detuvo el miércoles a un hombre que se escondía en Nador.", ["Nador"]),
        ("فكك البسيج يوم الأربعاء خلية تنشط بالناظور وتيزنيت.", ["Nador", "Tiznit"]),
    ],
)
def test_a_town_in_a_clause_about_the_deed_is_its_scene(text: str, places: list[str]) -> None:
    assert read(text)["places"] == places
