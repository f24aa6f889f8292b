"""Looks after Balagh itself once a minute: database, outbox, polls, disk, and the sign of life."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from alerts.channels.channel import Channel, send_now
from alerts.channels.heartbeat import Heartbeat
from alerts.notices import Notice, Notices, notice_alert
from core.alerts import Alert
from core.clock import Clock
from core.errors import StoreError
from core.settings import OperatorSettings
from store.database import Connection, Database
from store.feeds import stand_still
from store.notices import StoredNotice
from store.subscribers import switched_off_channels

logger = logging.getLogger("balagh.notice")

MEGABYTE = 1_000_000
TROUBLE_AFTER = timedelta(minutes=3)
"""A backup may lock the database for a while; what fails for longer is told."""

STILL = timedelta(minutes=15)
"""So long a feed may be due while none is polled: a busy first day polls others meanwhile."""

DISK = "disk"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What may keep notices from going out: it is told past the outbox, once it lasts."""

    key: str
    title: str
    over: str


DATABASE = Trouble("database", "the database fails", "it works again")
OUTBOX = Trouble("outbox", "no alert can be sent", "alerts go out again")
POLLS = Trouble("polls", "no feed is polled", "feeds are polled again")
UNSENT = (
    "what is due can't be claimed, or what was sent not recorded; the log says why. To restart "
    "`scrapy watch` loses nothing"
)
UNPOLLED = (
    "feeds are due and none was polled for a quarter of an hour: Balagh is blind. The log may say "
    "why; to restart `scrapy watch` loses nothing"
)


class Health:
    """The checks. `check` is to be called in the writer's thread, where the store is.

    `sends` and `online` say whether the outbox can do its work, and whether our own network is up.
    """

    def __init__(
        self,
        database: Database,
        notices: Notices,
        settings: OperatorSettings,
        clock: Clock,
        heartbeat: Heartbeat | None,
        *,
        sends: Callable[[], bool],
        online: Callable[[], bool],
    ) -> None:
        self._database = database
        self._notices = notices
        self._settings = settings
        self._clock = clock
        self._heartbeat = heartbeat
        self._sends = sends
        self._online = online
        self._started = clock()
        self._since: dict[Trouble, datetime] = {}
        self._told: set[Trouble] = set()

    def check(self) -> None:
        """Look, tell what is wrong, and give a sign of life where alerts can come and go.

        Raises StoreError while the database can't be written.
        """
        now = self._clock()
        full = disk_trouble(self._database.folder, self._settings)
        try:
            with self._database.begin() as conn:
                if full is None:
                    self._notices.end_notices(conn, [DISK], "there is room again", now)
                else:
                    self._notices.raise_notice(conn, full, now)
                self._notices.tell(conn, now)
                polls = self._polls(conn, now)
                heard = self._is_heard(conn)
        except StoreError as error:
            self._judge(DATABASE, str(error), now)
            raise
        works = [
            self._judge(DATABASE, None, now),
            self._judge(OUTBOX, None if self._sends() else UNSENT, now),
            self._judge(POLLS, None if polls else UNPOLLED, now),
        ]
        if self._heartbeat is not None and all(works) and heard and self._online():
            self._heartbeat.beat()

    def _polls(self, conn: Connection, now: datetime) -> bool:
        """Tell whether feeds are polled; what is overdue at the start says nothing of it."""
        before = now - STILL
        return self._started > before or not stand_still(conn, before)

    def _is_heard(self, conn: Connection) -> bool:
        """Tell whether there is a way left to tell anybody anything, or never was one."""
        ways = self._notices.channels
        return not ways or not switched_off_channels(conn).issuperset(ways)

    def _judge(self, trouble: Trouble, problem: str | None, now: datetime) -> bool:
        """Tell of what lasts, and of its end; returns whether all is well."""
        if problem is None:
            since = self._since.pop(trouble, now)
            if trouble in self._told:
                self._told.remove(trouble)
                self._tell_directly(trouble, trouble.over, since, standing=False)
            return True
        self._since[trouble] = since = min(self._since.get(trouble, now), now)
        if trouble not in self._told and now - since >= TROUBLE_AFTER:
            self._told.add(trouble)
            self._tell_directly(trouble, problem, since, standing=True)
        return False

    def _tell_directly(
        self, trouble: Trouble, text: str, since: datetime, *, standing: bool
    ) -> None:
        """Send without the outbox, which may be what fails: once, as well as can be."""
        notice = StoredNotice(
            key=trouble.key,
            title=trouble.title,
            text=text,
            endpoint=None,
            standing=standing,
            since=since,
        )
        logger.warning("%s: %s", notice.title if standing else f"over: {notice.title}", text)
        alert = notice_alert(notice, self._clock())
        for (name, _), channel in self._notices.channels.items():
            if name in self._notices.operators:
                work = (name, channel, alert)
                threading.Thread(target=_send, args=work, daemon=True, name="notice").start()


def _send(name: str, channel: Channel, alert: Alert) -> None:
    logger.info("told %s: %s", name, send_now(channel, alert).detail)


def disk_trouble(folder: Path | None, settings: OperatorSettings) -> Notice | None:
    """Say that there is little room in the folder of the database; None for one on a server."""
    free = shutil.disk_usage(folder).free // MEGABYTE if folder else None
    if free is None or free >= settings.disk_free_mb:
        return None
    return Notice(
        key=DISK,
        title="the disk is nearly full",
        text=f"{free} MB are left in {folder}, less than operator.disk_free_mb = "
        f"{settings.disk_free_mb}. Make room: what can't be stored isn't told",
    )
