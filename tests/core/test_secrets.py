"""Secrets as their files hold them while the daemon runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.secrets import LiveKeys, new_webhook_key


def test_a_file_that_turns_unusable_is_said_once_and_the_former_secret_signs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "hooks.secret"
    old, new = new_webhook_key(), new_webhook_key()
    path.write_text(old)
    keys = LiveKeys(path, (old,))
    path.write_text("whsec_mine \xe9")
    for _ in range(3):
        assert keys.current() == (old,)
    (said,) = caplog.messages
    assert said == f"{path}: it holds no such secret; what it held before goes on signing"
    path.unlink()
    path.mkdir()
    for _ in range(3):
        assert keys.current() == (old,)
    assert caplog.messages[1:] == [f"{path}: Is a directory; what it held before goes on signing"]
    path.rmdir()
    path.write_text(new)
    assert keys.current() == (new,)
