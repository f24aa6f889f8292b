"""A mail server on loopback that keeps every message, and fails on demand."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from core.clock import utc_now
from newsroom.faults import Faults, Hold
from newsroom.waiting import Record

ACCEPTED = "250 OK"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """A message whose DATA ended: `message` with plain line ends, `raw` as it came.

    `reply` is what it is answered, `arrived` is UTC.
    """

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes
    reply: str
    arrived: datetime

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class MailServer:
    """Takes mail without encryption or login at `host`:`port`; a context manager.

    Messages are recorded when their DATA has ended, before any hold, whatever the reply.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self._record: Record[ReceivedMail] = Record()
        self._holds = Faults()
        self._lock = threading.Lock()
        self._replies: list[str] = []
        self._disconnects = 0
        self._controller = _Controller(self)

    @property
    def port(self) -> int:
        return self._controller.port

    @property
    def received(self) -> tuple[ReceivedMail, ...]:
        return self._record.all()

    def wait_for(
        self, n: int, timeout: float, only: Callable[[ReceivedMail], bool] = lambda _: True
    ) -> tuple[ReceivedMail, ...]:
        """Return the messages once there are `n`; raises TimeoutError after `timeout` seconds."""
        return self._record.wait_for(n, timeout, only)

    def hold(self) -> Hold:
        """Hold the reply to DATA until it is released."""
        return self._holds.hold("*")

    def answer(self, reply: str, times: int = 1) -> None:
        """Give this reply ("451 later") to the next so many DATA, in order of adding."""
        with self._lock:
            self._replies += [reply] * times

    def disconnect(self, times: int = 1) -> None:
        """Close the next so many connections after the first line of DATA."""
        with self._lock:
            self._disconnects += times

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._holds.release_all()
        self._controller.stop()

    def take_disconnect(self) -> bool:
        """Use up one planned disconnection, if there is one."""
        with self._lock:
            planned = self._disconnects > 0
            self._disconnects -= planned
        return planned

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Record a message and return the reply; aiosmtpd calls this."""
        raw = cast(bytes, envelope.original_content)
        with self._lock:
            reply = self._replies.pop(0) if self._replies else ACCEPTED
        self._record.add(
            ReceivedMail(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                message=message_from_bytes(raw.replace(b"\r\n", b"\n"), policy=policy.default),
                raw=raw,
                reply=reply,
                arrived=utc_now(),
            )
        )
        await asyncio.to_thread(self._holds.meet, "DATA")
        return reply


class _Controller(Controller):
    """aiosmtpd's controller on a port that the system chooses."""

    def __init__(self, mailbox: MailServer) -> None:
        super().__init__(
            mailbox, hostname=mailbox.host, port=0, server_hostname="newsroom.localhost"
        )

    def factory(self) -> SMTP:
        return _Conversation(self.handler, **self.SMTP_kwargs)

    async def _create_server(self) -> asyncio.AbstractServer:
        server = await super()._create_server()
        assert isinstance(server, asyncio.Server)
        self.port = server.sockets[0].getsockname()[1]
        return server


class _Conversation(SMTP):
    """aiosmtpd's side of a conversation, which may break off within DATA."""

    async def smtp_DATA(self, arg: str) -> None:
        if not self.event_handler.take_disconnect():
            await super().smtp_DATA(arg)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._reader.readuntil(b"\r\n")
        raise ConnectionResetError("broken off on purpose")
