"""Email over SMTP: one connection per attempt, the same bytes and Message-ID each time."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from datetime import timedelta
from typing import IO

from alerts.channels.address import anywhere, connect, resolve
from alerts.channels.deadline import Deadline, OpenAttempts
from alerts.channels.labels import Labels
from alerts.channels.letter import Writer
from alerts.channels.links import FeedbackLinks
from core.alerts import Alert, Delivery, NewDelivery, Outcome
from core.printable import one_line
from core.settings import SmtpSettings
from core.subscribers import SubscriberSettings

ANSWER_KEPT = 2_000
DETAIL_KEPT = 300
LOGIN_NEEDED = 530

REPLIES_BYTES = 100_000
"""All that a server says in one attempt; who goes on and on is left."""


class EmailChannel:
    """Hands a subscriber's alerts to the mail server of the settings."""

    def __init__(
        self,
        subscriber: SubscriberSettings,
        settings: SmtpSettings,
        labels: Labels,
        *,
        wait: timedelta = timedelta(),
        links: FeedbackLinks | None = None,
    ) -> None:
        """`wait` is the time between an alert and its first attempt."""
        assert subscriber.email is not None
        self._subscriber = subscriber.name
        self._recipient = subscriber.email
        self._settings = settings
        self._wait = wait
        self._attempts = OpenAttempts(settings.timeout)
        self._writer = Writer(
            subscriber=subscriber.name,
            sender=settings.sender,
            recipient=subscriber.email,
            labels=labels,
            unsubscribe_url=settings.unsubscribe_url,
            links=links,
        )

    @property
    def timeout(self) -> timedelta:
        return self._settings.timeout

    def render(self, alert: Alert) -> NewDelivery:
        message_id, body = self._writer.write(alert)
        return NewDelivery(
            subscriber=self._subscriber,
            channel="email",
            message_id=message_id,
            body=body,
            due=alert.created + self._wait,
        )

    def send(self, delivery: Delivery) -> Outcome:
        with self._attempts.open() as deadline:
            try:
                self._submit(delivery.body, deadline)
            except (smtplib.SMTPException, OSError) as error:
                return self._judge(error, deadline)
        return Outcome(verdict="delivered", status=250, detail=f"{self._host} took it")

    def probe(self) -> str | None:
        with self._attempts.open() as deadline:
            try:
                with contextlib.closing(self._connect(deadline)) as server:
                    server.quit()
            except (smtplib.SMTPException, OSError) as error:
                return self._judge(error, deadline).detail
        return None

    def close(self) -> None:
        self._attempts.close()

    @property
    def _host(self) -> str:
        return self._settings.host

    def _submit(self, body: bytes, deadline: Deadline) -> None:
        """Hand over one mail; what happens after the server took it no longer matters."""
        with contextlib.closing(self._connect(deadline)) as server:
            server.sendmail(self._settings.sender, [self._recipient], body)
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connect(self, deadline: Deadline) -> smtplib.SMTP:
        """Return a connection that is encrypted and logged in as the settings say."""
        settings = self._settings
        client = _WatchedTlsClient if settings.security == "tls" else _WatchedClient
        server = client(deadline, settings)
        try:
            if settings.security == "starttls":
                _encrypt(server)
            if settings.username:
                _log_in(server, settings)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _judge(self, error: Exception, deadline: Deadline) -> Outcome:
        """5xx about the mail or its addresses is final; what may be mended is retried.

        A refused or missing login is the operator's to mend, so it is retried.
        """
        status, answer = _reply(error)
        final = status is not None and 500 <= status < 600
        mendable = isinstance(error, smtplib.SMTPAuthenticationError) or status == LOGIN_NEEDED
        told = answer or ("no answer in time" if _late(error, deadline) else _reason(error))
        code = "" if status is None else f"{status} "
        return Outcome(
            verdict="dead" if final and not mendable else "retry",
            status=status,
            detail=one_line(f"{self._host}: {code}{told}")[:DETAIL_KEPT],
            answer=answer,
        )


def _encrypt(server: smtplib.SMTP) -> None:
    """Raises SMTPException and OSError; a refusal is no verdict on the mail."""
    try:
        server.starttls(context=ssl.create_default_context())
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        words = said if isinstance(said, str) else said.decode("utf-8", "replace")
        raise smtplib.SMTPException(f"STARTTLS: {error.smtp_code} {words}") from None


def _log_in(server: smtplib.SMTP, settings: SmtpSettings) -> None:
    """Raises SMTPException and OSError only; smtplib lets ValueErrors of its encodings through."""
    try:
        server.login(settings.username, settings.password)
    except UnicodeEncodeError:
        raise smtplib.SMTPException("user name and password must be ASCII") from None
    except ValueError:
        raise smtplib.SMTPException("what it answers to the login can't be read") from None


class _WatchedClient(smtplib.SMTP):
    """Connects when it is made; its connection is cut at the deadline."""

    def __init__(self, deadline: Deadline, settings: SmtpSettings) -> None:
        self._deadline = deadline
        domain = settings.sender.rpartition("@")[2]
        super().__init__(settings.host, settings.port, local_hostname=domain)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connect(host, port, self._deadline, anywhere, resolve)

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply, of which smtplib would keep as many lines as come."""
        if self.file is None:
            assert self.sock is not None
            self.file = _Bounded(self.sock.makefile("rb"))
        return super().getreply()


class _Bounded:
    """A server's side of the conversation, up to a limit."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = REPLIES_BYTES

    def readline(self, size: int) -> bytes:
        line = self._file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("its replies have no end")
        return line

    def close(self) -> None:
        self._file.close()


class _WatchedTlsClient(_WatchedClient):
    """The same with TLS from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _reply(error: Exception) -> tuple[int | None, str]:
    """Return the server's code and words; None for replies that smtplib made up itself.

    It does so for replies that are no SMTP, or too long, as a plain SMTPResponseException.
    """
    code: int
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return None, ""
    text = words if isinstance(words, str) else words.decode("utf-8", "replace")
    made_up = type(error) is smtplib.SMTPResponseException or code < 200
    return (None if made_up else code), text[:ANSWER_KEPT]


def _late(error: Exception, deadline: Deadline) -> bool:
    return deadline.over or isinstance(error, TimeoutError)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its TLS certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason}); do smtp.port and smtp.security fit?"
    if isinstance(error, smtplib.SMTPResponseException):
        return "what it answers is no SMTP"
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
