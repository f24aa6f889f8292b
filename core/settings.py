"""settings.toml, read once into a frozen object and passed down.

Every option stands in the shipped settings.toml with its default, unit and a line of help; a test
keeps the two in step. Errors are collected and named by their dotted paths.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, Field, PrivateAttr, ValidationError, model_validator

from core.articles import Cms, Feed, FeedFormat, Selectors, Tier
from core.durations import parse_duration
from core.errors import SettingsError
from core.fields import (
    Address,
    Confidence,
    Duration,
    Host,
    HostPort,
    Language,
    Name,
    Section,
    WebUrl,
)
from core.secrets import SecretSource, signing_keys, webhook_keys
from core.subscribers import SubscriberSettings

SETTINGS_VARIABLE = "BALAGH_SETTINGS"
DEFAULT_DEFINITION = Path("matching/watchlists/dgst-bcij.toml")


class StoreSettings(Section):
    url: str = Field("sqlite:///var/balagh.db", pattern=r"^(sqlite|postgresql)(\+\w+)?://")


class CrawlSettings(Section):
    catalogue: str = "crawler/feeds.toml"
    user_agent: str = Field(
        "Balagh/1.0 (+https://example.org/balagh; contact@example.org)",
        pattern=r"^[\x20-\x7e]+$",
    )
    interval_min: Duration = timedelta(minutes=2)
    interval_max: Duration = timedelta(hours=1)
    concurrency: int = Field(16, ge=1, le=256)
    per_host: int = Field(2, ge=1, le=16)
    host_pause: Duration = timedelta(seconds=1)
    deadline: Duration = timedelta(seconds=30)
    feed_bytes: int = Field(4_000_000, ge=1_000)
    page_bytes: int = Field(2_000_000, ge=1_000)
    robots_ttl: Duration = timedelta(hours=12)
    confidence: Confidence = "medium"
    searches: bool = True
    allow_private: tuple[HostPort, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> CrawlSettings:
        if self.interval_min > self.interval_max:
            raise ValueError("interval_min is longer than interval_max")
        return self


def _read_selector(value: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(value or "*")
    except SelectorError as error:
        raise ValueError(f"is no CSS selector: {error}") from None
    return value


Selector = Annotated[str, AfterValidator(_read_selector)]


class SelectorSettings(Section):
    """CSS selectors: for a listing page, and for an article's page where extraction fails."""

    item: Selector = ""
    link: Selector = ""
    title: Selector = ""
    date: Selector = ""
    text: Selector = ""
    drop: Selector = ""


class FeedSettings(Section):
    name: Name
    url: WebUrl
    outlet: str = ""
    language: Language | None = None
    format: FeedFormat = "rss"
    tier: Tier = "unknown"
    home: WebUrl | None = None
    cms: Cms = ""
    note: str = ""
    selectors: SelectorSettings = SelectorSettings()

    def to_feed(self) -> Feed:
        return Feed(
            name=self.name,
            url=self.url,
            outlet=self.outlet or self.name,
            language=self.language,
            format=self.format,
            tier=self.tier,
            home=self.home,
            cms=self.cms,
            note=self.note,
            selectors=Selectors(**self.selectors.model_dump()),
        )


class OrganisationSettings(Section):
    """Its names: longer aliases are matched fuzzily, single words exactly."""

    name: Name
    aliases: tuple[str, ...] = Field(min_length=1)


class AgencySettings(OrganisationSettings):
    """One that `arrests` never only informs others: what is told of it is its own operation."""

    arrests: bool = False


class WatchlistDefinition(Section):
    """A watchlist's organisations, as in matching/watchlists/*.toml."""

    agency: tuple[AgencySettings, ...] = Field(min_length=1)
    rival: tuple[OrganisationSettings, ...] = ()


class WatchlistSettings(Section):
    name: Name
    seeds: Path = Path("seeds")
    definition: Path | None = None
    threshold: float | None = Field(None, allow_inf_nan=False)
    agency: tuple[AgencySettings, ...] = ()
    rival: tuple[OrganisationSettings, ...] = ()


class WebhookSettings(Section):
    timeout: Duration = timedelta(seconds=20)
    allow_private: tuple[HostPort, ...] = ()


NO_SENDER = "balagh@localhost.localdomain"
SUBMISSIONS = 465
"""Port for mail under TLS from the first byte (RFC 8314): without it either side waits in vain."""


