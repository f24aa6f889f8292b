"""Reads settings.toml once: its paths, its secrets, and what no single table can know.

Errors are collected and named by their dotted paths.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.complaints import complaints
from core.errors import SettingsError
from core.secrets import SecretSource, signing_keys, webhook_keys
from core.settings import (
    DEFAULT_DEFINITION,
    CrawlSettings,
    DashboardSettings,
    Settings,
    StoreSettings,
)

SETTINGS_VARIABLE = "BALAGH_SETTINGS"


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
        # Windows' editors begin a file with a mark that TOML doesn't know.
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(path, ["there is no such file"]) from None
    except IsADirectoryError:
        raise SettingsError(path, ["is a folder; name the file in it"]) from None
    except UnicodeDecodeError:
        raise SettingsError(path, ["can't be read: save it as UTF-8"]) from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(path, [f"can't be read: {error}"]) from None
    try:
        settings = Settings.model_validate(_with_absolute_paths(data, path.parent, root))
    except ValidationError as error:
        raise SettingsError(path, list(complaints(error, Settings))) from None
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
    default = {"name": DEFAULT_DEFINITION.stem}
    named = _tables(data, "watchlist") or [default]
    watchlists = [dict(w) if isinstance(w, dict) else w for w in named]
    for watchlist in watchlists:
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
        | _given(watchlist=watchlists, subscriber=subscribers)
    )


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
