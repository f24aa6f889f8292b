"""Nothing in a printed text steers the terminal, and right-to-left text keeps its place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.printable import one_line, printable, readable_line, without_controls


@given(st.text())
def test_no_control_is_left(text: str) -> None:
    for shown in (printable(text), without_controls(text)):
        assert not {unicodedata.category(c) for c in shown if c not in "\t\n"} & {"Cc", "Zl", "Zp"}
    assert not {"\t", "\n"} & set(one_line(text))


def test_what_is_shown_can_be_told() -> None:
    assert printable("a\x1b[2J\u202eb\nc") == "a\\x1b[2J\\u202eb\nc"
    assert one_line("a\tb\nc") == r"a\tb\nc"
    assert without_controls("a\x1b[2J\u202eb\nc") == "a[2Jb\nc"
    assert without_controls("un\u200f deux") == "un\u200f deux"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("الواحة نيوز: 1 entry", "<الواحة نيوز>: 1 entry"),
        ("خلية 4 أشخاص. https://a.example", "<خلية 4 أشخاص>. https://a.example"),
        ("شاوية by Élan و", "<شاوية> by Élan <و>"),
        ("ساحل 24: 1 entry", "<ساحل 24>: 1 entry"),
        ("خلية (بلاغ) in Oujda", "<خلية (بلاغ)> in Oujda"),
        ("Outlet (خلية 4) in Oujda", "Outlet (<خلية 4>) in Oujda"),
        ("Outlet (خلية) in Oujda", "Outlet (<خلية>) in Oujda"),
        ("only Latin 4", "only Latin 4"),
    ],
)
def test_right_to_left_text_is_isolated(text: str, shown: str) -> None:
    assert readable_line(text) == shown.replace("<", "\u2068").replace(">", "\u2069")
