"""Every form of a verb of arrest or seizure is an act: past and present, active and passive."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.matching.readings import read

DATA = tomllib.loads(Path(__file__).with_name("paradigms.toml").read_text(encoding="utf-8"))
SENTENCES = DATA.pop("sentences")
ACTS = ("act", "seize", "custody", "refer")
LEAST = 0.98
NONE = "-"


def sentences(language: str) -> Iterator[str]:
    """Every sentence with every verb that has the form."""
    names = DATA[language]["forms"]
    for verb in DATA[language]["verbs"]:
        forms = {name: form for name, form in zip(names, verb, strict=True) if form != NONE}
        for sentence in SENTENCES[language]:
            if any(f"{{{name}}}" in sentence for name in forms):
                yield sentence.format(**forms)


@pytest.mark.parametrize("language", list(DATA))
def test_every_form_of_a_verb_is_an_act(language: str) -> None:
    told = list(sentences(language))
    wrong = [text for text in told if not any(read(text).hits.get(act) for act in ACTS)]
    assert len(told) - len(wrong) >= LEAST * len(told), f"{len(wrong)} of {len(told)}: {wrong[:20]}"
