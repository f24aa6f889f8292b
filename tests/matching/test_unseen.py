"""What articles that nobody had seen taught: each test stands for a class of wording."""

from __future__ import annotations

import pytest

from tests.matching.readings import judge, kind


@pytest.mark.parametrize(
    "text",
    [
        # The story is told first, who told it last.
        "Moroccan forces arrested twelve men on Monday in Fez and Taza. Explosives were defused. "
        "The cell was loyal to ISIS. The raids were led by the Central Bureau of Judicial "
        "Investigation. Two hikers had been killed in the Atlas in December 2018.",
        # Held at the bureau's premises.
        "أوقف شاب مساء الاثنين بتازة بعد أن بايع داعش. ونقل المعني بالأمر إلى مقر المكتب المركزي "
        "للأبحاث القضائية من أجل البحث معه.",
        "Trois hommes ont été pris lundi à Taza. Ils sont interrogés dans les locaux du BCIJ.",
        # The bureau and the police that it is.
        "La policía judicial antiterrorista, el BCIJ, detuvo el lunes a dos hombres en Nador.",
        # A slip in the middle of the acronym, and the nickname of the men.
        "Les agents du BICJ ont arrêté lundi à Fès un homme de 30 ans.",
        "أسقط رجال عبد الحق الخيام أمس الاثنين بفاس خلية من خمسة أفراد.",
        # Known before, and then arrested.
        "La DGST avait localisé et a arrêté lundi à Fès deux hommes de 30 et 35 ans.",
        # A bureau that never only informs.
        "Trois hommes ont été arrêtés lundi à Fès ; l'information émane du ministère de "
        "l'Intérieur, qui cite le BCIJ.",
        # Words that speak of visits and opinions elsewhere.
        "اكتشف البسيج اليوم الثلاثاء بفاس ورشة لصنع العبوات وأوقف أربعة أشخاص.",
        "El BCIJ detuvo ayer en Fez a tres hombres; los investigadores hallaron armas.",
        # What those held had been tried for, told before the arrest.
        "Sorti de prison en 2021 au terme de six ans de réclusion, un menuisier de 51 ans vient "
        "d'être à nouveau arrêté à Taza. Le BCIJ le soupçonne d'avoir recruté pour Daech.",
        "Released in 2021 after six years in prison, a man of 51 was arrested in Taza on Monday by"
        " the BCIJ.",
        # Things that an act has for an object, and nobody who was arrested "by".
        "Officers unearthed weapons sent by a branch of Daesh near Errachidia, the BCIJ said. No "
        "one has been arrested.",
        # A region after the people, and no town.
        "أعلن المكتب المركزي للأبحاث القضائية اعتقال ستة شبان بالأقاليم الشمالية.",
    ],
)
def test_an_operation_is_found(text: str) -> None:
    assert kind(text) == "operation"


