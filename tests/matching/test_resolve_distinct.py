"""A report that says itself that its case is another than one of these days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.events import Decision, NewEvent
from matching.resolving.distinct import is_distinct
from tests.matching.archive import NADOR, TANGER, Archive, told

DAY = date(2024, 1, 30)

DISTINCT = """
Un homme seul a été arrêté à Fès ; il est sans lien avec la cellule démantelée mardi.
L'enquête n'a établi aucun lien, l'affaire étant distincte de celle de lundi.
Cette arrestation n'a rien à voir avec les cinq interpellations de la veille.
Le parquet précise qu'il s'agit d'une affaire distincte.
Aucun rapport, assure le bureau, avec le coup de filet d'hier à Nador.
The man has no link to the cell broken up on Monday.
Officials said the arrest was unrelated to yesterday's raids.
It is a separate case, the bureau stressed.
He had nothing to do with the six men held in Agadir the day before.
The bureau said the two operations are unrelated.
El detenido no guarda relación con la célula desarticulada el lunes.
La detención es ajena a la operación de ayer en Tánger.
Nada que ver con los cuatro de la víspera, aclara el comunicado.
Se trata de un caso aparte, precisó la oficina.
El joven no está relacionado con los detenidos de Larache.
وأكد البلاغ أن هذه العملية منفصلة تماما عن تفكيك خلية أمس.
المشتبه فيه لا علاقة له بالخلية التي تم تفكيكها الاثنين بفاس.
ولا تربطه أي صلة بالموقوفين الخمسة.
وأوضح المصدر أن الأمر يتعلق بقضية منفصلة.
هذا التوقيف غير مرتبط بعملية أكادير.
هاد الراجل ما عندو حتى علاقة مع دوك الخمسة لي تشدو البارح.
البلاغ قال بلي هاد القضية ما عندها علاقة بالخلية ديال فاس.
ما كاينة حتى علاقة مع لاخرين لي طاحو نهار الاثنين.
هادي قضية خرا بوحدها.
وذكر البلاغ أن لا رابط تنظيمي بين الخليتين.
Les enquêteurs n'ont pas fait état d'une connexion entre les deux cellules.
Investigators have not established any link between the two cells.
No existe relación entre ambas operaciones, precisó la oficina.
No consta ninguna relación con el detenido la víspera en Lérida.
La policía descarta cualquier vínculo con los arrestos del lunes.
Los dos hombres no tendrían conexión con la red desmantelada ayer.
The two men are not believed to be linked to the cell broken up in Safi.
Officials ruled out any connection with Monday's arrests.
Les enquêteurs écartent tout lien avec la saisie d'hier, soit 90 kilos.
ولا توجد أي صلة بالخلية التي فككت أمس.
واستبعد المصدر أي علاقة بعملية أمس.
الدري ما مربوطش مع الشبكة ديال البارح.
There is no link to the haul seized on Sunday.
Aucun lien n'est établi avec la tonne de chira trouvée dimanche.
No guarda relación con la incautación del domingo.
ولا علاقة لها بحجز طن من الشيرا يوم الأحد.
Aucun lien, dit le bureau, avec la saisie du port.
Il n'a pas parlé ; sans lien avec la cellule d'hier, il a été relâché.
""".strip().splitlines()

OTHERWISE = """
Les suspects sont sans lien avec le terrorisme, selon leur avocat.
Il n'a aucun lien avec une organisation étrangère.
Il nie tout lien avec la cellule démantelée lundi.
L'enquête a établi un lien avec l'affaire de la veille.
They have no link to terrorism. The raid went on.
Police found no link to any cell.
The suspect is linked to the cell dismantled on Monday.
It was the second raid in two days.
No tienen relación con el terrorismo.
La droga no guarda relación con ninguna red conocida.
El detenido está vinculado a la célula de ayer.
La operación es continuación de la de ayer.
لا علاقة لهم بالإرهاب.
لا تربطه صلة بأي تنظيم إرهابي.
يشتبه في ارتباطه بالخلية التي تم تفكيكها أمس.
وتأتي هذه العملية امتدادا لتفكيك خلية أمس.
ما عندهم حتى علاقة مع الإرهاب.
هاد الراجل عندو علاقة مع الخلية ديال البارح.
The driver has no link to the shipment, his employer says.
No link to terrorism has been found so far.
El conductor no guarda relación con el alijo.
Les enquêteurs n'excluent pas un lien avec la cellule démantelée lundi.
Le bureau n'exclut aucun lien avec l'opération de la veille.
Rien n'a été écarté : un lien avec la cellule d'hier est étudié.
Le parquet relance l'enquête, sans écarter un lien avec les cinq arrestations d'hier.
The bureau has not ruled out a link to the cell it broke up on Monday.
Police have not yet ruled out any connection with Monday's arrests.
It hasn't ruled out a link to yesterday's raids.
No se descarta que tengan relación con la célula desarticulada el lunes.
Los agentes no descartan su relación con la red de ayer.
La policía no ha descartado una relación con la operación del lunes.
ولم يستبعد المحققون وجود أي رابط بالخلية المفككة أمس.
البسيج ما استبعدش أي علاقة بالخلية ديال البارح.
The bureau ruled out any link to gangs abroad.
Three of them had no link to drug gangs.
The men had nothing to do with gangs.
Le quatrième homme, étranger à la bande, a été relâché.
Le voisin est sans lien avec la prise d'otages.
La police n'a pas établi de lien avec des saisies antérieures.
El dueño de la nave, ajeno a la banda, quedó libre.
No consta relación con la banda terrorista Dáesh.
ولا علاقة للسائق بالعصابة.
""".strip().splitlines()


@pytest.mark.parametrize("text", DISTINCT)
def test_a_text_sets_its_case_apart(text: str) -> None:
    assert is_distinct(text)


@pytest.mark.parametrize("text", OTHERWISE)
def test_a_text_sets_apart_no_case_of_these_days(text: str) -> None:
    assert not is_distinct(text)


FIVE: dict[str, Any] = {"date": DAY, "places": (TANGER,), "count": 5}
LONE: dict[str, Any] = {"date": DAY + timedelta(1), "places": (TANGER,), "count": 1, "hours": 24}
APART = LONE | {"distinct": True}


def decided(*reports: dict[str, Any]) -> list[Decision]:
    archive = Archive()
    return [archive.admit(told(**report)) for report in reports]


def opened(*reports: dict[str, Any]) -> list[bool]:
    return [isinstance(decision, NewEvent) for decision in decided(*reports)]


def test_the_next_day_s_arrest_in_the_same_town_is_another_operation_where_it_says_so() -> None:
    assert opened(FIVE, LONE) == [True, False]
    assert opened(FIVE, APART) == [True, True]


LATER = {"kind": "update", "date": DAY + timedelta(3), "hours": 72, "places": (TANGER,)}


@pytest.mark.parametrize(
    ("first", "second", "is_said"),
    [
        (FIVE, APART, True),
        (FIVE | {"count": None}, APART, True),
        (FIVE, APART | {"date": DAY}, True),
        (FIVE | {"count": None}, APART | {"date": DAY}, False),
        (FIVE, APART | {"count": 5}, False),
        (FIVE | {"ages": (20, 31)}, APART | {"ages": (20, 31)}, False),
        (
            FIVE | {"seizures": ("2 tonnes de chira",)},
            APART | {"seizures": ("2.300 kg de chira",)},
            False,
        ),
        (FIVE | {"figures": ("5000",)}, APART | {"figures": ("130", "5000")}, False),
        (APART, LATER, False),
        (APART | {"outlet": "Two"}, APART, False),
    ],
)
def test_another_case_is_one_of_another_day_or_of_other_people(
    first: dict[str, Any], second: dict[str, Any], is_said: bool
) -> None:
    _, decision = decided(first, second)
    assert is_said == ("another-case" in {reason.name for reason in decision.reasons})


def test_other_outlets_tell_the_same_case_whether_they_say_so_or_not() -> None:
    assert opened(FIVE, APART, LONE, APART | {"outlet": "Two"}) == [True, True, False, False]


def test_a_late_report_of_the_first_case_finds_it() -> None:
    late = FIVE | {"hours": 25, "outlet": "Two"}
    *_, decision = decided(FIVE, APART, late)
    assert decision.event == "evt_0"


def test_in_one_day_the_people_held_tell_the_cases_apart() -> None:
    lone = LONE | {"date": DAY, "hours": 2}
    assert opened(FIVE, lone | {"distinct": True}) == [True, True]
    assert opened(FIVE, FIVE | {"hours": 2, "distinct": True}) == [True, False]


def test_in_one_day_places_far_apart_do_so_too() -> None:
    elsewhere = {"date": DAY, "hours": 2, "places": (NADOR,), "distinct": True}
    *_, decision = decided(FIVE, elsewhere)
    assert {"another-case"} <= {reason.name for reason in decision.reasons}
