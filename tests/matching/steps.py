"""Counts the steps of a call: what it costs, the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from tests.matching.readings import ROOT

MATCHING = str(ROOT / "matching")


def steps(call: Callable[[], object]) -> int:
    """Return the lines that the matcher goes through in a call, each turn of a loop anew."""
    counted = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal counted
        if not frame.f_code.co_filename.startswith(MATCHING):
            return None  # the garbage collector may call others at any time
        counted += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return counted
