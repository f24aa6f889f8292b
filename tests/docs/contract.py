"""Checks a value against one of the definitions of docs/contract.schema.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/contract.schema.json").read_text(encoding="utf-8")
)


def violations(definition: str, value: Any) -> list[str]:
    """Return what in the value is not as promised; empty where all is."""
    schema = {**SCHEMA, "$ref": f"#/$defs/{definition}"}
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(value)]
