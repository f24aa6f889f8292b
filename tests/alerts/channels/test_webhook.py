from __future__ import annotations

import io
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests.adapters
from standardwebhooks import Webhook

from alerts.channels.labels import load_labels
from alerts.channels.webhook import WebhookChannel, retry_after
from core.alerts import Delivery, Outcome
from core.clock import Clock, utc_now
from core.errors import ChannelError
from core.logs import set_up_logging
from core.secrets import new_webhook_key
from core.settings import LogSettings, WebhookSettings
from newsroom.faults import drip as drip_body
from newsroom.faults import redirect, status
from newsroom.receivers import WebhookReceiver
from tests.alerts.channels.certificates import make_certificate
from tests.alerts.channels.samples import alert, claimed, webhook_subscriber
from tests.alerts.channels.scripted import Script, ScriptedServer, drip, read_request

KEY = new_webhook_key()
ENGLISH = load_labels()["en"]


def channel(
    url: str,
    *,
    allow: Sequence[str] = (),
    keys: tuple[str, ...] = (KEY,),
    timeout_s: float = 5,
    clock: Clock = utc_now,
    resolver: Callable[[str, int], list[str]] | None = None,
    **more: str,
) -> WebhookChannel:
    settings = WebhookSettings(allow_private=tuple(allow), timeout=timedelta(seconds=timeout_s))
    given = {} if resolver is None else {"resolver": resolver}
    subscriber = webhook_subscriber(url, keys, **more)
    return WebhookChannel(subscriber, settings, ENGLISH, clock, **given)


def delivery(to: WebhookChannel) -> Delivery:
    return claimed(to.render(alert()))


def send_to(receiver: WebhookReceiver, *, timeout_s: float = 5) -> Outcome:
    to = channel(receiver.url, allow=[receiver.authority], timeout_s=timeout_s)
    return to.send(delivery(to))


def send_to_script(script: Script, *, timeout_s: float = 5) -> Outcome:
    with ScriptedServer(script) as server:
        to = channel(server.url, allow=[server.authority], timeout_s=timeout_s)
        return to.send(delivery(to))


def test_the_public_library_accepts_what_is_sent() -> None:
    with WebhookReceiver(KEY) as receiver:
        outcome = send_to(receiver)
        (received,) = receiver.received
    assert outcome.verdict == "delivered"
    assert outcome.status == 200
    assert outcome.answer == "accepted\n"
    assert received.verified
    assert received.headers["content-type"] == "application/json"
    assert received.payload == alert().payload


def test_while_a_secret_is_rotated_both_verify_newest_first() -> None:
    newest, older = new_webhook_key(), new_webhook_key()
    with WebhookReceiver(older) as receiver:
        to = channel(receiver.url, allow=[receiver.authority], keys=(newest, older))
        to.send(delivery(to))
        (received,) = receiver.received
    headers = dict(received.headers)
    assert Webhook(newest).verify(received.body, headers) == received.payload
    assert Webhook(older).verify(received.body, headers) == received.payload
    first = headers["webhook-signature"].split(" ")[0]
    alone = headers | {"webhook-signature": first}
    assert Webhook(newest).verify(received.body, alone) == received.payload


def test_every_attempt_has_its_own_time_and_the_same_id_and_bytes() -> None:
    times = [utc_now(), utc_now() + timedelta(seconds=90)]
    with WebhookReceiver(KEY) as receiver:
        to = channel(receiver.url, allow=[receiver.authority], clock=lambda: times[0])
        queued = delivery(to)
        to.send(queued)
        del times[0]
        to.send(queued)
        first, second = receiver.received
    assert first.verified
    assert second.verified
    assert first.webhook_id == second.webhook_id == queued.message_id
    assert first.body == second.body == queued.body
    stamps = [int(r.headers["webhook-timestamp"]) for r in (first, second)]
    assert stamps[1] - stamps[0] == 90


