from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.channels.email import EmailChannel
from alerts.channels.labels import load_labels
from core.alerts import Delivery, Outcome
from core.settings import SmtpSettings
from core.subscribers import SubscriberSettings
from newsroom.receivers import MailServer
from tests.alerts.channels.certificates import make_certificate
from tests.alerts.channels.samples import alert, claimed
from tests.alerts.channels.scripted import Script, ScriptedServer, drip

GREETING = b"220 mail.example ESMTP\r\n"
HELLO = b"250-mail.example\r\n250 SIZE 1000000\r\n"


def channel(port: int, *, timeout_s: float = 5, password: str = "", **given: Any) -> EmailChannel:
    settings = SmtpSettings(
        **{
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "sender": "balagh@news.example",
            "timeout": timedelta(seconds=timeout_s),
        }
        | given
    )
    settings._password = password
    subscriber = SubscriberSettings(name="desk", email="desk@example.org")
    return EmailChannel(subscriber, settings, load_labels()["en"])


def delivery(to: EmailChannel) -> Delivery:
    return claimed(to.render(alert()))


def send(port: int, **given: Any) -> Outcome:
    to = channel(port, **given)
    return to.send(delivery(to))


def send_to_script(script: Script, **given: Any) -> Outcome:
    with ScriptedServer(script) as server:
        return send(server.port, **given)


def converse(*replies: bytes) -> Script:
    """Greet, then answer each command with the next reply; the last one answers DATA's end."""

    def script(client: socket.socket, stopping: threading.Event) -> None:
        client.sendall(GREETING)
        lines = client.makefile("rb")
        for reply in replies:
            while not lines.readline().startswith((b"ehlo", b"mail", b"rcpt", b"data", b".\r\n")):
                pass
            client.sendall(reply)
        stopping.wait(0.2)

    return script


def test_the_bytes_that_were_queued_arrive() -> None:
    with MailServer() as server:
        to = channel(server.port)
        queued = delivery(to)
        outcome = to.send(queued)
        (mail,) = server.received
    assert (outcome.verdict, outcome.status) == ("delivered", 250)
    assert mail.raw == queued.body
    assert mail.message_id == queued.message_id
    assert (mail.sender, mail.recipients) == ("balagh@news.example", ("desk@example.org",))


def test_every_attempt_sends_the_same_bytes() -> None:
    with MailServer() as server:
        server.answer("451 later")
        to = channel(server.port)
        queued = delivery(to)
        verdicts = [to.send(queued).verdict for _ in range(2)]
        first, second = server.received
    assert verdicts == ["retry", "delivered"]
    assert first.raw == second.raw


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("421 closing", "retry"),
        ("450 busy", "retry"),
        ("451 greylisted", "retry"),
        ("452 full", "retry"),
        ("550 no such user", "dead"),
        ("552 too large", "dead"),
        ("554 spam", "dead"),
    ],
)
def test_4xx_is_retried_and_5xx_is_final(reply: str, verdict: str) -> None:
    with MailServer() as server:
        server.answer(reply)
        outcome = send(server.port)
    code, words = reply.split(" ", 1)
    assert (outcome.verdict, outcome.status, outcome.answer) == (verdict, int(code), words)
    assert outcome.detail == f"127.0.0.1: {reply}"


@pytest.mark.parametrize(
    ("greeting", "said"),
    [
        (b"554 \x1b]0;mine\x07\x1b[2Jno\r\n", r"554 \x1b]0;mine\x07\x1b[2Jno"),
        (b"\x00\xff\r\n", "what it answers is no SMTP"),
    ],
)
def test_what_a_server_says_steers_no_terminal(greeting: bytes, said: str) -> None:
    outcome = send_to_script(lambda client, _: client.sendall(greeting))
    assert outcome.detail == f"127.0.0.1: {said}"


@pytest.mark.parametrize(
    ("replies", "verdict", "status"),
    [
        ((HELLO, b"450 sender later\r\n"), "retry", 450),
        ((HELLO, b"550 sender refused\r\n"), "dead", 550),
        ((HELLO, b"530 log in first\r\n"), "retry", 530),
        ((HELLO, b"250 ok\r\n", b"451 not now\r\n"), "retry", 451),
        ((HELLO, b"250 ok\r\n", b"550 unknown\r\n"), "dead", 550),
        ((HELLO, b"250 ok\r\n", b"250 ok\r\n", b"452 full\r\n"), "retry", 452),
        ((HELLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"554 no\r\n"), "dead", 554),
        ((HELLO, b"what?\r\n"), "retry", None),
        ((HELLO, b"250 " + b"x" * 10_000 + b"\r\n"), "retry", None),
        ((b"421 bye\r\n",), "retry", None),
    ],
)
def test_replies_at_every_stage(
    replies: tuple[bytes, ...], verdict: str, status: int | None
) -> None:
    outcome = send_to_script(converse(*replies), timeout_s=2)
    assert outcome.verdict == verdict
    assert status is None or outcome.status == status


