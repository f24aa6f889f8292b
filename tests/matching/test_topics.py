"""What an operation is about."""

from __future__ import annotations

import pytest

from matching.slots.topics import find_topic
from tests.matching.readings import everything, judge, read


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        # What a case has nothing to do with is not its topic.
        ("Dix kalachnikovs saisies : aucun lien avec le terrorisme, dit le parquet.", "weapons"),
        ("Rifles seized from poachers; no link with any terrorist organisation.", "weapons"),
        ("حجز أسلحة نارية، ولم يتبين أي ارتباط للقضية بالإرهاب.", "weapons"),
        (
            "Huit pistolets saisis. Il n'est pas établi, pour l'heure, que leur acheteur fût "
            "membre d'un groupe extrémiste.",
            "weapons",
        ),
        ("حجز بنادق، ولم تكشف الأبحاث إلى حدود اليوم عن أي دافع إرهابي.", "weapons"),
        ("Ce n'est pas une cellule terroriste mais un gang qui séquestrait.", "violence"),
        # What is not ruled out is.
        ("Investigators have not ruled out a link with the Islamic State.", "terrorism"),
        ("Les enquêteurs n'écartent pas la piste terroriste.", "terrorism"),
        ("No se descarta que planearan un atentado terrorista.", "terrorism"),
        ("ولم يستبعد المحققون وجود دافع إرهابي.", "terrorism"),
        ("un atelier clandestin où l'on transformait des fusils", "weapons"),
        # Words that are no terrorism's.
        ("Écolier enlevé : une cellule de prise en charge l'a accueilli.", "violence"),
        ("Séquestration : une bombe lacrymogène saisie", "violence"),
        ("طفلة اختطفتها عصابة", "violence"),
        ("Stolen luxury cars with altered chassis numbers", "fraud"),
        ("un réseau d'enrôlement vers le Mali", "terrorism"),
        ("تفكيك خلية إرهابية", "terrorism"),
        ("تهريب المخدرات", "drugs"),
        ("trafic de cocaïne et de chira", "drugs"),
        ("الهجرة السرية والاتجار بالبشر", "migration"),
        ("piratage de systèmes informatiques", "cyber"),
        ("falsification de billets de banque", "fraud"),
        ("enlèvement et séquestration", "violence"),
        ("trafic d'armes et de munitions", "weapons"),
        ("objet de 25 mandats de recherche", "other"),
        ("des fusils pour une cellule terroriste", "terrorism"),
        ("des fusils et une prière d'Al-Qaïda", "terrorism"),
        ("une propagande en ligne", "cyber"),
        ("sa propagande", "terrorism"),
        ("pièces d'antiquités", "other"),
        ("أوقف للاشتباه في بيعه هواتف", None),
        ("la pluie", None),
        ("menottés sur le sable", None),
        ("un serveur et un étudiant", None),
        ("un pesquero con pasaje clandestino", "migration"),
        ("a card-cloning gang", "cyber"),
        ("une attaque de fourgon", "violence"),
        ("عصابة الملثمين", "violence"),
        ("صيد بلا رخصة في غابة جماعة قروية", None),
        ("تخريب حديقة", None),
        ("نُصب لهم كمين قرب السوق", None),
        ("سيارة تحمل صفائح ترقيم مزورة", None),
        ("un fourgon sous de fausses plaques", None),
        ("coups et blessures à l'arme blanche", "violence"),
        ("vol sous la menace dans une agence", "violence"),
        ("الابتزاز عبر الأنترنيت", "cyber"),
        ("معمل سري لتقطير الماحيا", "other"),
    ],
)
def test_topics(text: str, topic: str | None) -> None:
    assert _topic(text) == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        (
            "Trois hommes soupçonnés d'un incendie volontaire ont été arrêtés. Du cannabis, de la "
            "cocaïne et du kif ont été saisis.",
            "violence",
        ),
        ("Two men accused of fraud were arrested with cocaine, hashish and a rifle.", "fraud"),
        ("Dos detenidos acusados de un secuestro. Se incautó hachís, cocaína y droga.", "violence"),
        ("توقيف شخصين للاشتباه في تورطهما في النصب، وضبط مخدر الشيرا وأقراص مهلوسة.", "fraud"),
        (
            "شدو البارح جوج د الناس متهمين بالنصب. لقاو عندهم الحشيش والقرقوبي.",
            "fraud",
        ),
        ("A clerk suspected of spying was arrested with a rifle and an escaped convict.", "other"),
        ("Arrested over money laundering and terror financing: terrorism bankers.", "terrorism"),
        ("مطلوب لقضاء بلاده في قضايا الكوكايين، أوقف ومعه نقود مزورة. ثم وثائق مزيفة.", "drugs"),
    ],
)
def test_what_people_are_held_for_outweighs_what_was_found(text: str, topic: str) -> None:
    assert _topic(text) == topic


def test_what_is_accused_counts_only_near_the_accusation() -> None:
    near = "Arrêté pour avoir participé à un règlement de comptes entre membres d'un réseau connu"
    assert _topic(f"{near} pour le trafic de drogue, de cocaïne et de kif.") == "violence"


def test_a_little_of_a_drug_is_no_drug_case() -> None:
    little = "On a trouvé quelques grammes de cannabis."
    assert _topic(f"Les ravisseurs sont tombés. {little}") == "violence"
    assert _topic(little) == "drugs"


def test_who_was_caught_is_told_by_a_word_for_the_deed() -> None:
    assert _topic("توقيف مختطفي وسيط كوكايين ومخدرات") == "violence"


def test_a_warrant_says_nothing_of_what_for() -> None:
    assert _topic("Wanted by Interpol for drugs: arrested on a red notice.") == "drugs"


def _topic(text: str) -> str | None:
    reading = read(text)
    slot = find_topic(reading, everything(reading))
    return slot.value if slot else None


def test_what_the_agency_is_there_for_is_the_topic_where_none_is_told() -> None:
    strongest = judge("Le BCIJ a arrêté mardi trois hommes à Fès.").strongest
    assert strongest is not None
    assert strongest.slots.topic is not None
    assert strongest.slots.topic.value == "terrorism"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("قال جار: كنت أبيعه السجائر. وأوقف البسيج الحداد وصديقه أمس بمراكش.", "terrorism"),
        (
            "Le BCIJ a arrêté lundi à Safi deux frères avec deux tonnes de chira et de cocaïne.",
            "drugs",
        ),
    ],
)
def test_a_word_told_in_passing_does_not_outweigh_what_the_agency_is_there_for(
    text: str, topic: str
) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert strongest.slots.topic is not None
    assert strongest.slots.topic.value == topic


@pytest.mark.parametrize(
    "text",
    [
        "Le BCIJ a saisi lundi à Safi 300 kg de cocaïne.",
        "El BCIJ incautó el lunes en Safi una tonelada de hachís.",
    ],
)
def test_what_was_seized_tells_more_than_what_an_agency_is_usually_about(text: str) -> None:
    strongest = judge(text).strongest
    assert strongest is not None
    assert strongest.slots.topic is not None
    assert strongest.slots.topic.value == "drugs"