class SmtpSettings(Section):
    host: Host = "localhost"
    port: int = Field(587, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str = Field("", pattern=r"^[\x20-\x7e]*$")
    password_env: str | None = None
    password_file: Path | None = None
    sender: Address = NO_SENDER
    unsubscribe_url: WebUrl | None = None
    timeout: Duration = timedelta(seconds=20)
    _password: str = PrivateAttr("")

    @model_validator(mode="after")
    def _fits_its_port(self) -> SmtpSettings:
        if self.port == SUBMISSIONS and self.security != "tls":
            raise ValueError('port 465 goes with security = "tls"')
        return self

    @property
    def password(self) -> str:
        """The secret itself, from password_env or password_file. Never logged."""
        return self._password


class DeliverySettings(Section):
    schedule: Annotated[tuple[Duration, ...], Field(min_length=1)] = tuple(
        parse_duration(t) for t in ("0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h")
    )
    jitter: float = Field(0.2, ge=0, lt=1)
    concurrency: int = Field(8, ge=1, le=64)
    per_subscriber: int = Field(2, ge=1, le=16)


class OperatorSettings(Section):
    heartbeat_url: WebUrl | None = None
    disk_free_mb: int = Field(500, ge=0)


class RetentionSettings(Section):
    attempts: Duration = timedelta(days=90)
    bodies: Duration = timedelta(days=30)


class LogSettings(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "text", "json"] = "auto"


class DashboardSettings(Section):
    listen: HostPort = "127.0.0.1:8765"
    url: WebUrl | None = None
    access_file: Path = Path("var/dashboard.toml")
    secret_env: str | None = None
    secret_file: Path | None = None
    _keys: tuple[str, ...] = PrivateAttr(())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that sign links in mails, newest first, from secret_env or secret_file."""
        return self._keys

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port; an IPv6 host without its brackets."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


class Settings(Section):
    """Everything that settings.toml decides. Paths are absolute once loaded."""

    store: StoreSettings = StoreSettings()
    crawl: CrawlSettings = CrawlSettings()
    webhook: WebhookSettings = WebhookSettings()
    smtp: SmtpSettings = SmtpSettings()
    delivery: DeliverySettings = DeliverySettings()
    operator: OperatorSettings = OperatorSettings()
    retention: RetentionSettings = RetentionSettings()
    dashboard: DashboardSettings = DashboardSettings()
    log: LogSettings = LogSettings()
    feed: tuple[FeedSettings, ...] = ()
    watchlist: tuple[WatchlistSettings, ...] = (WatchlistSettings(name="dgst-bcij"),)
    subscriber: tuple[SubscriberSettings, ...] = ()
    _path: Path = PrivateAttr(Path("settings.toml"))

    @property
    def path(self) -> Path:
        """The file that was read, which commands edit."""
        return self._path

    @property
    def folder(self) -> Path:
        return self._path.parent


def settings_path(root: Path, environ: Mapping[str, str] | None = None) -> Path:
    """Return the settings file in force: BALAGH_SETTINGS, else settings.toml beside scrapy.cfg."""
    named = (os.environ if environ is None else environ).get(SETTINGS_VARIABLE)
    return Path(named).absolute() if named else root / "settings.toml"


def load_settings(root: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; `root` is scrapy.cfg's folder.

    Relative paths that the file names start at its folder, default ones at `root`.
    Raises SettingsError with every problem found.
    """
    env = os.environ if environ is None else environ
    path = settings_path(root, env)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(path, ["there is no such file"]) from None
    except IsADirectoryError:
        raise SettingsError(path, ["is a folder; name the file in it"]) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(path, [f"can't be read: {error}"]) from None
    try:
        settings = Settings.model_validate(_with_absolute_paths(data, path.parent, root))
    except ValidationError as error:
        raise SettingsError(path, list(_problems(error))) from None
    settings._path = path
    problems = [*_contradictions(settings), *_read_secrets(settings, env)]
    if problems:
        raise SettingsError(path, problems)
    return settings


def _with_absolute_paths(data: dict[str, Any], folder: Path, root: Path) -> dict[str, Any]:
    """Fill in the paths: named ones start at the settings' folder, default ones at the root."""
    store = _table(data, "store")
    url = store.get("url")
    store["url"] = (
        _absolute_sqlite(StoreSettings().url, root)
        if url is None
        else _absolute_sqlite(url, folder)
    )
    crawl = _table(data, "crawl")
    catalogue = crawl.get("catalogue", CrawlSettings().catalogue)
    if isinstance(catalogue, str) and catalogue:
        crawl["catalogue"] = str((folder if "catalogue" in crawl else root) / catalogue)
    smtp = _table(data, "smtp")
    _make_absolute(smtp, "password_file", folder)
    dashboard = _table(data, "dashboard")
    _make_absolute(dashboard, "access_file", folder)
    _make_absolute(dashboard, "secret_file", folder)
    dashboard.setdefault("access_file", str(root / DashboardSettings().access_file))
    watchlists = [dict(w) if isinstance(w, dict) else w for w in _tables(data, "watchlist")]
    for watchlist in watchlists or [{"name": "dgst-bcij"}]:
        if not isinstance(watchlist, dict):
            continue
        _make_absolute(watchlist, "seeds", folder)
        watchlist.setdefault("seeds", str(root / "seeds"))
        _make_absolute(watchlist, "definition", folder)
        if "agency" not in watchlist:
            watchlist.setdefault("definition", str(root / DEFAULT_DEFINITION))
    subscribers = [dict(s) if isinstance(s, dict) else s for s in _tables(data, "subscriber")]
    for subscriber in subscribers:
        if isinstance(subscriber, dict):
            _make_absolute(subscriber, "secret_file", folder)
    return (
        data
        | {"store": store, "crawl": crawl, "smtp": smtp, "dashboard": dashboard}
        | _given(watchlist=watchlists or [_default_watchlist(root)], subscriber=subscribers)
    )


def _default_watchlist(root: Path) -> dict[str, str]:
    return {
        "name": "dgst-bcij",
        "seeds": str(root / "seeds"),
        "definition": str(root / DEFAULT_DEFINITION),
    }


def _given(**tables: list[Any]) -> dict[str, Any]:
    return {name: value for name, value in tables.items() if value}


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name, {})
    return dict(value) if isinstance(value, dict) else {name: value}


