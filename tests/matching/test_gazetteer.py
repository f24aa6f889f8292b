"""How towns are written in five languages, and which plain words are none."""

from __future__ import annotations

import pytest

from matching.slots.places import find_places
from tests.matching.readings import everything, lexicon, read


def names(text: str) -> list[str]:
    reading = read(text)
    return [place.name for place in find_places(reading, everything(reading), (), lexicon())]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Arrêtés à Chemaïa", "Echemmaia"),
        ("Saisie au port de Jorf Lasfar", "Jorf Lasfar"),
        ("حجزت بميناء الجرف الأصفر", "Jorf Lasfar"),
        ("Arrêtés à Dar Oulad Zidouh", "Dar Ould Zidouh"),
        ("أوقفوا بلخصاص", "Lakhsas"),
        ("Detenidos en el Tarajal", "Bab Sebta"),
        ("La police espagnole a arrêté un homme à Valence", "Valence"),
        ("أوقفت الشرطة الإسبانية شخصا بتاراغونا", "Tarragone"),
        ("Detenidos en Chemaia", "Echemmaia"),
        ("Arrêtés à Ghouazi", "Rhouazi"),
        ("Arrêtés à Beddouza", "El Beddouza"),
        ("Detenidos en Beduza", "El Beddouza"),
        ("Arrested in Borouj", "El Borouj"),
        ("أوقفوا بالعيون الشرقية", "El Aioun Sidi Mellouk"),
        ("أوقفوا ببني ادرار", "Bni Drar"),
        ("Arrêtés à Erfoud", "Arfoud"),
        ("La police espagnole a arrêté deux hommes à Mollerussa", "Mollerussa"),
        ("La Guardia Civil detuvo a dos hombres en Lepe", "Lepe"),
        ("أوقفت الشرطة الإسبانية شخصين بليريدا", "Lérida"),
        ("La DGSI a arrêté deux hommes à Vénissieux", "Vénissieux"),
        ("أوقفت الشرطة الفرنسية شابين بمونتوبان", "Montauban"),
        ("German police arrested two men in Kassel", "Cassel"),
        ("La policía detuvo a dos hombres en La Línea", "La Línea de la Concepción"),
        ("La police belge a arrêté un homme à Molenbeek", "Molenbeek-Saint-Jean"),
        ("Italian police arrested a man in Ivrea", "Ivrée"),
        ("La Guardia Civil detuvo a dos hombres en Rota", "Rota"),
        ("Detenidos por la Policía española en Jimena de la Frontera", "Jimena de la Frontera"),
        (
            "La policía detuvo a un hombre en San Sebastián de los Reyes",
            "San Sebastián de los Reyes",
        ),
        ("أوقفت الشرطة الإسبانية شخصين بسيتجيس", "Sitges"),
        ("Belgian police arrested a man in the Borgerhout district", "Anvers"),
        ("La policía española lo detuvo en la barriada de Benzú", "Sebta"),
        ("La policía española lo detuvo en la Cañada de Hidum", "Melilla"),
        ("Arrested in a workshop in Sidi Ghanem", "Marrakech"),
        ("Arrêtés au quartier Sidi Moussa", "Salé"),
        ("شدوهم فجامع المزواق", "Tétouan"),
        ("شدوهم فتيكيوين", "Agadir"),
        ("Arrêtés à Sidi Moussa à El Jadida", "El Jadida"),
        ("Arrestado en Rincón", "M'diq"),
        ("Detenidos en Uarzazate", "Ouarzazate"),
    ],
)
def test_communes_and_towns_of_the_diaspora_are_known_as_outlets_write_them(
    text: str, name: str
) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Los arrestados tienen entre 20 y 45 años",
        "Un hombre ronda los cuarenta",
        "Une averse a causé un torrent de boue",
        "فككها المكتب بالأمس",
        "في حق المواطن البسيط",
        "فوق تراب الجارة الشمالية",
    ],
)
def test_plain_words_are_no_towns(text: str) -> None:
    assert names(text) == []
