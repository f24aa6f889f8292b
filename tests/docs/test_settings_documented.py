"""settings.toml and docs/settings.md hold every option, with the default that the code has."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from types import UnionType

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from core.settings import Settings

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "settings.toml").read_text(encoding="utf-8")
DOCUMENTED = (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def sections(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield each table of the settings by its dotted name."""
    for name, field in model.model_fields.items():
        for inner in inner_models(field.annotation):
            yield prefix + name, inner
            yield from sections(inner, f"{prefix}{name}.")


def inner_models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if isinstance(annotation, UnionType) or typing.get_origin(annotation) is not None:
        return [m for a in typing.get_args(annotation) for m in inner_models(a)]
    return []


OPTIONS = [
    (section, name, field)
    for section, model in sections(Settings)
    for name, field in model.model_fields.items()
    if not inner_models(field.annotation)
]


def shipped_lines() -> dict[str, set[str]]:
    """Return the options that stand in settings.toml, commented out or not, by table."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in SHIPPED.splitlines():
        if table := re.match(r"^(?:# )?\[+([a-z.]+)\]+", line):
            section = table[1]
        elif option := re.match(r"^(?:# )?(\w+) = .+", line):
            found.setdefault(section, set()).add(option[1])
    return found


def documented_rows() -> dict[str, dict[str, str]]:
    """Return the documented options with what the column "default" says, by table."""
    found: dict[str, dict[str, str]] = {}
    section = ""
    for line in DOCUMENTED.splitlines():
        if table := re.match(r"^## `\[+([a-z.]+)\]+`$", line):
            section = table[1]
        elif row := re.match(r"^\| `(\w+)` \| (.+?) \| .+ \|$", line):
            found.setdefault(section, {})[row[1]] = row[2]
    return found


@pytest.mark.parametrize(
    ("section", "name", "field"), OPTIONS, ids=[f"{s}.{n}" for s, n, _ in OPTIONS]
)
def test_every_option_stands_in_the_shipped_file_and_the_docs(
    section: str, name: str, field: FieldInfo
) -> None:
    assert name in shipped_lines().get(section, ()), f"settings.toml: no line for {section}.{name}"
    rows = documented_rows().get(section, {})
    assert name in rows, f"docs/settings.md: no row for {section}.{name}"
    assert documented_default(field) in (rows[name], None), f"{section}.{name}: {rows[name]}"


def documented_default(field: FieldInfo) -> str | None:
    """Return how the docs write a plain default; None where it takes words."""
    default = field.get_default()
    if field.is_required():
        return None
    if default is None:
        return None
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, int | float):
        return f"`{default}`"
    return f'`"{default}"`' if isinstance(default, str) and default else None


def test_every_documented_option_exists() -> None:
    known = {f"{s}.{n}" for s, n, _ in OPTIONS}
    documented = {f"{s}.{n}" for s, rows in documented_rows().items() for n in rows}
    assert documented <= known


def test_the_commented_examples_are_valid_too() -> None:
    # Of the two ways to give a secret only one may be used.
    one_secret = re.sub(r"^# (secret|password)_env.*$", "", SHIPPED, flags=re.M)
    uncommented = re.sub(r"^# (?=\[|\w+ = )", "", one_secret, flags=re.M)
    data = tomllib.loads(uncommented)
    settings = Settings.model_validate(data)
    assert [s.name for s in settings.subscriber] == ["desk", "systems"]
    assert settings.feed[0].name == "Example"