@pytest.mark.parametrize(
    ("greeting", "verdict"),
    [
        (b"554 no mail here\r\n", "dead"),
        (b"421 later\r\n", "retry"),
        (b"HTTP/1.1 400\r\n", "retry"),
    ],
)
def test_greetings_that_refuse(greeting: bytes, verdict: str) -> None:
    assert send_to_script(lambda client, _: client.sendall(greeting)).verdict == verdict


def test_a_server_that_breaks_off_within_data_gets_the_mail_again() -> None:
    with MailServer() as server:
        server.disconnect()
        to = channel(server.port)
        queued = delivery(to)
        assert to.send(queued).verdict == "retry"
        assert to.send(queued).verdict == "delivered"
        assert [mail.raw for mail in server.received] == [queued.body]


def test_a_server_that_hangs_after_data_is_cut_off() -> None:
    with MailServer() as server, server.hold():
        began = time.monotonic()
        outcome = send(server.port, timeout_s=0.4)
        assert time.monotonic() - began < 2
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: no answer in time")


def test_a_server_that_drips_is_cut_off() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        drip(client, b"220-" + b"x" * 5_000, stopping, 0.05)

    began = time.monotonic()
    outcome = send_to_script(script, timeout_s=0.4)
    assert time.monotonic() - began < 2
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: no answer in time")


@pytest.mark.parametrize("beginning", [b"220-", b"220 hello\r\n250-"])
def test_a_reply_without_an_end_is_left_before_it_fills_the_memory(beginning: bytes) -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        client.sendall(beginning)
        while not stopping.is_set():
            client.sendall(b"x" * 500 + b"\r\n250-")

    tracemalloc.start()
    try:
        outcome = send_to_script(script, timeout_s=5)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert outcome.verdict == "retry"
    assert "its replies have no end" in outcome.detail
    assert most < 5_000_000


