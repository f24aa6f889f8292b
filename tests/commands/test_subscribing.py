"""Files that commands write: for whom the daemon runs as, whoever types."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commands.rewriting import write_file
from commands.subscribing import PRIVATE

NOBODY = 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for others")
@pytest.mark.parametrize("there", [True, False])
def test_what_root_writes_belongs_to_the_daemons_user(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "hooks.secret"
    os.chown(tmp_path, NOBODY, NOBODY)
    if there:
        path.write_text("old")
        os.chown(path, NOBODY, NOBODY)
        os.chown(tmp_path, 0, 0)
    write_file(path, "new", PRIVATE)
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (NOBODY, NOBODY, 0o600)
    assert path.read_text() == "new"
