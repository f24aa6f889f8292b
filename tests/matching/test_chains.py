"""People whom a report counts apart: over clauses, sentences and lists."""

from __future__ import annotations

import pytest

from tests.matching.readings import count, judge


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Trois hommes interpellés à Taza, deux à Guercif.", 5),
        ("Four in Taza, three in Guercif: the bureau arrested them on Monday.", 7),
        ("Trois arrestations d'un côté de la frontière, une de l'autre.", 4),
        ("Le bureau a arrêté trois hommes, deux à Taza et un à Guercif.", 3),
        ("Detuvieron a cuatro personas, una de ellas en Taza.", 4),
        ("A man was arrested in Taza, a town of 140,000 people.", 1),
        ("Quatre hommes ont été arrêtés à Taza. Deux autres ont été interpellés à Guercif.", 6),
        ("Quatre hommes ont été arrêtés à Taza. Deux autres sont en fuite.", 4),
        ("Deux hommes qui portaient les bidons et l'épicier qui payait ont été arrêtés.", 3),
        ("Un armero, su hijo y su yerno vendían rifles. El bureau los detuvo el lunes.", 3),
        ("Le chauffeur, 44 ans, et les deux passagers sont en garde à vue.", 3),
        ("The ferry had two passengers. Police arrested a waiter.", 1),
        ("Trois employés du port – un grutier, un pointeur et un gardien – ont été arrêtés.", 3),
        ("Deux hommes, un livreur de 25 ans et un vendeur de 32 ans, ont été arrêtés.", 2),
        ("Two men, a courier of 25 and a vendor of 32, were arrested on Monday.", 2),
        ("بلغ عدد الموقوفين تسعة، بينهم مواطنان موريتانيان وسيدة.", 9),
        ("Three employees - a crane driver, a clerk and a guard - were arrested on Monday.", 3),
    ],
)
def test_people_counted_apart(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ils étaient cinq. Le bureau les a arrêtés lundi.", 5),
        ("Les voleurs, au nombre de cinq, ont été arrêtés lundi.", 5),
        ("They were five. The bureau arrested them.", 5),
        ("Eran cinco. El bureau los detuvo el lunes.", 5),
        ("أما المعتدون، وعددهم خمسة، فقد أوقفتهم الشرطة.", 5),
        ("Cinq hommes, et non six, sont tombés lundi à Fès.", 5),
        ("They were four, not three. Police arrested the brothers.", 4),
    ],
)
def test_numbers_that_stand_for_themselves(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("title", "text", "number"),
    [
        ("Un épicier, une couturière, un maçon", "La cellule est tombée lundi.", 3),
        ("Deux voisins, parmi les neuf interpellés", "Deux voisins ont été arrêtés.", 9),
        (
            "Sept passeurs arrêtés à Tarfaya",
            "Trente-cinq personnes devaient quitter la plage. Les gendarmes sont venus.",
            7,
        ),
    ],
)
def test_title_and_text_tell_who_is_held(title: str, text: str, number: int) -> None:
    assert count(text, title) == number


def test_a_number_that_leads_up_to_the_agency_counts() -> None:
    text = "Ils étaient huit. Cinq à Taza. Trois à Fès. Lundi 29 janvier, un coup de filet du BCIJ."
    found = judge(text, "Du souk à la cellule terroriste").strongest
    assert found is not None
    assert found.slots.count is not None
    assert found.slots.count.value == 8


def test_somebody_of_an_old_ring_is_no_newcomer() -> None:
    text = "Quatre hommes sont tombés. En 2019, un sixième membre avait été arrêté à Fès."
    assert count(text, "Quatre arrestations") == 4