@pytest.mark.parametrize("said", [b"220-", HELLO, HELLO + b"250 ok\r\n250 ok\r\n354 go\r\n"])
def test_a_server_that_resets_the_connection_gets_the_mail_again(said: bytes) -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        client.sendall(GREETING + said)
        client.recv(10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    assert send_to_script(script).verdict == "retry"


@pytest.mark.parametrize("reply", [b"454 not now\r\n", b"501 no\r\n", b"554 never\r\n"])
def test_a_server_that_fails_at_starttls_gets_nothing_in_the_clear(reply: bytes) -> None:
    heard: list[bytes] = []

    def script(client: socket.socket, stopping: threading.Event) -> None:
        client.sendall(GREETING)
        lines = client.makefile("rb")
        lines.readline()
        client.sendall(b"250-mail.example\r\n250 STARTTLS\r\n")
        heard.append(lines.readline())
        client.sendall(reply)
        heard.append(lines.readline())

    outcome = send_to_script(script, security="starttls")
    assert outcome.verdict == "retry"
    assert outcome.detail == f"127.0.0.1: STARTTLS: {reply.decode().strip()}"
    assert b"mail from" not in b"".join(heard).lower()


def test_a_server_that_speaks_no_tls_is_told_from_one_that_is_down() -> None:
    outcome = send_to_script(lambda client, _: client.sendall(GREETING), security="tls")
    assert outcome.verdict == "retry"
    assert (
        "TLS failed (WRONG_VERSION_NUMBER); do smtp.port and smtp.security fit?" in outcome.detail
    )


def test_once_taken_a_mail_is_delivered_whatever_follows() -> None:
    taken = converse(HELLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n")
    assert send_to_script(taken, timeout_s=0.5).verdict == "delivered"


def test_nobody_there_is_retried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = int(closed.getsockname()[1])
    outcome = send(port)
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: Connection refused")


def test_after_close_an_open_attempt_ends() -> None:
    with MailServer() as server, server.hold() as hold:
        to = channel(server.port, timeout_s=30)
        outcomes: list[Outcome] = []
        sending = threading.Thread(target=lambda: outcomes.append(to.send(delivery(to))))
        sending.start()
        assert hold.arrived.wait(10)
        to.close()
        sending.join(2)
    assert [outcome.verdict for outcome in outcomes] == ["retry"]


def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    with MailServer() as server:
        outcome = send(server.port, security="starttls")
        assert server.received == ()
    assert outcome.verdict == "retry"
    assert "STARTTLS" in outcome.detail


class Mailbox:
    """Keeps what arrives at a server with TLS or login."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        assert isinstance(envelope.original_content, bytes)
        self.bodies.append(envelope.original_content)
        return "250 OK"


@contextmanager
def secured(mailbox: Mailbox, **given: Any) -> Iterator[int]:
    """Run a server of the standard kind on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    server = Controller(mailbox, hostname="localhost", port=port, **given)
    server.start()
    try:
        yield port
    finally:
        server.stop()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_servers_certificate_is_verified(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "localhost")
    context = certificate.server_context()
    given: dict[str, Any] = (
        {"tls_context": context, "require_starttls": True}
        if security == "starttls"
        else {"ssl_context": context, "server_hostname": "localhost"}
    )
    mailbox = Mailbox()
    with secured(mailbox, **trusting(given, certificate.path, monkeypatch)) as port:
        monkeypatch.delenv("SSL_CERT_FILE")
        untrusted = send(port, host="localhost", security=security)
        assert mailbox.bodies == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
        trusted = send(port, host="localhost", security=security)
        other_name = send(port, host="127.0.0.1", security=security)
    assert trusted.verdict == "delivered"
    assert len(mailbox.bodies) == 1
    assert untrusted.verdict == other_name.verdict == "retry"
    assert "TLS certificate is not valid: self-signed" in untrusted.detail
    assert "TLS certificate is not valid: IP address mismatch" in other_name.detail


def trusting(
    given: dict[str, Any], authority: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """Let aiosmtpd's own start-up check, a client of its server, trust the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    return given


@pytest.mark.parametrize(("password", "verdict"), [("right", "delivered"), ("wrong", "retry")])
def test_login(password: str, verdict: str) -> None:
    tried: list[tuple[bytes, bytes]] = []

    def check(server: object, session: object, envelope: object, kind: str, data: object) -> Any:
        assert isinstance(data, LoginPassword)
        tried.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    mailbox = Mailbox()
    with secured(mailbox, authenticator=check, auth_require_tls=False) as port:
        outcome = send(port, username="balagh", password=password)
    assert tried[0] == (b"balagh", password.encode())
    assert outcome.verdict == verdict
    assert len(mailbox.bodies) == (verdict == "delivered")
    assert password not in outcome.detail


def challenges_badly(client: socket.socket, stopping: threading.Event) -> None:
    """A server that asks for the login with something that is no base64."""
    client.sendall(GREETING)
    lines = client.makefile("rb")
    lines.readline()
    client.sendall(b"250-mail.example\r\n250 AUTH CRAM-MD5\r\n")
    lines.readline()
    client.sendall(b"334 abc\r\n")
    stopping.wait(0.2)


def offers_login(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(GREETING)
    client.makefile("rb").readline()
    client.sendall(b"250-mail.example\r\n250 AUTH PLAIN\r\n")
    stopping.wait(0.2)


@pytest.mark.parametrize(
    ("script", "password", "said"),
    [
        (challenges_badly, "right", "what it answers to the login can't be read"),
        (offers_login, "clé-secrète", "user name and password must be ASCII"),
    ],
)
def test_a_login_that_can_not_be_carried_out_is_retried_and_said(
    script: Script, password: str, said: str
) -> None:
    with ScriptedServer(script) as server:
        to = channel(server.port, username="balagh", password=password)
        outcome = to.send(delivery(to))
        found = to.probe()
    assert (outcome.verdict, outcome.detail) == ("retry", f"127.0.0.1: {said}")
    assert found == outcome.detail


ADDRESSED = st.lists(st.sampled_from([*"az09-_'+", *'."\\[]():;=?!#~\x01']), min_size=1, max_size=6)


@given(ADDRESSED, ADDRESSED)
@example(["'a'"], ["[1.2.3.4]"])
@example(["a"] * 240, ["example.org"])
def test_every_address_that_the_settings_take_can_be_written(
    local: list[str], domain: list[str]
) -> None:
    address = f"{''.join(local)}@{''.join(domain)}"
    try:
        subscriber = SubscriberSettings(name="desk", email=address)
    except ValidationError:
        return
    to = EmailChannel(subscriber, SmtpSettings(sender=address), load_labels()["en"])
    written = message_from_bytes(to.render(alert()).body, policy=policy.default)
    assert [one.addr_spec for one in written["To"].addresses] == [address]
    assert [one.addr_spec for one in written["From"].addresses] == [address]


def test_the_first_attempt_waits_as_the_schedule_says() -> None:
    subscriber = SubscriberSettings(name="desk", email="desk@example.org")
    wait = timedelta(seconds=7)
    to = EmailChannel(subscriber, SmtpSettings(), load_labels()["en"], wait=wait)
    assert to.render(alert()).due == alert().created + wait


def test_a_tls_handshake_that_hangs_is_cut_off() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        stopping.wait(10)

    outcome = send_to_script(script, timeout_s=0.3, security="tls")
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: no answer in time")
