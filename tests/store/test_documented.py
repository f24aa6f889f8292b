"""docs/store.md names every table, and every constraint that carries a guarantee."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa

from store.migrate import VERSIONS
from store.schema import metadata

TEXT = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")


def test_every_table_is_described_and_no_other() -> None:
    section = TEXT.split("## Tables")[1].split("##")[0]
    described = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    assert described == {*metadata.tables, VERSIONS}


def test_every_unique_constraint_is_said_to_carry_something() -> None:
    found = {
        str(unique.name)
        for table in metadata.tables.values()
        for unique in (*table.constraints, *table.indexes)
        if isinstance(unique, sa.UniqueConstraint) or getattr(unique, "unique", False)
    }
    named = set(re.findall(r"`(uq_\w+)`", TEXT))
    assert named == found
