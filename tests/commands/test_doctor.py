"""What `scrapy doctor` prints."""

from __future__ import annotations

from argparse import Namespace

import pytest

from commands.checks import Check
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
