"""The boundary of a process: settings, log and errors are handled here, once."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from core.errors import BalaghError
from core.loading import load_settings
from core.logs import set_up_logging
from core.printable import one_line
from core.settings import Settings

logger = logging.getLogger("balagh.command")

EXIT_ERROR = 2
EXIT_CRASH = 1
EXIT_INTERRUPTED = 130


def guarded(root: Path, work: Callable[[Settings], int], logs_at: str | None) -> int:
    """Read the settings, set up the log, do the work; `root` is scrapy.cfg's folder.

    Return the exit status; what went wrong is one line on stderr.
    """
    try:
        settings = load_settings(root)
        log = settings.log
        if logs_at is not None and log.level != "debug":
            log = log.model_copy(update={"level": logs_at})
        set_up_logging(log)
        return work(settings)
    except BalaghError as error:
        print(f"balagh: {one_line(str(error))}", file=sys.stderr)
        return EXIT_ERROR
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe left; point stdout elsewhere so that the exit flushes nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CRASH
    except Exception as error:
        logger.debug("unexpected", exc_info=True)
        told = one_line(f"unexpected {type(error).__name__}: {error}")
        print(f"balagh: {told} (log.level = debug shows where)", file=sys.stderr)
        return EXIT_CRASH