def _tables(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name, [])
    return value if isinstance(value, list) else [value]


def _make_absolute(table: dict[str, Any], key: str, folder: Path) -> None:
    value = table.get(key)
    if isinstance(value, str) and value:
        table[key] = str(folder / Path(value).expanduser())


def _absolute_sqlite(url: object, folder: Path) -> object:
    prefix = "sqlite:///"
    if not isinstance(url, str) or not url.startswith(prefix):
        return url
    name = url.removeprefix(prefix)
    return url if name in ("", ":memory:") else f"{prefix}{folder / name}"


def _problems(error: ValidationError) -> Iterator[str]:
    for item in error.errors(include_url=False):
        where = ".".join(str(part) for part in item["loc"]) or "settings"
        message = str(item["msg"]).removeprefix("Value error, ")
        if item["type"] == "extra_forbidden":
            message = "no such option"
        given = item.get("input")
        shown = f" (given: {given!r})" if isinstance(given, str | int | float | bool) else ""
        yield f"{where}: {message}{shown}"


def _contradictions(settings: Settings) -> Iterator[str]:
    """Name what no single table can know: doubles, and names that lead nowhere."""
    for kind in ("feed", "watchlist", "subscriber"):
        yield from _repeated(kind, "name", [item.name for item in getattr(settings, kind)])
    yield from _repeated("feed", "url", [feed.url for feed in settings.feed])
    known = [watchlist.name for watchlist in settings.watchlist]
    for index, subscriber in enumerate(settings.subscriber):
        for name in subscriber.watchlists:
            if name not in known:
                there = ", ".join(known)
                yield f"subscriber.{index}.watchlists: no watchlist {name!r}; there are: {there}"


def _repeated(kind: str, option: str, values: Sequence[str]) -> Iterator[str]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield f"{kind}.{index}.{option}: {value!r} is taken already"


def _read_secrets(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    for index, subscriber in enumerate(settings.subscriber):
        source = SecretSource(subscriber.secret_env, subscriber.secret_file)
        if not source.named:
            continue
        where = f"subscriber.{index}.{source.option('secret')}"
        try:
            subscriber._keys = webhook_keys(source.read(environ))
        except ValueError as error:
            yield f"{where}: {error}"
    source = SecretSource(settings.smtp.password_env, settings.smtp.password_file)
    if source.named:
        try:
            settings.smtp._password = _ascii(source.read(environ).strip())
        except ValueError as error:
            yield f"smtp.{source.option('password')}: {error}"
    yield from _read_signing_keys(settings.dashboard, environ)


def _read_signing_keys(dashboard: DashboardSettings, environ: Mapping[str, str]) -> Iterator[str]:
    source = SecretSource(dashboard.secret_env, dashboard.secret_file)
    if not source.named:
        return
    if dashboard.url is None:
        yield f"dashboard.{source.option('secret')}: it signs links to dashboard.url: name that too"
    try:
        dashboard._keys = signing_keys(source.read(environ))
    except ValueError as error:
        yield f"dashboard.{source.option('secret')}: {error}"


def _ascii(password: str) -> str:
    if not password.isascii():
        raise ValueError("holds a letter that is not ASCII, which SMTP logins can't carry")
    return password
