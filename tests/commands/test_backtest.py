"""`scrapy backtest`: what it prints, writes and refuses."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from commands.command import project_root
from commands.verbs.backtest import BASELINES, Backtest
from core.errors import UsageError
from core.loading import load_settings

CELL = {
    "id": "cell-fr",
    "lang": "fr",
    "published": "2021-03-25T10:00:00+01:00",
    "title": "Oujda : une cellule démantelée",
    "text": "Le BCIJ a arrêté ce jeudi à Oujda quatre partisans de Daech, âgés de 24 à 28 ans.",
    "label": "announcement",
    "kind": "operation",
    "event_id": "oujda",
    "places": ["Oujda"],
    "count": 4,
    "ages": [24, 28],
}
AGAIN = CELL | {
    "id": "cell-ar",
    "lang": "ar",
    "published": "2021-03-25T12:00:00+01:00",
    "title": "تفكيك خلية بوجدة",
    "text": "أوقف المكتب المركزي للأبحاث القضائية اليوم الخميس بوجدة أربعة متطرفين موالين لداعش.",
    "ages": None,
}
WEATHER = {
    "id": "weather",
    "lang": "fr",
    "published": "2021-03-26",
    "title": "Retour de la pluie",
    "text": "La pluie revient samedi sur les côtes du nord.",
    "label": "negative",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "places.csv").write_text(
        "label,name,code,scored\nOujda,Oujda,02.411.01.23,yes\n", encoding="utf-8"
    )
    return written(tmp_path / "corpus.jsonl", CELL, AGAIN, WEATHER)


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def backtest(*arguments: str | Path) -> int:
    verb = Backtest()
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    options = parser.parse_args([str(argument) for argument in arguments])
    return verb.execute(load_settings(project_root(), {}), options)


def test_a_labelled_file_is_summed_up_with_its_figures(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backtest(corpus) == 0
    printed = capsys.readouterr().out
    assert "3 articles" in printed
    assert "1 events, 1 new alerts" in printed
    for line in (
        "found, operation  2 of 2",
        "across languages  1 of 1",
        "slot places       2 of 2",
    ):
        assert line in printed


def test_programs_get_the_same_as_json(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backtest(corpus, "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["articles"], summary["events"], summary["alerts"]["new"]) == (3, 1, 1)
    assert summary["evaluation"]["grouping"]["alerted"] == 1
    assert summary["evaluation"]["false_alerts"] == 0


def test_a_file_without_labels_has_no_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = {name: CELL[name] for name in ("id", "title", "text", "published")}
    assert backtest(written(tmp_path / "plain.jsonl", plain), "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["evaluation"] is None
    assert summary["alerts"]["new"] == 1


def test_decisions_are_written_a_line_per_article(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "decisions.jsonl"
    backtest(corpus, "--gate", "--decisions", out)
    lines = {line["id"]: line for line in map(json.loads, out.read_text("utf-8").splitlines())}
    assert [line["kind"] for line in lines.values()] == ["operation", "operation", "none"]
    assert lines["cell-fr"]["event"] == lines["cell-ar"]["event"] is not None
    assert [line["candidate"] for line in lines.values()] == [True, True, False]


def test_a_broken_row_is_named_and_the_rest_is_replayed(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.write_text(corpus.read_text("utf-8") + "\n{broken\n", "utf-8")
    assert backtest(corpus) == 1
    printed = capsys.readouterr()
    assert f"{corpus}:4: left out, it is no JSON" in printed.err
    assert "3 articles" in printed.out


@pytest.mark.parametrize("baseline", BASELINES)
def test_a_baseline_decides_in_the_matchers_place(
    corpus: Path, baseline: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backtest(corpus, "--baseline", baseline, "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["baseline"] == baseline
    assert summary["evaluation"]["grouping"]["events"] == 1


def test_a_baseline_needs_labels(tmp_path: Path) -> None:
    plain = written(tmp_path / "plain.jsonl", {"id": "a", "title": "t", "text": "x"})
    with pytest.raises(UsageError, match="needs labelled articles"):
        backtest(plain, "--baseline", "alias")


def test_what_cannot_be_read_or_written_is_named(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl: there is no such file"):
        backtest(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="can't be written"):
        backtest(corpus, "--decisions", tmp_path / "no" / "folder.jsonl")
    (corpus.parent / "places.csv").write_text("name\nOujda\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"places\.csv: needs the columns"):
        backtest(corpus)
