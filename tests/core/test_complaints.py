"""What a slip in settings.toml is called: what is meant, in words, and never a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError
from core.loading import load_settings
from core.settings import Settings

ROOT = Path(__file__).parents[2]
DESK = '[[subscriber]]\nname = "desk"\nemail = "desk@example.org"\n'


def told(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "mine.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SettingsError) as caught:
        load_settings(ROOT, {"BALAGH_SETTINGS": str(path)})
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[stroe]\nx = 1", "stroe: no such option; near it: store"),
        ("[crawl]\nper_hots = 1", "crawl.per_hots: no such option; near it: per_host"),
        (DESK + 'quiet = "x"', "subscriber.0.quiet: no such option; near it: quiet_hours"),
        ("[crawl]\nxyzzy = 1", "crawl.xyzzy: no such option"),
        ('[crawl]\nper_host = "two"', "crawl.per_host: a whole number is meant (given: 'two')"),
        ("[crawl]\nper_host = 99", "crawl.per_host: at most 16 is meant (given: 99)"),
        ('[crawl]\nsearches = "oui"', "crawl.searches: true or false is meant (given: 'oui')"),
        ('[crawl]\nconfidence = "x"', "it is one of 'high', 'medium' or 'low' (given: 'x')"),
        ('[crawl]\nuser_agent = "بلاغ"', "crawl.user_agent: plain ASCII alone is sent"),
        ('[crawl]\nuser_agent = ""', "crawl.user_agent: at least 1 is needed"),
        ("[crawl]\ncatalogue = 3", 'crawl.catalogue: a text is meant, like "…" (given: 3)'),
        (DESK + 'acts = "operation"', 'subscriber.0.acts: a list is meant, like ["…"]'),
        (DESK + "acts = []", "subscriber.0.acts: at least 1 is needed"),
        (DESK.replace("desk", " desk", 1), "subscriber.0.name: a name is a text of 1 to 100"),
        ('[[feed]]\nname = "a"', "feed.0.url: it is needed"),
        ("log = 3", "log: a table is meant"),
        ('[store]\nurl = "mysql://x"', "store.url: write it like sqlite:///var/balagh.db or"),
        ('[webhook]\ntimeout = "0s"', "webhook.timeout: 0s leaves no time for anything"),
        ('[dashboard]\nlisten = "127.0.0.1:99999"', "dashboard.listen: a host and a port, like"),
        ('[smtp]\ntimeout = "0s"', "smtp.timeout: 0s leaves no time for anything"),
        ('[crawl]\ndeadline = "0s"', "crawl.deadline: 0s leaves no time for anything"),
        ("[log]\n".encode("utf-16"), "can't be read: save it as UTF-8"),
    ],
)
def test_a_slip_is_told_in_words_that_say_what_is_meant(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    assert words in told(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        '[store]\nurl = "postgres://balagh:hunter2@db.example/balagh"',
        '[store]\nurl = "mysql://bob:p/hunter2@db/x"',
        '[store]\nurl = "mysql://bob:p@hunter2@db/x"',
        '[store]\nurl = "mysql://bob:p:hunter2@db/x"',
        '[store]\nurl = "mysql://:hunter2 @db/x"',
        '[store]\nurl = "bob:hunter2@db/x"',
        '[smtp]\npassword = "hunter2"',
        '[[subscriber]]\nname = "a"\nwebhook = "htps://hooks.example/hunter2"',
        '[operator]\nheartbeat_url = "ping.example/hunter2"',
    ],
)
def test_what_may_be_a_secret_is_not_repeated(tmp_path: Path, text: str) -> None:
    assert "hunter2" not in told(tmp_path, text)


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'\xef\xbb\xbf[log]\r\nlevel = "debug"\r\n')
    settings: Settings = load_settings(ROOT, {"BALAGH_SETTINGS": str(path)})
    assert settings.log.level == "debug"
