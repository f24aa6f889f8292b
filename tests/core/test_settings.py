"""Settings are strict: what is wrong is named by its dotted path, all at once."""

from __future__ import annotations

import base64
from datetime import time, timedelta
from pathlib import Path

import pytest

from core.errors import SettingsError
from core.loading import load_settings
from core.settings import Settings

ROOT = Path(__file__).parents[2]
EMAIL = '[[subscriber]]\nname = "a"\nemail = "a@b"\n'
KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()


def load(tmp_path: Path, text: str, **environ: str) -> Settings:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(ROOT, {"BALAGH_SETTINGS": str(path), **environ})


def problems(tmp_path: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text, **environ)
    assert str(tmp_path / "own.toml") in str(caught.value)
    return list(caught.value.problems)


def test_the_shipped_file_holds_the_defaults() -> None:
    shipped, empty = load_settings(ROOT, {}), Settings()
    assert shipped.crawl.model_copy(update={"catalogue": ""}) == empty.crawl.model_copy(
        update={"catalogue": ""}
    )
    for section in ("webhook", "smtp", "delivery", "log", "feed", "subscriber"):
        assert getattr(shipped, section) == getattr(empty, section), section


def test_an_empty_file_takes_default_paths_from_the_project(tmp_path: Path) -> None:
    settings = load(tmp_path, "")
    assert settings.store.url == f"sqlite:///{ROOT}/var/balagh.db"
    assert settings.crawl.catalogue == str(ROOT / "crawler/feeds.toml")
    assert settings.watchlist[0].seeds == ROOT / "seeds"
    assert settings.watchlist[0].definition == ROOT / "matching/watchlists/dgst-bcij.toml"


def test_times_of_a_subscriber(tmp_path: Path) -> None:
    text = EMAIL + 'quiet_hours = "22:00-07:00"\ndigest_at = 06:30:00\ntimezone = "Europe/Paris"'
    chosen = load(tmp_path, text).subscriber[0]
    assert (chosen.digest_at, chosen.zone.key) == (time(6, 30), "Europe/Paris")
    assert chosen.quiet_hours is not None
    inside = [
        t
        for t in ("21:59", "22:00", "06:59", "07:00")
        if time.fromisoformat(t) in chosen.quiet_hours
    ]
    assert inside == ["22:00", "06:59"]


def test_named_paths_start_at_the_settings_folder(tmp_path: Path) -> None:
    text = """
    [store]
    url = "sqlite:///mine.db"
    [crawl]
    catalogue = "feeds.toml"
    [[watchlist]]
    name = "other"
    seeds = "texts"
    """
    settings = load(tmp_path, text)
    assert settings.store.url == f"sqlite:///{tmp_path}/mine.db"
    assert settings.crawl.catalogue == str(tmp_path / "feeds.toml")
    assert settings.watchlist[0].seeds == tmp_path / "texts"
    assert settings.watchlist[0].definition == ROOT / "matching/watchlists/dgst-bcij.toml"


def test_a_watchlist_with_its_own_agencies_needs_no_definition(tmp_path: Path) -> None:
    text = """
    [[watchlist]]
    name = "coast"
    [[watchlist.agency]]
    name = "Coast Guard"
    aliases = ["coast guard"]
    """
    watchlist = load(tmp_path, text).watchlist[0]
    assert watchlist.definition is None
    assert watchlist.agency[0].aliases == ("coast guard",)