@pytest.mark.parametrize(
    "text",
    [
        "أوقف المكتب المركزي بفاس أربعة أشخاص، بينما أوقفت الشرطة خمسة مشجعين في أعمال شغب.",
        "The BCIJ arrested four men in Fez, while police arrested five fans in riots.",
        "Le BCIJ a arrêté quatre hommes, tandis que la gendarmerie a arrêté cinq supporters.",
        "El BCIJ detuvo a cuatro hombres, mientras la policía detuvo a dos hinchas.",
        "البسيج شد ربعة ديال الناس ففاس، بينما البوليس شد خمسة ديال الدراري فالشغب.",
    ],
)
def test_whom_another_service_arrests_meanwhile_is_not_added(text: str) -> None:
    assert count(text) == 4


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("La police a arrêté à Taza deux frères âgés de 24 et 27 ans et leur oncle, 51 ans.", 3),
        ("La police a arrêté à Taza trois tanneurs âgés de 24 à 27 ans et un mineur.", 4),
        ("Police in Taza arrested two men aged 24 and 27 and three women.", 5),
        ("La policía detuvo en Taza a dos hermanos de 24 y 27 años y a su cuñado, de 40.", 3),
        ("La policía detuvo en Taza a dos hombres de 24 y 27 años y a una mujer de 40.", 3),
        ("أوقفت الشرطة بتازة شقيقين يبلغان 24 و27 سنة وصهرهما البالغ 40 سنة.", 3),
        ("شدات الشرطة ف تازة جوج خوت عمرهم 24 و27 عام ونسيبهم.", 3),
        ("أوقفت الشرطة خمسة عناصر أعمارهم بين 23 و33 سنة، اثنان منهم بتازة وثلاثة بفاس.", 5),
    ],
)
def test_ages_stand_between_those_who_are_joined(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Le livreur venu la prendre et un courtier, âgés de 33 et 47 ans, ont été écroués.", 2),
        ("The caterer and a broker, aged 38 and 45, were arrested on Monday.", 2),
        ("El encargado y un gestor, de 38 y 45 años, fueron detenidos el lunes.", 2),
        ("Le patron, un mareyeur et deux commis (29, 33, 41 et 52 ans) ont été arrêtés.", 4),
        ("Deux livreurs, un Belge et un Malien, âgés de 30 et 31 ans, ont été arrêtés.", 2),
    ],
)
def test_the_ages_of_a_list_stand_before_its_verb(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("أوقفت الشرطة صانع الأسلحة وابنيه.", 3),
        ("وضع الحداد وابناه تحت الحراسة النظرية.", 3),
        ("أوقفت الشرطة شابا وعمته.", 2),
        ("أوقفت الشرطة شابين وجدهما وخالهما.", 3),
        ("شدات الشرطة راجل وولد ختو.", 2),
    ],
)
def test_arabic_relatives(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("La patrulla frenó una barca con 41 personas y detuvo a tres patrones.", 3),
        ("Officers stopped a bus with 20 people and arrested four men.", 4),
        ("منع الدرك إبحار 41 شخصا وأوقف ثلاثة منظمين.", 3),
        (
            "Les gendarmes ont arrêté trois passeurs alors qu'ils allaient embarquer 41 personnes.",
            3,
        ),
        ("La police a arrêté un courtier de Fès, un homme de 48 ans.", 1),
        ("Le bureau a arrêté, dans un douar de Taza, deux frères et leur complice.", 3),
        ("Neuf kilos de résine et trois trafiquants : la police a frappé lundi.", 3),
        ("El camionero, de 43 años y residente en Fez, quedó detenido.", 1),
        ("Police arrested a bus driver in a resort 35 kilometres south of Fez.", 1),
        ("Four men are held. The fourth was caught in Taza meanwhile.", 4),
        ("The bureau dismantled a cell of four men and arrested four suspects in Fez.", 4),
    ],
)
def test_what_stands_beside_those_held_is_not_added(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The bureau dismantled in Fez a cell of four men and arrested their supplier.", 5),
        ("Le bureau a démantelé à Fès une cellule de quatre hommes et arrêté leur armurier.", 5),
        ("The bureau caught four men in Fez on Tuesday, and arrested two more in Taza.", 6),
        ("La police a arrêté quatre hommes à Fès et interpellé deux autres à Taza.", 6),
    ],
)
def test_an_arrest_behind_an_arrest_adds_up(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Un groupe de quatre carreleurs a été arrêté mercredi à Fès.", 4),
        ("A team of four coders was arrested on Wednesday in Fez.", 4),
        ("Un grupo de cuatro informáticos fue detenido el miércoles en Fez.", 4),
        ("اعتقلت الشرطة بفاس عصابة من أربعة مبرمجين.", 4),
        ("Police met a team of four coders in Fez.", None),
    ],
)
def test_a_group_of_so_many(text: str, number: int | None) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A truck was stopped at the port. Both men aboard are in custody.", 2),
        ("La policía paró un camión. Ambos ocupantes quedaron bajo custodia.", 2),
        ("Police searched the car on both sides. The driver was arrested.", 1),
        ("La police a confirmé l'arrestation de deux passagers d'une camionnette.", 2),
        ("La policía detuvo en Taza a dos pasajeros de un coche de alquiler.", 2),
    ],
)
def test_both_of_them_and_passengers(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("شد البوليس الثلاث خمسة فيهم جوج بنات.", 5),
        ("خمسة ديال الناس منهم شيفور ومرا شدهم البوليس ف تازة.", 5),
        ("هاكر من تازة تشد البارح.", 1),
        ("هبط البسيج لصفرو وجاب واحد الراقي كان كيجند الدراري.", 1),
        ("هبط البسيج لتازة وشد تلاتة مرتابطين بداعش.", 3),
    ],
)
def test_darija(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Siete arrestados, tres de ellos en Nador y los otros cuatro en Murcia.", 7),
        ("أوقف المكتب ثمانية أشخاص، خمسة منهم بالناظور والثلاثة الآخرون بالدريوش.", 8),
        ("أوقف الدرك ستة أشخاص، منهم صيدلي من جنسية بلجيكية وسائق الشاحنة.", 6),
        ("Six personnes ont été arrêtées, parmi lesquelles un chimiste et le gardien.", 6),
        ("البسيج شد البارح ثمنية ديال الناس ففاس.", 8),
    ],
)
def test_parts_of_those_counted_are_not_added(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "La policía detuvo al patrón y a su primo. Otros tres hombres, que vigilaban la playa, "
            "fueron arrestados.",
            5,
        ),
        (
            "La police a arrêté le pilote et son cousin. Trois autres hommes, qui guettaient, ont "
            "été interpellés.",
            5,
        ),
        (
            "أوقفت الشرطة سائق الشاحنة ومساعده. كما جرى توقيف ثلاثة أشخاص آخرين كانوا يراقبون.",
            5,
        ),
        (
            "أوقفت الشرطة شابة بالمحطة، ثم الشخص الذي كان ينتظرها، ثم شقيقين، ليصل عدد الموقوفين "
            "إلى أربعة.",
            4,
        ),
    ],
)
def test_others_join_a_list_before_them(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        ("A trader was freed by the bureau, and four of his captors were arrested.", "", 4),
        ("Un négociant a été libéré, et quatre de ses ravisseurs ont été arrêtés.", "", 4),
        ("Le BCIJ a arrêté à Fès un trafiquant recherché et trois de ses lieutenants.", "", 4),
        (
            "La policía detuvo a tres presuntos traficantes.",
            "Rescatados 31 migrantes y detenidos tres traficantes",
            3,
        ),
    ],
)
def test_whoever_is_freed_is_not_held(text: str, title: str, number: int) -> None:
    assert count(text, title) == number
