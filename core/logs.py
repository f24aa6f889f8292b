"""The log: one line per poll, assessment, alert, delivery attempt and notice.

A logger is named "balagh.NAME" (poll, assessment, alert, attempt, notice, …) and carries ids in
`extra`; a line is JSON for programs or readable on a terminal. Never a secret, never a whole text.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

from core.clock import iso_instant
from core.printable import printable, readable_line
from core.settings import LogSettings

PREFIX = "balagh."
IDS = ("feed_id", "entry_id", "article_id", "event_id", "alert_id", "delivery_id")
_QUIET = ("scrapy", "twisted", "apscheduler", "asyncio", "trafilatura", "alembic")
_SILENCED = ("urllib3",)  # at level debug it tells whole URLs, and a webhook's may hold a secret

OVER_AFTER_S = 60.0
"""A trouble that was not seen for so long is over."""


def _at(record: logging.LogRecord) -> str:
    return iso_instant(datetime.fromtimestamp(record.created, UTC))


class JsonLines(JsonFormatter):
    """{"name": …, "at": …, "level": …, "message": …, ids and other extras}."""

    def add_fields(
        self,
        log_data: dict[str, object],
        record: logging.LogRecord,
        message_dict: dict[str, object],
    ) -> None:
        log_data["name"] = record.name.removeprefix(PREFIX)
        log_data["at"] = _at(record)
        log_data["level"] = record.levelname.lower()
        super().add_fields(log_data, record, message_dict)


class ReadableLines(logging.Formatter):
    """12:30:05 poll      Hespress AR: 30 entries, 2 new  (feed_id=3)"""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        name = record.name.removeprefix(PREFIX)
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        given = [f"{i}={getattr(record, i)}" for i in IDS if getattr(record, i, None) is not None]
        ids = f"  ({' '.join(given)})" if given else ""
        line = f"{at} {name:<10} {level}{readable_line(record.getMessage())}{ids}"
        if not record.exc_info:
            return line
        return f"{line}\n{printable(self.formatException(record.exc_info))}"


def set_up_logging(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Send the log to `stream` (standard error by default); called once, by a command."""
    target = sys.stderr if stream is None else stream
    readable = settings.format == "text" or (settings.format == "auto" and target.isatty())
    output = logging.StreamHandler(target)
    output.setFormatter(
        ReadableLines() if readable else JsonLines("%(message)s", json_ensure_ascii=False)
    )
    root = logging.getLogger()
    root.handlers[:] = [output]
    root.setLevel(settings.level.upper())
    for name in _SILENCED if settings.level == "debug" else (*_QUIET, *_SILENCED):
        logging.getLogger(name).setLevel(logging.WARNING)


class Lasting:
    """Says what goes wrong again and again once, and when nothing of it was seen for a while.

    `seconds` is a clock that is never set, such as time.monotonic.
    """

    def __init__(self, logger: logging.Logger, seconds: Callable[[], float] = monotonic) -> None:
        self._logger = logger
        self._seconds = seconds
        self._said = ""
        self._times = 0
        self._last = 0.0

    def said(self, trouble: str) -> None:
        self._times += 1
        self._last = self._seconds()
        if trouble != self._said:
            self._said = trouble
            self._logger.error("%s (said once while it lasts)", trouble)

    def went_well(self) -> None:
        """Say that the trouble is over, if it is: what fails now and then is not."""
        if not self._said or self._seconds() - self._last < OVER_AFTER_S:
            return
        self._logger.warning("over, after %d times: %s", self._times, self._said)
        self._said, self._times = "", 0