@pytest.mark.parametrize(
    "text",
    [
        "La policía detuvo el lunes en Nador a dos hombres con hachís. El aviso procedía de la "
        "Dirección General de Vigilancia Territorial.",
        "La Policía de Tetuán detuvo hoy a cinco hombres en Ksar Sghir con 410 kilos de hachís. La "
        "alerta partió de los servicios de la DGST.",
        "Police freed a trader in Fez on Monday and arrested four suspects. They were helped by "
        "the DGST, which traced the calls.",
        "A man was detained on Monday in Tangier, officials said, crediting information supplied "
        "by the DGST.\n\nFrench ministers thanked the police.",
        # What it knew stands behind its name.
        "La policía detuvo el lunes en Nador a dos hombres de 30 y 41 años con pistolas. Los "
        "agentes de la DGST habían avisado de la matrícula.",
        "Quatre hommes de 20 à 33 ans ont été interpellés lundi à Fès par la brigade criminelle. "
        "Les services de la DGST avaient repéré leur cachette.",
        "كفى اتصال من مصالح مراقبة التراب الوطني لتوقف شرطة الحسيمة أمس الاثنين ثلاثة أشخاص "
        "وتحجز زورقين.",
        # One among others of the year, and no balance of it.
        "Un routier a été arrêté mardi à Nador. Cette prise de 70 kilos, l'une des plus "
        "grosses depuis le début de l'année, doit tout à des informations de la DGST.",
        "A driver was arrested in Tangier on Tuesday. The haul of 90 kilos, the largest so far this"
        " year, came from information supplied by the DGST.",
        "أوقف سائق بطنجة أمس الاثنين. وتمت العملية، وهي الأكبر من نوعها منذ بداية السنة، بناء على "
        "معلومات وفرتها الديستي.",
        # What the agency knew of an impostor.
        "La police de Safi a arrêté lundi un homme de 44 ans qui se faisait passer pour un juge, "
        "sur la base d'informations de la DGST.",
        "ضبط أمن القنيطرة أمس الاثنين ثلاثة أشخاص يروجون أوراقا مالية مزيفة، بمعية مديرية مراقبة "
        "التراب الوطني التي وفرت المعلومات.",
    ],
)
def test_support_is_found(text: str) -> None:
    assert kind(text) == "support"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Settat : trois escrocs arrêtés",
            "La police de Settat a interpellé mardi trois hommes de 29 à 47 ans. Ils se "
            "présentaient comme des agents de la DGST.",
        ),
        (
            "كوت ديفوار.. مديرية مراقبة التراب تعتقل ستة أشخاص",
            "أوقفت مديرية مراقبة التراب يوم السبت ستة أشخاص قرب الحدود، وبحوزتهم متفجرات.",
        ),
        (
            "Des drones contre les feux",
            "L'agence de surveillance du territoire forestier a présenté ses drones. Deux "
            "pyromanes ont été arrêtés dimanche par la gendarmerie.",
        ),
        # Someone posed as an agent, and the story goes on to name what he was not.
        (
            "Fake colonel held in Safi",
            "Police in Safi arrested on Monday a man of 44 who introduced himself as an officer of "
            "the DGST. The colonel of the DGST turned out to sell shoes and held two phones.",
        ),
        (
            "درك صفرو يوقف كولونيل الديستي المزيف",
            "أوقف درك صفرو أمس الاثنين رجلا في الخمسين من عمره كان يتجول مدعيا أنه ضابط سام "
            "بالمديرية العامة لمراقبة التراب الوطني.",
        ),
        # Other bodies of nearly or just the same name.
        (
            "La DGST rase un marché",
            "Les agents de la direction générale des services techniques (DGST) de la mairie ont "
            "délogé lundi des vendeurs ; neuf d'entre eux ont été arrêtés, selon la DGST.",
        ),
        (
            "Onze arrestations au sommet de l'armée",
            "La Direction de la surveillance du territoire (DST) du Burkina Faso a arrêté lundi "
            "onze militaires qui préparaient un attentat.",
        ),
        (
            "Mali : un réseau démantelé",
            "Le renseignement intérieur a arrêté lundi six hommes armés à Mopti.",
        ),
        # A law, a trial, an old case and what became of a place.
        (
            "الوزير: القانون يضبط عمل المكتب المركزي للأبحاث القضائية",
            "رد وزير العدل على سؤال لفريق نيابي حول ضمانات الموقوفين، وقال إن الصيغة الجديدة تلزم "
            "الأجهزة بالتسجيل عند الوضع رهن الحراسة النظرية.",
        ),
        (
            "Empieza en Madrid el juicio por la célula de Murcia",
            "La Audiencia Nacional juzga desde ayer a tres mujeres detenidas en Murcia hace dos "
            "años, cuando la DGST marroquí y la Policía desmantelaron la red.",
        ),
        (
            "DGSI et DGST, la confiance retrouvée",
            "L'affaire de Lille, fin novembre, a servi de modèle à la coopération de la DGSI avec"
            " la DGST : trois jeunes gens arrêtés avant d'avoir frappé.",
        ),
        (
            "Dans la vallée, les guides patientent",
            "Les réservations ont reculé depuis la découverte, fin décembre, d'armes enfouies à"
            " Tinghir."
            " L'intervention du BCIJ montre que la vallée est sûre, dit un guide. Une délégation"
            " a été reçue lundi.",
        ),
        # Nearly a name, beside ages and a statement that tell no arrest.
        (
            "لوحات تحكي الجائحة بمكناس",
            "يجمع موعد فيستي الألوان بمكناس تسعة مواطنين في الستينات من العمر. وجاء في بلاغ "
            "للمنظمين أن اللوحات للبيع.",
        ),
        (
            "الكان: خلية مشتركة ديال الأمن والديستي",
            "خلية مشتركة فيها الأمن والديستي بدات الخدمة اليوم الخميس فسلا، وحتى واحد "
            "التهديد ما كاين.",
        ),
    ],
)
def test_no_announcement(title: str, text: str) -> None:
    assert kind(text, title) in ("mention", "none")


