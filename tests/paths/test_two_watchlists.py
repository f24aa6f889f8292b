"""A second watchlist, made of settings and seeds alone, beside the shipped one: crawled, judged,
told, each to its own subscriber.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.clock import utc_now
from newsroom.outlets import Story
from tests.paths.station import ROOT, Station

OUTLET = "phare"
POLICE_SEED = (
    "La DGSN a saisi lundi à Agadir deux tonnes de chira et arrêté trois hommes de 30 à 40 ans,"
    " placés en garde à vue."
)
WATCHLISTS = """
[[watchlist]]
name = "dgst-bcij"
seeds = "{root}/seeds"
definition = "{root}/matching/watchlists/dgst-bcij.toml"

[[watchlist]]
name = "police-drugs"
seeds = "{folder}/seeds-police"

[[watchlist.agency]]
name = "DGSN"
aliases = ["DGSN", "Direction générale de la Sûreté nationale", "المديرية العامة للأمن الوطني"]

[[watchlist.rival]]
name = "DGST"
aliases = ["DGST", "المديرية العامة لمراقبة التراب الوطني"]

[[subscriber]]
name = "drugs"
email = "drugs@example.org"
watchlists = ["police-drugs"]
topics = ["drugs"]

[[subscriber]]
name = "bureau"
email = "bureau@example.org"
watchlists = ["dgst-bcij"]
"""


class TwoWatchlists(Station):
    def _write_settings(self) -> None:
        super()._write_settings()
        (self.folder / "seeds-police").mkdir()
        (self.folder / "seeds-police" / "agadir.txt").write_text(POLICE_SEED, encoding="utf-8")
        with (self.folder / "settings.toml").open("a", encoding="utf-8") as file:
            file.write(WATCHLISTS.format(root=ROOT, folder=self.folder))


def story(slug: str, title: str, text: str) -> Story:
    return Story(
        outlet=OUTLET,
        slug=slug,
        title=title,
        paragraphs=(text, "L'enquête se poursuit sous la supervision du parquet compétent. " * 3),
        published=utc_now() - timedelta(minutes=5),
    )


STORIES = (
    story(
        "nador",
        "Nador : de la cocaïne saisie par la DGSN",
        "La DGSN a saisi ce matin à Nador 300 kilos de cocaïne et arrêté deux hommes de 31 et 44"
        " ans, placés en garde à vue.",
    ),
    story(
        "tanger",
        "Tanger : deux tonnes de chira saisies",
        "La DGSN a saisi ce matin à Tanger deux tonnes de chira et arrêté trois hommes de 25 à 38"
        " ans, sur la base d'informations fournies par la DGST.",
    ),
    story(
        "safi",
        "Le BCIJ démantèle une cellule à Safi",
        "Le BCIJ a arrêté ce matin à Safi quatre partisans de Daech, âgés de 20 à 29 ans.",
    ),
    story(
        "visite",
        "Le patron de la DGSN reçoit une délégation",
        "Le directeur général de la DGSN a reçu à Rabat une délégation allemande.",
    ),
)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with TwoWatchlists(tmp_path_factory.mktemp("station"), [OUTLET]) as station:
        for one in STORIES:
            station.press.publish(one)
        done = station.run("crawl", "press")
        assert done.returncode == 0, done.stderr
        yield station


def test_each_watchlist_has_its_own_events(station: Station) -> None:
    events = json.loads(station.run("events", "--json").stdout)
    told = sorted((e["watchlist"], e["act"], r["title"]) for e in events for r in e["reports"])
    assert told == [
        ("dgst-bcij", "operation", STORIES[2].title),
        ("dgst-bcij", "support", STORIES[1].title),
        ("police-drugs", "operation", STORIES[0].title),
        ("police-drugs", "operation", STORIES[1].title),
    ]


def test_each_subscriber_is_told_of_its_own(station: Station) -> None:
    mails = station.mail.wait_for(8, 10)
    told = [
        (str(received.message["To"]), place)
        for received in mails
        for place in ("Nador", "Tangier", "Safi")
        if place in str(received.message["Subject"])
    ]
    assert {place for to, place in told if to.startswith("drugs@")} == {"Nador", "Tangier"}
    assert {place for to, place in told if to.startswith("bureau@")} == {"Safi", "Tangier"}


def test_the_seeds_are_those_of_each_watchlist(station: Station) -> None:
    done = station.run("seeds", "--watchlist", "police-drugs")
    assert done.returncode == 0, done.stderr
    assert "agadir" in done.stdout
    assert "announces: 1 passages" in done.stdout
    assert "003_" not in done.stdout
