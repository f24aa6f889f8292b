"""What `scrapy doctor` prints."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from commands.checks import Check, check_database
from commands.verbs.doctor import Doctor
from core.settings import Settings


def test_what_a_receiver_says_steers_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Check("desk by email", "failed", "mail.example: 554 \x1b[2Jno\nFAILED forged")
    monkeypatch.setattr("commands.verbs.doctor.examine", lambda _: [found])
    assert Doctor().execute(Settings(), Namespace(json=False)) == 1
    told = r"FAILED desk by email: mail.example: 554 \x1b[2Jno\nFAILED forged"
    assert capsys.readouterr().out == f"{told}\n"


@pytest.mark.parametrize(("least", "told"), [(10**9, True), (0, False)])
def test_a_disk_that_is_nearly_full_is_named(tmp_path: Path, least: int, told: bool) -> None:
    url = f"sqlite:///{tmp_path / 'balagh.db'}"
    given = {"store": {"url": url}, "operator": {"disk_free_mb": least}}
    found = [c for c in check_database(Settings.model_validate(given)) if c.what == "disk"]
    assert [c.verdict for c in found] == ["failed"] * told
    assert all("MB are left" in c.detail and "Make room" in c.detail for c in found)