def test_the_id_differs_between_subscribers_and_fits_a_header() -> None:
    ids = {
        channel("https://a.example/", name=name).render(alert()).message_id
        for name in ("desk", "مكتب التحرير", "a b")
    }
    assert len(ids) == 3
    assert all(i.isascii() and " " not in i and "." not in i for i in ids)


def test_the_first_attempt_waits_as_the_schedule_says() -> None:
    subscriber = webhook_subscriber("https://a.example/")
    to = WebhookChannel(subscriber, WebhookSettings(), ENGLISH, utc_now, wait=timedelta(seconds=7))
    assert to.render(alert()).due == alert().created + timedelta(seconds=7)


@pytest.mark.parametrize("code", [200, 201, 202, 204, 206, 299])
def test_2xx_is_success(code: int) -> None:
    with WebhookReceiver(KEY) as receiver:
        receiver.answer(status(code))
        outcome = send_to(receiver)
    assert (outcome.verdict, outcome.status) == ("delivered", code)


def test_every_other_status_is_retried() -> None:
    codes = [code for code in range(300, 600) if code != 410]
    with WebhookReceiver(KEY) as receiver:
        for code in codes:
            receiver.answer(status(code, {"Location": "/elsewhere"}, b"why"), times=1)
            outcome = send_to(receiver)
            assert (outcome.verdict, outcome.status) == ("retry", code)
            assert outcome.detail == f"127.0.0.1 answered {code}"
        assert len(receiver.received) == len(codes)


def test_410_switches_off() -> None:
    with WebhookReceiver(KEY) as receiver:
        receiver.answer(status(410, body=b"moved away"))
        outcome = send_to(receiver)
    assert (outcome.verdict, outcome.status, outcome.answer) == ("gone", 410, "moved away")


def test_a_redirect_is_not_followed() -> None:
    with WebhookReceiver(KEY) as inner, WebhookReceiver(KEY) as receiver:
        receiver.answer(redirect(inner.url, 307))
        outcome = send_to(receiver)
        assert inner.received == ()
    assert (outcome.verdict, outcome.status) == ("retry", 307)


@pytest.mark.parametrize("code", [429, 503, 500])
def test_retry_after_is_passed_on(code: int) -> None:
    with WebhookReceiver(KEY) as receiver:
        receiver.answer(status(code, {"Retry-After": "120"}))
        assert send_to(receiver).retry_after == timedelta(minutes=2)


NOW = datetime(2024, 1, 30, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("86401", 86_400),
        ("9" * 9_999, 86_400),
        ("Tue, 30 Jan 2024 12:00:30 GMT", 30),
        ("Tue, 30 Jan 2024 13:00:30 +0100", 30),
        ("Tue, 30 Jan 2024 11:00:00 GMT", 0),
        ("Tue, 30 Jan 2024 12:00:30 -0000", 30),
        ("Fri, 30 Jan 2054 12:00:00 GMT", 86_400),
    ],
)
def test_retry_after_is_seconds_or_a_date_within_a_day(value: str, seconds: int) -> None:
    assert retry_after(value, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "٣", "Tue, 99 Foo 2024"])
def test_other_wishes_are_passed_over(value: str | None) -> None:
    assert retry_after(value, NOW) is None


def test_headers_that_drip_are_cut_off_at_the_deadline() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        drip(client, b"HTTP/1.1 200 OK\r\nX-Wait: " + b"x" * 10_000, stopping, 0.05)

    began = time.monotonic()
    outcome = send_to_script(script, timeout_s=0.4)
    assert time.monotonic() - began < 2
    assert (outcome.verdict, outcome.status) == ("retry", None)
    assert outcome.detail == "127.0.0.1: no answer in time"


def test_a_body_that_drips_is_cut_off_and_the_status_stands() -> None:
    with WebhookReceiver(KEY) as receiver:
        receiver.answer(drip_body(0.1))
        began = time.monotonic()
        outcome = send_to(receiver, timeout_s=0.4)
        assert time.monotonic() - began < 2
    assert (outcome.verdict, outcome.status) == ("delivered", 200)


