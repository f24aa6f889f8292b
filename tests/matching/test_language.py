"""The language of short texts, Darija among them."""

from __future__ import annotations

import pytest

from matching.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أوقف المكتب المركزي للأبحاث القضائية أربعة أشخاص صباح اليوم", "ar"),
        ("البوليس شدو ربعة ديال الناس فطنجة، وها شنو لقاو عندهم", "ary"),
        ("Le bureau a arrêté quatre personnes ce matin à Tanger", "fr"),
        ("The bureau said it had arrested four people in Tangier this morning", "en"),
        ("La oficina detuvo esta mañana a cuatro personas en Tánger", "es"),
        ("Die Behörde hat heute Morgen vier Männer festgenommen", None),
        ("", None),
        ("2024 — 30/01", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language
