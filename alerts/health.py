"""Looks after Balagh itself once a minute: database, disk, and the sign of life."""

from __future__ import annotations

import logging
import shutil
import threading
from datetime import datetime, timedelta

from alerts.channels.channel import Channel, send_now
from alerts.channels.heartbeat import Heartbeat
from alerts.notices import Notice, Notices, notice_alert
from core.alerts import Alert
from core.clock import Clock
from core.errors import StoreError
from core.settings import OperatorSettings
from store.database import Database
from store.notices import StoredNotice

logger = logging.getLogger("balagh.notice")

MEGABYTE = 1_000_000
TROUBLE_AFTER = timedelta(minutes=3)
"""A backup may lock the database for a while; what fails for longer is told."""

DISK = "disk"
DATABASE = "database"


class Health:
    """The checks. `check` is to be called in the writer's thread, where the store is."""

    def __init__(
        self,
        database: Database,
        notices: Notices,
        settings: OperatorSettings,
        clock: Clock,
        heartbeat: Heartbeat | None,
    ) -> None:
        self._database = database
        self._notices = notices
        self._settings = settings
        self._clock = clock
        self._heartbeat = heartbeat
        self._failing_since: datetime | None = None
        self._told = False

    def check(self) -> None:
        """Look, tell what is wrong, and give a sign of life where the database can be written.

        Raises StoreError while it can't.
        """
        now = self._clock()
        full = self._disk_trouble()
        try:
            with self._database.begin() as conn:
                if full is None:
                    self._notices.end_notices(conn, [DISK], "there is room again", now)
                else:
                    self._notices.raise_notice(conn, full, now)
                self._notices.tell(conn, now)
        except StoreError as error:
            self._database_fails(str(error), now)
            raise
        self._database_works(now)
        if self._heartbeat is not None:
            self._heartbeat.beat()

    def _disk_trouble(self) -> Notice | None:
        folder = self._database.folder
        free = shutil.disk_usage(folder).free // MEGABYTE if folder else None
        if free is None or free >= self._settings.disk_free_mb:
            return None
        return Notice(
            key=DISK,
            title="the disk is nearly full",
            text=f"{free} MB are left in {folder}, less than operator.disk_free_mb = "
            f"{self._settings.disk_free_mb}. Make room: what can't be stored isn't told",
        )

    def _database_fails(self, problem: str, now: datetime) -> None:
        since = self._failing_since or now
        self._failing_since = min(since, now)
        if not self._told and now - self._failing_since >= TROUBLE_AFTER:
            self._told = True
            self._tell_directly(problem, standing=True)

    def _database_works(self, now: datetime) -> None:
        if self._told:
            self._tell_directly("it works again", standing=False)
        self._failing_since, self._told = None, False

    def _tell_directly(self, text: str, *, standing: bool) -> None:
        """Send without the outbox, which is in the database that fails: once, as well as can be."""
        now = self._clock()
        notice = StoredNotice(
            key=DATABASE,
            title="the database fails",
            text=text,
            endpoint=None,
            standing=standing,
            since=self._failing_since or now,
        )
        logger.warning("%s: %s", notice.title if standing else "over", text)
        alert = notice_alert(notice, now)
        for (name, _), channel in self._notices.channels.items():
            if name in self._notices.operators:
                work = (name, channel, alert)
                threading.Thread(target=_send, args=work, daemon=True, name="notice").start()


def _send(name: str, channel: Channel, alert: Alert) -> None:
    logger.info("told %s: %s", name, send_now(channel, alert).detail)