def test_every_problem_is_named_by_its_path_at_once(tmp_path: Path) -> None:
    text = """
    colour = "red"
    [crawl]
    deadline = 30
    per_host = 0
    speed = 3
    [[feed]]
    name = "A"
    url = "ftp://example.org/feed"
    [[subscriber]]
    name = "nobody"
    """
    found = "\n".join(problems(tmp_path, text))
    for path in (
        "colour: no such option",
        "crawl.deadline: a duration is a text",
        "crawl.per_host:",
        "crawl.speed: no such option",
        "feed.0.url:",
        "subscriber.0: names no channel",
    ):
        assert path in found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[crawl", "can't be read"),
        ('crawl = "fast"', "crawl.crawl: no such option"),
        ('[crawl]\ninterval_min = "2h"', "crawl: interval_min is longer than interval_max"),
        ('[[subscriber]]\nname = "a"\nemail = "a b@c"', "subscriber.0.email"),
        ('[[subscriber]]\nname = "a"\nwebhook = "http://h/x"', "needs secret_file or secret_env"),
        (EMAIL + 'quiet_hours = "22:00"', 'are a text like "22:00-07:00"'),
        (EMAIL + 'quiet_hours = "22:00-22:00"', "would never let anything through"),
        (EMAIL + 'digest_at = "7"', 'is a text like "07:00"'),
        (EMAIL + 'timezone = "Morocco/Rabat"', "no such time zone"),
        (EMAIL + "per_hour = -1", "subscriber.0.per_hour"),
        ('[store]\nurl = "mysql://x"', "store.url"),
        ('[[watchlist]]\nname = "a"\n[[watchlist]]\nname = "a"', "watchlist.1.name: 'a' is taken"),
        ('[[subscriber]]\nname = "a"\nemail = "a@b"\nacts = []', "subscriber.0.acts"),
        ('[[subscriber]]\nname = "a"\nemail = "a@b"\nwatchlists = ["x"]', "no watchlist 'x'"),
        ("[[watchlist]]\nname = 'a'\nthreshold = nan", "watchlist.0.threshold"),
        ('[crawl]\nuser_agent = "a\\nb"', "crawl.user_agent"),
        ('[[feed]]\nname = "a"\nurl = "http://[h/f"', "feed.0.url: it can't be read as an address"),
        ('[[feed]]\nname = "a"\nurl = "http://h:99999/f"', "feed.0.url: it can't be read as an"),
        ('[[feed]]\nname = "a"\nurl = "http://:80/f"', "names no host"),
        (
            '[[feed]]\nname = "a"\nurl = "http://h/f"\n[feed.selectors]\nitem = "div["',
            "feed.0.selectors.item: is no CSS selector",
        ),
        (
            '[[feed]]\nname = "a"\nurl = "http://h/f"\n[[feed]]\nname = "b"\nurl = "http://h/f"',
            "feed.1.url: 'http://h/f' is taken already",
        ),
    ],
)
def test_a_bad_file_says_what_and_where(tmp_path: Path, text: str, problem: str) -> None:
    assert any(problem in p for p in problems(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    with pytest.raises(SettingsError, match=r"none\.toml: there is no such file"):
        load_settings(ROOT, {"BALAGH_SETTINGS": str(missing)})


WEBHOOK = '[[subscriber]]\nname = "s"\nwebhook = "https://h/x"\n'


def test_secrets_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "s.secret").write_text(f"{KEY}\n{KEY}\n", encoding="utf-8")
    from_env = load(tmp_path, WEBHOOK + 'secret_env = "S"', S=KEY)
    from_file = load(tmp_path, WEBHOOK + 'secret_file = "s.secret"')
    assert from_env.subscriber[0].webhook_keys == (KEY,)
    assert from_file.subscriber[0].webhook_keys == (KEY, KEY)
    assert KEY not in repr(from_env)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "the environment variable S is not set"),
        ("abc", 'starts with "whsec_"'),
        ("whsec_!!!", "is base64"),
        ("whsec_" + base64.b64encode(b"short").decode(), "24 to 64 random bytes"),
    ],
)
def test_a_bad_secret_is_named_and_never_shown(tmp_path: Path, value: str, problem: str) -> None:
    (found,) = problems(tmp_path, WEBHOOK + 'secret_env = "S"', S=value)
    assert found.startswith("subscriber.0.secret_env: ")
    assert problem in found
    assert not value or value not in found


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    text = WEBHOOK + 'secret_file = "gone"\n[smtp]\npassword_file = "gone-too"'
    found = problems(tmp_path, text)
    assert found[0].startswith("subscriber.0.secret_file: ")
    assert found[1].startswith("smtp.password_file: ")


def test_a_secret_has_one_source(tmp_path: Path) -> None:
    both = '{0}_env = "S"\n{0}_file = "s.secret"\n'
    (tmp_path / "s.secret").write_text(f"{KEY}\n", encoding="utf-8")
    face = '[dashboard]\nurl = "https://b.example"\n'
    text = "[smtp]\n" + both.format("password") + face + both.format("secret")
    found = problems(tmp_path, text, S=KEY)
    assert [line.split(":")[0] for line in found] == ["smtp.password_env", "dashboard.secret_env"]
    assert all("keep one of the two" in line for line in found)