def test_a_receiver_that_never_answers_is_cut_off() -> None:
    with WebhookReceiver(KEY) as receiver, receiver.hold():
        outcome = send_to(receiver, timeout_s=0.3)
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: no answer in time")


def test_a_port_that_accepts_nobody_is_cut_off() -> None:
    with WebhookReceiver(KEY) as receiver, receiver.hold_connections():
        began = time.monotonic()
        outcome = send_to(receiver, timeout_s=0.3)
        assert time.monotonic() - began < 2
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: no answer in time")


def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stopping.is_set():
            client.sendall(b"x" * 100_000)

    began = time.monotonic()
    outcome = send_to_script(script)
    assert time.monotonic() - began < 3
    assert outcome.verdict == "delivered"
    assert outcome.answer == "x" * 2_000


def test_an_answer_that_ends_early_keeps_its_status() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 100\r\nRetry-After: 9\r\n\r\nabc")

    outcome = send_to_script(script)
    assert (outcome.verdict, outcome.status) == ("retry", 503)
    assert outcome.retry_after == timedelta(seconds=9)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x00\xff garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" * 300],
    ids=["nothing", "garbage", "no status", "endless headers"],
)
def test_what_is_no_http_is_retried(answer: bytes) -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(answer)

    outcome = send_to_script(script)
    assert (outcome.verdict, outcome.status) == ("retry", None)


@pytest.mark.parametrize("answer", [b"\x00\xff\r\n\r\n", b"\x1b]0;mine\x07\x1b[2J\r\n\r\n"])
def test_what_is_no_http_is_said_without_steering_a_terminal(answer: bytes) -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(answer)

    assert send_to_script(script).detail == "127.0.0.1: what it answers is no HTTP"


@pytest.mark.parametrize("code", [0, 101, 103, 199, 600, 999])
def test_a_status_that_none_knows_is_retried(code: int) -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(b"HTTP/1.1 %03d Odd\r\nContent-Length: 0\r\n\r\n" % code)

    assert send_to_script(script).verdict == "retry"


def test_a_receiver_may_say_that_it_goes_on_before_it_answers() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 Taken\r\n\r\n")

    outcome = send_to_script(script)
    assert (outcome.verdict, outcome.status) == ("delivered", 204)


def test_a_connection_that_is_reset_is_retried() -> None:
    def script(client: socket.socket, stopping: threading.Event) -> None:
        client.recv(10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    assert send_to_script(script).verdict == "retry"


def test_nobody_there_is_retried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        authority = f"127.0.0.1:{closed.getsockname()[1]}"
    to = channel(f"http://{authority}/", allow=[authority])
    outcome = to.send(delivery(to))
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: Connection refused")


def test_a_private_address_is_refused_unless_named() -> None:
    with WebhookReceiver(KEY) as receiver:
        to = channel(receiver.url)
        outcome = to.send(delivery(to))
        assert receiver.received == ()
    assert outcome.verdict == "retry"
    assert "not a public address" in outcome.detail
    assert f'"{receiver.authority}" in webhook.allow_private' in outcome.detail


def test_a_name_that_turns_private_at_its_second_look_up_is_refused() -> None:
    with WebhookReceiver(KEY) as receiver:
        port = receiver.authority.rpartition(":")[2]
        answers = [["8.8.8.8", "127.0.0.1"], ["127.0.0.1"]]
        to = channel(
            f"http://rebinds.example:{port}/", resolver=lambda *_: answers.pop(0), timeout_s=1
        )
        outcomes = [to.send(delivery(to)) for _ in range(2)]
        assert receiver.received == ()
    assert all("not a public address" in outcome.detail for outcome in outcomes)


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with WebhookReceiver(KEY) as proxy, WebhookReceiver(KEY) as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setitem(os.environ, name, f"http://{proxy.authority}")
        assert send_to(receiver).verdict == "delivered"
        assert proxy.received == ()


def test_the_certificate_must_be_trusted_and_fit_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "hooks.example")

    def script(client: socket.socket, stopping: threading.Event) -> None:
        with certificate.server_context().wrap_socket(client, server_side=True) as secure:
            read_request(secure)
            secure.sendall(b"HTTP/1.1 204 Fine\r\n\r\n")

    def send(host: str) -> Outcome:
        with ScriptedServer(script) as server:
            to = channel(
                f"https://{host}:{server.port}/",
                allow=[f"{host}:{server.port}"],
                resolver=lambda *_: ["127.0.0.1"],
            )
            return to.send(delivery(to))

    untrusted = send("hooks.example")
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate.path))
    assert send("hooks.example").verdict == "delivered"
    other_name = send("other.example")
    assert untrusted.verdict == other_name.verdict == "retry"
    assert "its TLS certificate is not valid: self-signed" in untrusted.detail
    assert "its TLS certificate is not valid: Hostname mismatch" in other_name.detail


