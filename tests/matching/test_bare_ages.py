"""Ages that nothing announces, and ages of those who look on."""

from __future__ import annotations

import pytest

from tests.matching.readings import ages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The leader is 18 and still at school.", (18, 18)),
        ("He was seventeen, and alone.", (17, 17)),
        ("Ella tiene 21 años; ellos, 25 y 28.", (21, 28)),
        ("L'un a 33 ans, l'autre 35.", (33, 35)),
        ("El primero tiene 33 años, el otro 35.", (33, 35)),
        ("Juan, de 47 años, condenado a 12 años de cárcel, fue apresado.", (47, 47)),
        ("Les policiers les ont emmenés devant leur mère de 70 ans. L'un a 33 ans.", (33, 33)),
        ("Un homme de 40 ans et sa mère, 61 ans, ont été arrêtés.", (40, 61)),
        ("Le voisin, 33 ans, a été emmené par les hommes du bureau.", (33, 33)),
        ("Three men aged 19 to 27 were held. A fourth man, 31, was let go.", (19, 27)),
        ("Vingt-deux ans pour le premier, 29 pour l'autre : ils n'avaient rien fait.", (22, 29)),
        ("شدو جوج جزارة، واحد عندو 31 عام ولاخور 26.", (26, 31)),
        ("The driver, 39 and a resident of Taza, was arrested.", (39, 39)),
        ("شد البسيج راجل عندو 34.", (34, 34)),
        ("شد البسيج راجل عندو 34 وهزو ليه التلفون.", (34, 34)),
        ("Un homme de 36 ans, de nationalité belge, a été interpellé lundi.", (36, 36)),
    ],
)
def test_ages_that_nothing_announces(text: str, expected: tuple[int, int]) -> None:
    assert ages(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A neighbour, 72, filmed it.",
        "Le proviseur, 55 ans, parle d'élèves moyens.",
        "Comenta un vecino de 59 años.",
        "ونفى شيخ القبيلة، البالغ 82 سنة، علمه بذلك",
        "A fourth man, 31, questioned as a witness, was let go.",
        "Parmi leurs 43 victimes, une institutrice de 66 ans.",
        "He is 18 metres away.",
        "Vingt ans d'antiterrorisme et un homme arrêté.",
        "Un homme arrêté : 36 ans de lutte, et un agent de plus.",
        "Veinte años del 11-M: dos hombres detenidos.",
    ],
)
def test_who_looks_on_is_not_held(text: str) -> None:
    assert ages(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "شد البسيج راجل عندو 34 قرطاسة.",
        "شد البسيج راجل عندو 12 ولد.",
        "شد البسيج راجل عندو ف الدار 34.",
        "El bureau detuvo a dos hombres; hace 20 años, uno de ellos vivía en Siria.",
        "Deux hommes ont été arrêtés ; depuis 20 ans l'un d'eux vivait en France.",
    ],
)
def test_what_somebody_has_and_how_long_he_lived_there_are_no_ages(text: str) -> None:
    assert ages(text) is None
