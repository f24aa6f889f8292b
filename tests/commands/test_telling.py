"""An alert on the terminal: facts, source and changes; nothing in it steers the terminal."""

from __future__ import annotations

import pytest

from commands.telling import tell
from core.alerts import Alert
from tests.alerts.channels.samples import alert


def _told(given: Alert, capsys: pytest.CaptureFixture[str]) -> list[str]:
    tell(given)
    return capsys.readouterr().out.splitlines()


def test_an_alert_stands_apart_and_tells_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _told(alert(), capsys)
    assert (lines[0], lines[-1]) == ("", "")
    assert lines[1].startswith("── NEW  operation · ")


def test_a_title_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _told(alert(report__title="Safe\x1b]0;owned\x07\u202e\nforged"), capsys)
    assert r"   Safe\x1b]0;owned\x07\u202e\nforged" in lines


def test_what_was_unknown_before_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    change = {"what": "group", "before": None, "after": "IS", "source": "x"}
    assert "   group: – → IS" in _told(alert(changes=[change]), capsys)