def test_a_tls_handshake_that_hangs_is_cut_off() -> None:
    with ScriptedServer(lambda client, stopping: stopping.wait(10) and None) as server:
        to = channel(f"https://{server.authority}/", allow=[server.authority], timeout_s=0.3)
        outcome = to.send(delivery(to))
    assert (outcome.verdict, outcome.detail) == ("retry", "127.0.0.1: no answer in time")


@pytest.mark.parametrize("url", ["http://x.example:99999/secret", "http://[::1/secret"])
def test_a_url_that_is_none_is_said_at_the_start(url: str) -> None:
    with pytest.raises(ChannelError, match="subscriber systems: its webhook") as raised:
        channel(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://a..b/secret", "https://./secret"])
def test_an_unusable_host_is_retried_and_the_url_not_told(url: str) -> None:
    to = channel(url)
    outcome = to.send(delivery(to))
    assert outcome.verdict == "retry"
    assert "secret" not in outcome.detail


def test_the_url_is_never_logged_nor_kept(own_logging: None) -> None:
    stream = io.StringIO()
    set_up_logging(LogSettings(level="debug"), stream)
    logging.getLogger("anything").debug("heard")

    def script(client: socket.socket, stopping: threading.Event) -> None:
        read_request(client)
        client.sendall(b"HTTP/1.1 500 No\r\n\r\n")

    outcome = send_to_script(script)
    assert outcome.status == 500
    assert "heard" in stream.getvalue()
    assert "secret-path" not in outcome.detail + stream.getvalue()


@pytest.fixture
def own_logging() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in (None, "urllib3")]
    levels = [logger.level for logger in loggers]
    handlers = loggers[0].handlers[:]
    yield
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def test_after_close_open_attempts_end_and_new_ones_are_refused() -> None:
    with WebhookReceiver(KEY) as receiver, receiver.hold() as hold:
        to = channel(receiver.url, allow=[receiver.authority], timeout_s=30)
        outcomes: list[Outcome] = []
        sending = threading.Thread(target=lambda: outcomes.append(to.send(delivery(to))))
        sending.start()
        assert hold.arrived.wait(10)
        to.close()
        sending.join(2)
        assert not sending.is_alive()
        assert to.send(delivery(to)).verdict == "retry"
        assert len(receiver.received) == 1
    assert outcomes[0].verdict == "retry"


def test_slack_receivers_get_text_and_blocks_unsigned() -> None:
    with WebhookReceiver(KEY) as receiver:
        to = channel(receiver.url, allow=[receiver.authority], keys=(), body="slack")
        to.send(delivery(to))
        (received,) = receiver.received
    message = json.loads(received.body)
    assert set(message) == {"text", "blocks"}
    assert "webhook-signature" not in received.headers
