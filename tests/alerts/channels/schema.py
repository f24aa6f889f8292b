"""The published JSON Schema of the webhook payload, as the tests use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA: dict[str, Any] = json.loads((DOCS / "webhook.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def problems(payload: dict[str, Any]) -> list[str]:
    """Say where a payload departs from the schema."""
    return [f"{e.json_path}: {e.message[:200]}" for e in VALIDATOR.iter_errors(payload)]
