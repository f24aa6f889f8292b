"""What the daemon keeps in memory for as long as it lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPENED = "import sys, commands.daemon, store.database as s; s.open_database(sys.argv[1])"


def test_the_daemon_loads_nothing_that_only_other_verbs_need(database_url: str) -> None:
    command = [sys.executable, "-c", f"{OPENED}; print(*sys.modules)", database_url]
    modules = set(subprocess.check_output(command, cwd=ROOT, text=True).split())
    assert {"scrapy", "sqlalchemy", "trafilatura"} <= modules
    assert not {"alembic", "rich", "starlette", "newsroom", "commands.verbs"} & modules