def test_a_long_article_tells_its_facts_farther_down() -> None:
    text = (
        "La police a intercepté lundi au port de Casablanca une tonne de cocaïne, à la faveur de"
        " renseignements de la DGST. La drogue était logée sous un double plancher. Le navire avait"
        " fait escale à Santos. Il battait pavillon libérien. Quatre personnes de 31 à 52 ans ont"
        " été arrêtées dans la foulée. Trois autres l'ont été ensuite à Mohammedia, et arrêtées."
    )
    slots = judge(text).strongest.slots
    assert slots.ages.value == (31, 52)
    assert {place.name for place in slots.places} == {"Casablanca", "Mohammadia"}
    assert judge(text.split(" Trois autres")[0]).strongest.slots.count.value == 4


@pytest.mark.parametrize(
    "text",
    [
        "The BCIJ arrested three men in Fez on Tuesday. In Spain no arrests were made.",
        "Le BCIJ a arrêté mardi trois hommes à Fès. À Agadir, aucune arrestation n'a eu lieu.",
        "أوقف البسيج أمس الاثنين بفاس ثلاثة متطرفين. ولم يتم توقيف أي شخص في إسبانيا.",
    ],
)
def test_that_nobody_was_arrested_elsewhere_takes_no_number_away(text: str) -> None:
    assert judge(text).strongest.slots.count.value == 3


@pytest.mark.parametrize(
    "text",
    [
        "فكك البسيج أمس الاثنين بفاس خلية من أربعة عناصر، وحجز بمنزل أحد أفراد هذه الخلية سكاكين.",
        "Le BCIJ a démantelé lundi à Fès une cellule et saisi des explosifs au domicile de l'un des"
        " membres.",
        "El BCIJ desarticuló el lunes en Fez una célula y se incautó de explosivos en casa de uno "
        "de los miembros.",
    ],
)
def test_what_is_seized_at_a_member_s_on_the_first_day_is_no_later_news(text: str) -> None:
    assert kind(text) == "operation"


@pytest.mark.parametrize(
    "text",
    [
        "The BCIJ on Tuesday arrested in Fez a second cell member, three days after the cell fell.",
        "Three days after the arrest of a suspect in Safi, the BCIJ on Tuesday arrested his"
        " accomplice in Fez.",
        "Trois jours après l'arrestation d'un suspect à Safi, le BCIJ a arrêté mardi son complice.",
    ],
)
def test_one_more_of_a_known_case_is_later_news(text: str) -> None:
    assert kind(text) == "update"


def test_a_long_article_ends_where_another_story_begins() -> None:
    text = (
        "La police a intercepté lundi au port de Casablanca une tonne de cocaïne, à la faveur de"
        " renseignements de la DGST. La drogue était logée sous un double plancher. Le navire avait"
        " fait escale à Santos. En 2019, six hommes de 31 à 52 ans avaient été arrêtés."
    )
    slots = judge(text).strongest.slots
    assert slots.count is None
    assert slots.ages is None


def test_an_agency_named_late_takes_the_facts_from_the_beginning() -> None:
    told = judge(
        "Un homme de 41 ans a été interpellé lundi soir au port de Tanger Med. La police a trouvé "
        "dans son fourgon 3 kilos de cocaïne.\n\nCe coup de filet intervient en exploitation "
        "d'informations fournies par la DGST."
    ).strongest
    assert told is not None
    assert told.slots.date is not None
    assert told.slots.date.value.isoformat() == "2024-01-29"
    assert told.slots.ages is not None
    assert told.slots.ages.value == (41, 41)


@pytest.mark.parametrize(
    "teasers",
    [
        "Lire aussi : un maire condamné\n\nQuatre voleurs arrêtés mardi à Kénitra",
        "Articles similaires\nDeux tonnes de chira saisies mardi à Nador\nUn trafiquant interpellé",
    ],
)
def test_headlines_below_read_also_tell_nothing(teasers: str) -> None:
    told = "Le BCIJ a fêté mardi ses dix ans à Rabat."
    assert kind(f"{told}\n\n{teasers}") == "mention"
    assert kind(f"{teasers}\n\n{told}") == "mention"


def test_what_stands_below_a_ticker_is_none_of_it() -> None:
    ticker = "09:12 Le Raja signe un attaquant | 09:05 Le carburant recule | " * 20
    text = "Deux hommes ont été arrêtés lundi à Fès. L'opération est du BCIJ."
    assert kind(f"{ticker}\n{text}") == "operation"
