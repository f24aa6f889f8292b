"""What settings.toml may say, as frozen objects that are passed down; core/loading.py reads it.

Every option stands in the shipped settings.toml with its default, unit and a line of help; a test
keeps the two in step.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from core.articles import Cms, Feed, FeedFormat, Selectors, Tier
from core.assessments import Topic
from core.durations import parse_duration
from core.fields import (
    PORTS,
    Address,
    Confidence,
    Deadline,
    Duration,
    HeaderUrl,
    Host,
    HostPort,
    Language,
    Name,
    PageUrl,
    PlainText,
    Section,
    WebUrl,
    like,
)
from core.subscribers import SubscriberSettings

DEFAULT_DEFINITION = Path("matching/watchlists/dgst-bcij.toml")


Nickname = Annotated[str, like(r".*\S\s+\S.*", "a nickname is a text of two words or more")]
StoreUrl = Annotated[
    str,
    like(
        r"(sqlite|postgresql)(\+\w+)?://.*",
        "write it like sqlite:///var/balagh.db or postgresql://user:password@host/database",
    ),
]


class StoreSettings(Section):
    url: StoreUrl = "sqlite:///var/balagh.db"


class CrawlSettings(Section):
    catalogue: str = "crawler/feeds.toml"
    user_agent: Annotated[PlainText, Field(min_length=1)] = (
        "Balagh/1.0 (+https://example.org/balagh; contact@example.org)"
    )
    interval_min: Duration = timedelta(minutes=2)
    interval_max: Duration = timedelta(hours=1)
    concurrency: int = Field(16, ge=1, le=256)
    per_host: int = Field(2, ge=1, le=16)
    host_pause: Duration = timedelta(seconds=1)
    deadline: Deadline = timedelta(seconds=30)
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
    url: PageUrl
    outlet: str = ""
    language: Language | None = None
    format: FeedFormat = "rss"
    tier: Tier = "unknown"
    home: PageUrl | None = None
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
    """One that `arrests` never only informs others: what is told of it is its own operation.

    `topic` is what its operations are about where a report does not say. Others bear its
    `nicknames` too: they count where `nicknames_topic` is told.
    """

    arrests: bool = False
    nicknames: tuple[Nickname, ...] = ()
    nicknames_topic: Topic = "terrorism"
    topic: Topic | None = None


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
    timeout: Deadline = timedelta(seconds=20)
    allow_private: tuple[HostPort, ...] = ()


NO_SENDER = "balagh@localhost.localdomain"
SUBMISSIONS = 465
"""Port for mail under TLS from the first byte (RFC 8314): without it either side waits in vain."""


class SmtpSettings(Section):
    host: Host = "localhost"
    port: int = Field(587, ge=1, le=PORTS)
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: PlainText = ""
    password_env: str | None = None
    password_file: Path | None = None
    sender: Address = NO_SENDER
    unsubscribe_url: HeaderUrl | None = None
    timeout: Deadline = timedelta(seconds=20)
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
    watchlist: tuple[WatchlistSettings, ...] = (WatchlistSettings(name=DEFAULT_DEFINITION.stem),)
    subscriber: tuple[SubscriberSettings, ...] = ()
    _path: Path = PrivateAttr(Path("settings.toml"))

    @property
    def path(self) -> Path:
        """The file that was read, which commands edit."""
        return self._path

    @property
    def folder(self) -> Path:
        return self._path.parent
