"""Tables on a terminal, plain and cut to its width."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from core.clock import MOROCCO
from core.durations import format_duration
from core.printable import printable

PIPED_WIDTH = 250
"""Columns where nobody looks on: a program or a file takes whole lines."""


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print rows under their heads; `empty` says what to do where there are none."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else escape(printable(str(cell))) for cell in row))
    width = None if sys.stdout.isatty() else PIPED_WIDTH
    console = Console(highlight=False, emoji=False, width=width)
    if table.row_count:
        console.print(table)
    else:
        console.print(empty, markup=False)


def moment(instant: datetime | None) -> str | None:
    """Write an instant as `--since` reads it: by the Moroccan clock."""
    return None if instant is None else f"{instant.astimezone(MOROCCO):%Y-%m-%d %H:%M}"


def ago(instant: datetime | None, now: datetime) -> str:
    """Say how long ago, or in how long, something is; "never" for None."""
    if instant is None:
        return "never"
    distance = format_duration(now - instant)
    return f"in {distance}" if instant > now else f"{distance} ago"
