"""The catalogue: what ships, what the settings change, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CatalogueError
from core.settings import FeedSettings
from crawler.catalogue import all_feeds, load_catalogue

SHIPPED = Path(__file__).parents[2] / "crawler" / "feeds.toml"
ONE = '[[feed]]\nname = "A"\nurl = "https://a.example/feed"\n'


def _file(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_catalogue_covers_four_languages_and_all_tiers_of_the_region() -> None:
    feeds = load_catalogue(SHIPPED)

    assert len(feeds) >= 40
    assert {"ar", "fr", "en", "es"} <= {feed.language for feed in feeds}
    assert {"official", "national", "regional", "foreign", "search"} <= {f.tier for f in feeds}
    assert all(feed.url.startswith("https://") and feed.outlet for feed in feeds)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[feed]\n", "can't be read"),
        ('[[feed]]\nname = "A"\n', r"feed\.0\.url"),
        (ONE + "colour = 3\n", r"feed\.0\.colour"),
        (ONE + 'format = "gopher"\n', "gopher"),
        (ONE + ONE.replace("https://a", "https://b"), "'A' stands twice"),
        (ONE + ONE.replace('"A"', '"B"'), "stands twice: A, B"),
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
        FeedSettings(name="A", url="https://a.example/atom"),
        FeedSettings(name="Bee", url="https://b.example/feed"),
        FeedSettings(name="C", url="https://c.example/feed"),
    ]

    feeds = all_feeds(str(path), own)

    assert [(f.name, f.url) for f in feeds] == [(f.name, f.url) for f in own]


def test_an_empty_catalogue_setting_leaves_the_own_feeds() -> None:
    own = [FeedSettings(name="C", url="https://c.example/feed")]

    assert [f.name for f in all_feeds("", own)] == ["C"]
