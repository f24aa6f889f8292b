"""The catalogue: what ships, what the settings change, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.articles import Feed
from core.errors import CatalogueError
from core.settings import DEFAULT_DEFINITION, Settings
from crawler.catalogue import all_feeds, load_catalogue

SHIPPED = Path(__file__).parents[2] / "crawler" / "feeds.toml"
ONE = '[[feed]]\nname = "A"\nurl = "https://a.example/feed"\n'


SEARCH = """[[search]]
name = "S"
url = "https://s.example/?q={words}"
outlet = "S"
language = "fr"
"""


AGENCIES = {
    "name": "customs",
    "agency": [
        {"name": "ADII", "aliases": ["Administration des douanes", "ADII", "إدارة الجمارك"]},
        {"name": "Brigade", "aliases": ["Brigade mobile"]},
    ],
}


def _file(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _settings(**sections: Any) -> Settings:
    default = {"crawl": {"catalogue": ""}, "watchlist": [AGENCIES]}
    return Settings.model_validate(default | sections)


def test_the_shipped_catalogue_covers_four_languages_and_all_tiers_of_the_region() -> None:
    feeds = load_catalogue(SHIPPED).feed

    assert len(feeds) >= 150
    assert {"ar", "ary", "fr", "en", "es"} <= {feed.language for feed in feeds}
    assert {"official", "national", "regional", "foreign", "search"} <= {f.tier for f in feeds}
    assert all(feed.outlet for feed in feeds)
    assert [f.name for f in feeds if not f.url.startswith("https://")] == ["The Voice"]


def test_no_listing_of_the_shipped_catalogue_is_polled_by_guessed_selectors() -> None:
    listings = [feed for feed in load_catalogue(SHIPPED).feed if feed.format == "listing"]

    assert listings
    assert [f.name for f in listings if f.confidence != "low" and not f.selectors.item] == []


def test_the_shipped_searches_ask_for_both_agencies_in_four_languages() -> None:
    settings = _settings(
        crawl={"catalogue": str(SHIPPED)},
        watchlist=[{"name": "dgst-bcij", "definition": str(DEFAULT_DEFINITION)}],
    )
    feeds = {feed.name: feed for feed in all_feeds(settings)}

    arabic = _asked(feeds["Google News AR"])["q"]
    assert arabic.count('"') == 8
    assert {"مراقبة التراب الوطني", "البسيج"} <= set(arabic.split('"'))
    for language in ("FR", "EN", "ES"):
        assert '"DGST" OR "BCIJ"' in _asked(feeds[f"Google News {language}"])["q"]
    assert _asked(feeds["Barlamane: search for DGST"]) == {
        "s": '"مراقبة التراب الوطني"',
        "feed": "rss2",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[feed]\n", "can't be read"),
        ('[[feed]]\nname = "A"\n', r"feed\.0\.url"),
        (ONE + "colour = 3\n", r"feed\.0\.colour"),
        (ONE + 'format = "gopher"\n', "gopher"),
        (ONE + ONE.replace("https://a", "https://b"), "'A' stands twice"),
        (ONE + ONE.replace('"A"', '"B"'), "stands twice: A, B"),
        (ONE + '[[left_out]]\nurl = "https://a.example/feed"\nwhy = "x"\n', "polled and left out"),
        (ONE + 'confidence = "sure"\n', "confidence"),
        (SEARCH.replace("{words}", "dgst"), r"names no \{words\}"),
    ],
)
def test_a_broken_catalogue_is_named_with_what_is_wrong(
    tmp_path: Path, text: str, said: str
) -> None:
    path = _file(tmp_path, text)

    with pytest.raises(CatalogueError, match=said) as caught:
        load_catalogue(path)

    assert str(path) in str(caught.value)


def test_a_missing_catalogue_says_which_setting_names_it(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"crawl\.catalogue"):
        load_catalogue(tmp_path / "none.toml")


def test_a_feed_of_the_settings_replaces_the_one_with_its_name_or_url(tmp_path: Path) -> None:
    other = '[[feed]]\nname = "B"\nurl = "https://b.example/feed"\n'
    path = _file(tmp_path, ONE + other)
    own = [
        {"name": "A", "url": "https://a.example/atom"},
        {"name": "Bee", "url": "https://b.example/feed"},
        {"name": "C", "url": "https://c.example/feed"},
    ]

    feeds = all_feeds(_settings(crawl={"catalogue": str(path)}, feed=own))

    assert [{"name": f.name, "url": f.url} for f in feeds] == own


def test_an_empty_catalogue_setting_leaves_the_own_feeds() -> None:
    own = [{"name": "C", "url": "https://c.example/feed"}]

    assert [f.name for f in all_feeds(_settings(feed=own))] == ["C"]


@pytest.mark.parametrize(
    ("least", "names"),
    [("high", ["sure"]), ("medium", ["sure", "likely"]), ("low", ["sure", "likely", "guess"])],
)
def test_guessed_addresses_are_polled_where_that_is_wanted(
    tmp_path: Path, least: str, names: list[str]
) -> None:
    curated = [("sure", "high"), ("likely", "medium"), ("guess", "low")]
    tables = [
        f'[[feed]]\nname = "{name}"\nurl = "https://{name}.example/"\nconfidence = "{word}"\n'
        for name, word in curated
    ]
    crawl = {"catalogue": str(_file(tmp_path, "".join(tables))), "confidence": least}

    assert [f.name for f in all_feeds(_settings(crawl=crawl))] == names


def test_searches_ask_for_the_first_alias_and_the_first_of_one_word(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        SEARCH + SEARCH.replace('S"', 'T"').replace("s.ex", "t.ex").replace('"fr"', '"ar"'),
    )
    settings = _settings(crawl={"catalogue": str(path)}, watchlist=[AGENCIES])

    french, arabic = all_feeds(settings)

    assert _asked(french) == {"q": '"Administration des douanes" OR "ADII" OR "Brigade mobile"'}
    assert _asked(arabic) == {"q": '"إدارة الجمارك"'}
    assert (french.format, french.tier) == ("search", "search")


def test_an_outlet_with_a_search_is_asked_once_per_agency(tmp_path: Path) -> None:
    wordpress = 'language = "fr"\nhome = "https://a.example/fr/"\ncms = "wordpress"\n'
    watchlists = [AGENCIES, AGENCIES | {"name": "again"}]
    settings = _settings(
        crawl={"catalogue": str(_file(tmp_path, ONE + wordpress))}, watchlist=watchlists
    )

    _, *searches = all_feeds(settings)

    assert [f.name for f in searches] == ["A: search for ADII", "A: search for Brigade"]
    assert searches[0].url.startswith("https://a.example/?s=")
    assert _asked(searches[1]) == {"s": '"Brigade mobile"', "feed": "rss2"}


@pytest.mark.parametrize("reason", ["searches are off", "the address is a guess"])
def test_no_search(tmp_path: Path, reason: str) -> None:
    guess = 'confidence = "medium"\n' if "guess" in reason else ""
    path = _file(tmp_path, ONE + 'cms = "wordpress"\n' + guess)
    crawl = {"catalogue": str(path), "searches": "off" not in reason}

    feeds = all_feeds(_settings(crawl=crawl, watchlist=[AGENCIES]))

    assert [feed.name for feed in feeds] == ["A"]


def _asked(feed: Feed) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(feed.url).query))
