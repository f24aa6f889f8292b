"""What an agency does: acts, informs, stands in a title, or is quoted."""

from __future__ import annotations

import pytest

from matching.agencies import AgencyFinder
from matching.matcher import definition_of
from matching.parts import find_part
from matching.passages import find_passages
from matching.roles import Named, assign_roles
from matching.slots.places import find_places
from tests.matching.readings import kind, lexicon, read, watchlist

BURKINA = "Burkina : dix hommes arrêtés"
FINDER = AgencyFinder(definition_of(watchlist()), lexicon().names)


def named(text: str) -> list[Named]:
    reading = read(text)
    return assign_roles(reading, FINDER.find(reading.tokens))


def doing(text: str) -> str | None:
    reading = read(text)
    names = assign_roles(reading, FINDER.find(reading.tokens))
    passage = find_passages(reading, names)[0]
    places = find_places(reading, passage.stretches(reading), passage.named, lexicon())
    part = find_part(reading, passage, places, lexicon())
    return part.doing if part else None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("تمكن المكتب المركزي للأبحاث القضائية من تفكيك خلية", "actor"),
        ("Le BCIJ a démantelé une cellule", "actor"),
        ("La police a arrêté un homme sur la base d'informations de la DGST", "informer"),
        ("أوقفت الشرطة شخصين بناء على معلومات وفرتها مصالح الديستي", "informer"),
        ("استقبل المدير العام للأمن الوطني ومراقبة التراب الوطني سفيرا", "title"),
        ("Le patron du BCIJ prendra sa retraite", "title"),
        ("The BCIJ director was in Rome for the arrest of a spy", "title"),
        ("Il se faisait passer pour un officier de la DGST, on l'a arrêté", "title"),
        ("D'après nos informations, le BCIJ a arrêté un homme", "actor"),
        ("Le BCIJ fête ses dix ans", "mentioned"),
        ("Deux frères cueillis à Fès (BCIJ)", "actor"),
        ("Selon le BCIJ, tout va bien", "actor"),
        ("Le maire a dit que le BCIJ fête ses dix ans", "mentioned"),
        ("Quant au BCIJ, a dit le maire, il fête ses dix ans", "mentioned"),
        ("وقال المسؤول إن الديستي مؤسسة مهمة", "mentioned"),
        ("Les éléments du BCIJ fêtent ses dix ans", "actor"),
        ("A command room where customs and the DGST are represented", "title"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert next(n.role for n in named(text) if n.role != "rival") == role


@pytest.mark.parametrize(
    ("title", "text", "rival"),
    [
        (BURKINA, "La Direction de la surveillance du territoire a arrêté dix hommes.", True),
        (BURKINA, "La Direction de la surveillance du territoire a arrêté un homme à Fès.", False),
        (BURKINA, "La Direction de la surveillance du territoire marocaine y a aidé.", False),
        (BURKINA, "La DGST a aidé à l'arrestation.", False),
        (
            "Sahel : dix hommes arrêtés",
            "Le Bureau central d'investigations judiciaires les a pris.",
            False,
        ),
    ],
)
def test_a_long_name_under_another_country_s_title_is_a_namesake(
    title: str, text: str, rival: bool
) -> None:
    reading = read(text, title=title)
    (name,) = assign_roles(reading, FINDER.find(reading.tokens))
    assert (name.role == "rival") is rival


def test_an_apposition_shares_its_role() -> None:
    roles = [n.role for n in named("Le BCIJ, relevant de la DGST, a arrêté deux hommes")]
    assert roles == ["actor", "actor"]


def test_the_source_of_a_communique_announces() -> None:
    assert named("Un communiqué de la DGSN annonce une arrestation")[0].announces
    assert not named("Les locaux de la DGSN ont été repeints cette semaine à Rabat")[0].announces


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Le BCIJ a arrêté mardi quatre hommes à Fès.", "acts"),
        ("La police de Fès a arrêté un homme grâce à des renseignements de la DGST.", "informs"),
        ("La BNPJ, épaulée par la DGST, a arrêté six hommes à Fès.", "informs"),
        ("Le BCIJ, en coordination avec la police espagnole, a arrêté un homme à Nador.", "acts"),
        ("La policía española y la DGST detuvieron a dos hombres en Sevilla.", "informs"),
        ("La policía española y la DGST detuvieron a dos hombres en Sevilla y Tánger.", "acts"),
        ("Quatre hommes ont été arrêtés à Fès. L'enquête est confiée au BCIJ.", "acts"),
        ("Four men were arrested in Fez. The BCIJ has been charged with the inquiry.", "acts"),
        ("Cuatro hombres han caído en Fez. La investigación queda a cargo del BCIJ.", "acts"),
        ("اعتقال أربعة أشخاص بفاس. وقد عهد بالبحث إلى المكتب المركزي للأبحاث القضائية.", "acts"),
        ("Quatre hommes ont été arrêtés à Fès. Le BCIJ fête ses dix ans.", "takes part"),
        ("أسفر التنسيق بين الديستي والبسيج عن توقيف رجلين بفاس.", "acts"),
        ("أوقف رجال الشرطة شخصا بفاس بتنسيق مع الديستي. وتابع البسيج العملية.", "informs"),
        ("La police de Fès a arrêté un homme. La DGST avait suivi ses pas.", "informs"),
        (
            "La police espagnole a annoncé avoir arrêté un homme à Madrid, les services secrets "
            "marocains l'ayant trouvé.",
            "informs",
        ),
        # A tip that bears its name, thanks for help, and what a tip led to.
        ("Police in Fez, using DGST intelligence, arrested two men.", "informs"),
        ("Two kilos of cocaine were seized in Fez on DGST information.", "informs"),
        ("DGST intelligence officers arrested two men in Fez.", "acts"),
        ("Two men were arrested in Badalona. Police thanked the DGST for its help.", "informs"),
        ("Deux hommes arrêtés à Lyon. La police a remercié la DGST pour son aide.", "informs"),
        ("الديستي تقود إلى توقيف ثلاثة متطرفين بإسبانيا", "informs"),
        ("الديستي تساعد إسبانيا على تفكيك خلية", "informs"),
        ("Un armateur a été arrêté à Fès grâce au concours des agents de la DGST.", "informs"),
        ("أربعة موقوفين بفاس في عملية للمكتب المركزي للأبحاث القضائية", "acts"),
        ("La DGST a mené à bien mardi à Fès une opération et arrêté trois hommes.", "acts"),
        ("La DGST llevó a cabo el lunes en Fez una redada y detuvo a tres hombres.", "acts"),
        ("Moroccan intelligence leads to the arrest of three men in Fez by police.", "informs"),
        ("Le directeur du BCIJ est à Madrid.", None),
    ],
)
def test_parts(text: str, part: str | None) -> None:
    assert doing(text) == part


