"""`scrapy seeds add`: what a seed would change is shown before it counts."""

from __future__ import annotations

import argparse
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from commands.command import project_root
from commands.verbs.seeds import Seeds
from core.articles import Article
from core.errors import UsageError
from core.loading import load_settings
from core.settings import Settings
from matching.matcher import load_matcher
from newsroom.outlets import Story
from newsroom.press import Press
from store.articles import save_article
from store.database import open_database
from tests.docs.contract import violations

SEED = (
    "Le BCIJ a arrêté lundi à Fès quatre hommes de 20 à 30 ans proches de Daech. Des armes ont été"
    " saisies. Les suspects, placés en garde à vue, seront déférés, selon un communiqué."
)
NEWS = "Le BCIJ a arrêté à Safi trois hommes. Les suspects seront déférés, selon un communiqué."
ESSAY = "Le BCIJ fête ses dix ans : un bilan des suspects déférés, dit un communiqué."
AT = datetime(2024, 1, 30, 12, tzinfo=UTC)


def news() -> Article:
    return Article(
        id="0",
        url="https://example.org/0",
        title="",
        text=NEWS,
        language="fr",
        published=AT,
        arrived=AT,
    )


def settings_with(folder: Path, threshold: float) -> Settings:
    (folder / "settings.toml").write_text(
        f"""
[store]
url = "sqlite:///{folder}/balagh.db"

[[watchlist]]
name = "bureau"
seeds = "{folder}/seeds"
threshold = {threshold}
agency = [{{name = "BCIJ", aliases = ["BCIJ"]}}]
""",
        encoding="utf-8",
    )
    (folder / "seeds").mkdir(exist_ok=True)
    return load_settings(project_root(), {"BALAGH_SETTINGS": str(folder / "settings.toml")})


def score(settings: Settings) -> float:
    strongest = load_matcher(settings.watchlist).judge(news()).strongest
    assert strongest is not None
    return strongest.score


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The news lacks a little of the threshold while there is no seed."""
    return settings_with(tmp_path, score(settings_with(tmp_path, 3)) + 0.1)


def archive(settings: Settings, *texts: str) -> None:
    with closing(open_database(settings.store.url)) as database, database.begin() as conn:
        for number, text in enumerate(texts):
            url, title = f"https://example.org/{number}", f"Titre {number}"
            save_article(conn, replace(news(), text=text, url=url, title=title))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(SEED, encoding="utf-8")
    return path


def seeds(settings: Settings, *words: str | Path) -> int:
    verb = Seeds()
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    return verb.execute(settings, parser.parse_args([str(word) for word in words]))


def planted(settings: Settings) -> list[str]:
    return [path.name for path in settings.watchlist[0].seeds.iterdir()]


def labelled(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_an_alert_that_it_would_gain_in_the_archive_is_shown(
    settings: Settings, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(settings, "La pluie revient.", NEWS)
    assert seeds(settings, "add", source, "--yes") == 0
    printed = capsys.readouterr().out
    assert "the archive: 2 articles, 1 name an agency; 1 scores move, 1 verdicts change" in printed
    assert "alert gained, mention → operation: Titre 1" in printed
    assert "https://example.org/1" in printed
    assert len(planted(settings)) == 1


def test_programs_get_the_same_and_nothing_is_added(
    settings: Settings, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(settings, "La pluie revient.", NEWS)
    assert seeds(settings, "add", source, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["added"] is None
    assert shown["seed"]["announces"] == [SEED.rstrip(".")]
    assert violations("seeds_add", shown) == []
    (trial,) = shown["trials"]
    assert (trial["articles"], trial["named"], trial["moved"]) == (2, 1, 1)
    (change,) = trial["changes"]
    assert (change["before"]["kind"], change["after"]["kind"]) == ("mention", "operation")
    assert (change["before"]["alerts"], change["after"]["alerts"]) == ([], ["new"])
    assert planted(settings) == []


def test_a_labelled_corpus_shows_the_figures_before_and_after(
    settings: Settings, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "id": "news",
        "lang": "fr",
        "published": "2024-01-30",
        "title": "",
        "text": NEWS,
        "label": "announcement",
        "kind": "operation",
        "event_id": "safi",
    }
    corpus = labelled(tmp_path / "corpus.jsonl", row)
    assert seeds(settings, "add", source, "--corpus", corpus) == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert "found, operation 0 of 1 → 1 of 1" in printed
    assert "labelled announcement" in printed


def test_a_seed_that_only_mentions_may_lose_an_alert(
    settings: Settings, tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert seeds(settings, "add", source, "--yes") == 0
    archive(settings, NEWS)
    (tmp_path / "essay.txt").write_text(ESSAY, encoding="utf-8")
    capsys.readouterr()
    just_enough = settings_with(tmp_path, score(settings))
    assert seeds(just_enough, "add", tmp_path / "essay.txt", "--json") == 0
    (change,) = json.loads(capsys.readouterr().out)["trials"][0]["changes"]
    assert (change["before"]["kind"], change["after"]["kind"]) == ("operation", "mention")
    assert (change["before"]["alerts"], change["after"]["alerts"]) == (["new"], [])


def test_without_a_terminal_nothing_is_asked_or_added(
    settings: Settings, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert seeds(settings, "add", source) == 1
    assert "not added; --yes" in capsys.readouterr().out
    assert planted(settings) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("yes\n", 0), ("\n", 1), ("no\n", 1)])
def test_a_person_is_asked(
    settings: Settings, source: Path, answer: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert seeds(settings, "add", source) == status
    assert len(planted(settings)) == 1 - status


def test_a_page_becomes_a_seed(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(settings, NEWS)
    with Press() as press:
        outlet = next(iter(press.outlets))
        paragraphs = (SEED, "Le parquet suit le dossier. " * 12)
        url = press.publish(
            Story(
                outlet=outlet,
                slug="fes",
                title="Quatre arrestations",
                paragraphs=paragraphs,
                published=AT,
            )
        )
        crawl = settings.crawl.model_copy(update={"allow_private": press.allow_private})
        loopback = settings.model_copy(update={"crawl": crawl})
        assert seeds(loopback, "add", url, "--yes") == 0
    assert "alert gained, mention → operation" in capsys.readouterr().out
    (name,) = planted(settings)
    assert SEED[:40] in (settings.watchlist[0].seeds / name).read_text(encoding="utf-8")


def test_a_broken_corpus_is_named_and_nothing_added(
    settings: Settings, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.jsonl:1: is no JSON"):
        seeds(settings, "add", source, "--corpus", tmp_path / "broken.jsonl", "--yes")
    assert planted(settings) == []


def test_what_the_seeds_taught_is_listed(
    settings: Settings, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text(SEED.replace("BCIJ", "BCIJ (Le Bureau)"), encoding="utf-8")
    assert seeds(settings, "add", source, "--yes") == 0
    capsys.readouterr()
    assert seeds(settings, "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert violations("seeds", listed) == []
    (seed,) = listed[0]["seeds"]
    assert "suspects" in [phrase["phrase"] for phrase in seed["phrases"]]
    assert seed["aliases"] == [{"text": "Le Bureau", "agency": "BCIJ"}]
    assert seeds(settings, "list") == 0
    printed = capsys.readouterr().out
    assert "alias candidate for BCIJ: Le Bureau" in printed
    assert "phrases that tell what announces: " in printed
