"""What is wrong with the values of a file: a sentence for each, with its dotted path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

WHOLE, NUMBER, SWITCH = "a whole number is meant", "a number is meant", "true or false is meant"
LIST, TABLE = 'a list is meant, like ["…"]', "a table is meant"
WORDS = {
    "missing": "it is needed",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "bool_type": SWITCH,
    "bool_parsing": SWITCH,
    "string_type": 'a text is meant, like "…"',
    "tuple_type": LIST,
    "model_type": TABLE,
    "model_attributes_type": TABLE,
    "literal_error": "it is one of {expected}",
    "too_short": "at least {min_length} is needed",
    "greater_than_equal": "at least {ge} is meant",
    "less_than_equal": "at most {le} is meant",
    "less_than": "less than {lt} is meant",
}
"""By pydantic's types of errors: it speaks to programmers, of tuples and patterns. What is not here
says itself what is meant."""

SECRET = (("webhook",), ("heartbeat_url",))
PASSWORD = re.compile(r"(//[^:/@]*:|:(?!//)(?=\S)).+(?=@)")
"""From the first colon behind "//" to the last "@": a password may hold all three unescaped."""


def complaints(error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    """Say what the error has found in what should have been a `model`."""
    for item in error.errors(include_url=False):
        where = ".".join(map(str, item["loc"]))
        message = str(item["msg"]).removeprefix("Value error, ")
        if item["type"] == "extra_forbidden":
            message = _unknown(item["loc"], model)
        elif words := WORDS.get(item["type"]):
            message = words.format(**item.get("ctx", {}))
        message += _given(item)
        yield f"{where}: {message}" if where else message


def _given(item: ErrorDetails) -> str:
    """Repeat what was written, where that can't be a secret: what is no option of ours may be one,
    and a receiver's address and a database's may hold one."""
    value = item["input"]
    secret = item["type"] == "extra_forbidden" or item["loc"][-1:] in SECRET
    if secret or not isinstance(value, str | int | float | bool):
        return ""
    given = PASSWORD.sub(r"\1***", repr(value))
    return f" (given: {given})"


def _unknown(path: Sequence[int | str], model: type[BaseModel]) -> str:
    """Name the option that is nearest to one that there is not."""
    table = model
    for part in path[:-1]:
        if isinstance(part, str) and part in table.model_fields:
            table = _table(table.model_fields[part].annotation) or table
    near = get_close_matches(str(path[-1]), table.model_fields, n=1)
    return f"no such option; near it: {near[0]}" if near else "no such option"


def _table(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a table, of a list of tables, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_table, get_args(annotation))), None)