def test_durations_are_read_with_their_units(tmp_path: Path) -> None:
    settings = load(tmp_path, '[crawl]\ninterval_max = "1h30m"\nhost_pause = "0s"')
    assert settings.crawl.interval_max == timedelta(minutes=90)
    assert settings.crawl.host_pause == timedelta()


def test_a_folder_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is a folder; name the file in it"):
        load_settings(ROOT, {"BALAGH_SETTINGS": str(tmp_path)})


@pytest.mark.parametrize(
    "address",
    [
        "desk.@b.org",
        "a..b@b.org",
        "a:b@b.org",
        "a[b]@b.org",
        "a(desk)@b.org",
        '"a"@b.org',
        "=?utf-8?q?a?=@b.org",
        "desk@b..org",
        "desk@b.",
        f"{'a' * 250}@b.org",
    ],
)
def test_an_address_that_no_mail_can_carry_is_refused(tmp_path: Path, address: str) -> None:
    text = f"[smtp]\nsender = '{address}'\n[[subscriber]]\nname = 'a'\nemail = '{address}'"
    sender, email = problems(tmp_path, text)
    assert sender.startswith("smtp.sender: one bare mail address, like desk@example.org")
    assert email.startswith("subscriber.0.email: one bare mail address, like desk@example.org")


@pytest.mark.parametrize("address", ["desk@مثال.example", "بلاغ@b.org"])
def test_an_address_that_smtp_cannot_carry_is_refused(tmp_path: Path, address: str) -> None:
    [found] = problems(tmp_path, f"[smtp]\nsender = '{address}'")
    assert "smtp.sender: a mail address is plain ASCII; write its domain as xn--" in found


@pytest.mark.parametrize(
    "url", ["https://b.org/désabonner", "https://مثال.example/", "https://b.org/>,<x"]
)
def test_what_goes_into_a_header_is_plain(tmp_path: Path, url: str) -> None:
    [found] = problems(tmp_path, f"[smtp]\nunsubscribe_url = '{url}'")
    assert found.startswith("smtp.unsubscribe_url: plain ASCII alone stands in a mail's headers")


@pytest.mark.parametrize("host", ["mail.example:587", "smtp://mail.example", "me@mail.example"])
def test_a_mail_server_is_named_without_its_port(tmp_path: Path, host: str) -> None:
    found = problems(tmp_path, f"[smtp]\nhost = {host!r}")
    assert found[0].startswith("smtp.host: a host's name alone; its port stands apart")
    assert load(tmp_path, "[smtp]\nhost = '::1'").smtp.host == "::1"


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_a_port_that_would_be_waited_at_in_vain_is_named(tmp_path: Path, security: str) -> None:
    text = f"[smtp]\nport = 465\nsecurity = {security!r}"
    assert problems(tmp_path, text) == ['smtp: port 465 goes with security = "tls"']
    assert load(tmp_path, "[smtp]\nport = 465\nsecurity = 'tls'").smtp.port == 465


def test_a_login_that_smtp_can_not_carry_is_refused(tmp_path: Path) -> None:
    text = "[smtp]\nusername = 'balagh'\npassword_env = 'MAIL'"
    (found,) = problems(tmp_path, text, MAIL="clé-secrète")
    assert found.startswith("smtp.password_env: holds a letter that is not ASCII")
    assert "secr" not in found
    assert problems(tmp_path, "[smtp]\nusername = 'بلاغ'")[0].startswith("smtp.username: ")


LINKS = '[dashboard]\nurl = "https://x.example/"\nsecret_env = "L"'


def test_the_secret_of_links_has_one_key_or_two_while_it_is_changed(tmp_path: Path) -> None:
    first, second = "a" * 43, "b" * 43
    assert load(tmp_path, LINKS, L=f"{first}\n{second}\n").dashboard.keys == (first, second)
    assert first not in repr(load(tmp_path, LINKS, L=first))


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "the environment variable L is not set"),
        ("abc", "32 characters or more"),
        ("  ", "holds no secret"),
        (" ".join(["c" * 43] * 3), "holds more than two secrets"),
    ],
)
def test_a_bad_secret_of_links_is_named(tmp_path: Path, value: str, problem: str) -> None:
    (found,) = problems(tmp_path, LINKS, L=value)
    assert found.startswith("dashboard.secret_env: ")
    assert problem in found


def test_links_need_an_address_to_lead_to(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, '[dashboard]\nsecret_env = "L"', L="a" * 43)
    assert found.startswith("dashboard.secret_env: ")
    assert "dashboard.url" in found