@pytest.mark.parametrize(
    "text",
    [
        "Le BCJ a démantelé mardi à Fès une cellule terroriste.",
        "Trois tonnes de chira saisies à Agadir sur des informations de la DST.",
        "BCIL officers arrested a jihadist in Tangier on Tuesday.",
    ],
)
def test_a_misspelt_acronym_is_read_where_all_speaks_for_it(text: str) -> None:
    assert [n.role for n in named(text)] != []


@pytest.mark.parametrize(
    "text",
    [
        "La DST a arrêté mardi à Abidjan un cyberactiviste terroriste.",
        "La CIJ a ordonné mardi à Israël d'arrêter son offensive.",
        "La BCT arrête mardi à Fès sa position sur le terrorisme.",
        "Le prix du bcj a été arrêté à Fès contre le terrorisme.",
        "Une cellule terroriste est tombée mardi à Fès, et l'on dit au loin, sans rien, DGX.",
    ],
)
def test_a_misspelt_acronym_may_be_another_s(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("Les hommes de Hammouchi ont arrêté à Taza un partisan de Daech", ["DGST"]),
        ("Les hommes de Hammouchi ont arrêté à Taza un voleur de scooters", []),
        ("أوقف رجال الحموشي بتازة مبايعا لداعش", ["DGST"]),
        ("أوقف رجال الحموشي بتازة سارق دراجات", []),
    ],
)
def test_a_nickname_counts_beside_its_topic_only(text: str, agencies: list[str]) -> None:
    assert [name.found.agency for name in named(text)] == agencies


@pytest.mark.parametrize(
    "text",
    [
        "Un routier a été arrêté lundi à Nador. Le contrôle avait été demandé par la DGST.",
        "A driver was arrested in Nador on Monday. The inspection was requested by the DGST.",
        "Un camionero fue detenido el lunes en Nador. El control fue solicitado por la DGST.",
        "شدو جوج أمس الاثنين ف تطوان. العملية تدارت بمعلومات جابتها مصالح مراقبة التراب الوطني.",
        "تحجزو 900 حبة وجوج تشدو أمس الاثنين ف وجدة. بلاغ الأمن شكر الديستي على المعلومات.",
    ],
)
def test_who_asked_for_a_check_brought_a_tip_or_is_thanked_for_it_informs(text: str) -> None:
    assert kind(text) == "support"


def test_who_others_asked_acts() -> None:
    text = (
        "Après une expertise demandée par le parquet, le BCIJ a arrêté lundi deux hommes à Nador."
    )
    assert kind(text) == "operation"
