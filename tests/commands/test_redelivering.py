"""`scrapy deliveries redeliver`: what is typed wrong is told in words."""

from __future__ import annotations

import argparse

import pytest

from commands.verbs.deliveries import Deliveries
from core.errors import UsageError
from core.settings import Settings


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--since", "2d", "--until", "tomorrow"),
            "--until tomorrow: write a date like 2026-01-31",
        ),
        (("--since", "2d", "--until", "9999-01-01"), "--until 9999-01-01: write a date like"),
        (("--since", "soon"), "--since soon: write a date like 2026-01-31, or 2d"),
    ],
)
def test_a_time_that_can_t_be_read_says_what_is_meant(
    database_url: str, words: tuple[str, ...], told: str
) -> None:
    settings = Settings.model_validate({"store": {"url": database_url}})
    parser = argparse.ArgumentParser()
    verb = Deliveries()
    verb.add_arguments(parser)
    with pytest.raises(UsageError) as caught:
        verb.execute(settings, parser.parse_args(("redeliver", *words)))
    assert str(caught.value).startswith(told)
