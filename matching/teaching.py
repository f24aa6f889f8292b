"""How the matcher learns from seeds: the numbers and lists of lexicon/seeds.toml, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import LexiconError

PATH = Path(__file__).with_name("lexicon") / "seeds.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PhraseRules(_Table):
    """Which phrases are kept, at most `most` of a side, and what they weigh together."""

    most: int = Field(gt=0)
    prior: float = Field(gt=0)
    common: float = Field(gt=0, le=1)
    full: float = Field(gt=0)
    never: frozenset[str]
    names: frozenset[str]


class ConceptRules(_Table):
    """Which cues stand for a concept; from which similarity on (of 1) sequences are alike.

    `steep` is how many points a similarity of 1 above that would give.
    """

    like: float = Field(gt=0, lt=1)
    steep: float = Field(gt=0)
    cues: dict[str, tuple[str, ...]]


class Teaching(_Table):
    phrases: PhraseRules
    concepts: ConceptRules


@cache
def load_teaching(path: Path = PATH) -> Teaching:
    """Read the file. Raises LexiconError that names what is wrong in it."""
    try:
        return Teaching.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise LexiconError(path, "there is no such file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(path, f"can't be read: {error}") from None
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise LexiconError(path, f"{where}: {error.errors()[0]['msg']}") from None
