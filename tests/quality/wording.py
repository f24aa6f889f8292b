"""Checks that a labelled fact is in its text, in one of the forms that wording.toml lists."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from datetime import date, timedelta
from pathlib import Path

_FORMS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LETTERS = str.maketrans("کیى", "كيي", "ـ")


def plain(text: str) -> str:
    """Without accents, harakat, tatweel and case; Persian letters and digits folded."""
    bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return "".join(bare).translate(_DIGITS).translate(_LETTERS).casefold()


def says(text: str, form: str) -> bool:
    """Whether the text holds the form: a number or a Latin word whole, Arabic anywhere."""
    edge = r"\d" if form.isdigit() else r"\w"
    bounded = rf"(?<!{edge}){{}}(?!{edge})" if form[0].isascii() else "{}"
    return re.search(bounded.format(re.escape(plain(form))), plain(text)) is not None


def says_number(text: str, language: str, number: int) -> bool:
    """One is said by the singular; others in digits or words."""
    words = _FORMS["numbers"][language].get(str(number), [])
    return number == 1 or any(says(text, form) for form in [str(number), *words])


def says_date(text: str, language: str, day: date, published: date) -> bool:
    """By day and month, by the weekday, or relative to the day of publication."""
    written = says(text, str(day.day)) and says(text, _FORMS["months"][language][day.month - 1])
    ago = str((published - day) // timedelta(days=1))
    forms = [_FORMS["weekdays"][language][day.weekday()], *_FORMS["days_ago"].get(ago, [])]
    return written or any(says(text, form) for form in forms)


def says_official(text: str, language: str) -> bool:
    return any(says(text, form) for form in _FORMS["official"][language])


def groups_named(text: str) -> set[str]:
    return {
        group
        for group, forms in _FORMS["groups"].items()
        if any(says(text, form) for form in forms)
    }


def read_spellings(path: Path) -> dict[str, list[str]]:
    """Return how the texts write each place of places.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["label"]: row["spellings"].split("|") for row in csv.DictReader(file)}
