"""The webhook receiver verifies with the public library, records, and fails on demand."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests
from standardwebhooks import Webhook

from newsroom import faults
from newsroom.receivers import Received, WebhookReceiver

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"x" * 32).decode()


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver(SECRET) as receiver:
        yield receiver


def _post(
    url: str, *, secret: str = SECRET, message: str = "msg_1", timeout: float = 5
) -> requests.Response:
    body = json.dumps({"type": "test", "text": "بلاغ"})
    now = datetime.now(UTC)
    headers = {
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message, now, body),
    }
    return requests.post(
        url, data=body.encode(), headers=headers, timeout=timeout, allow_redirects=False
    )


def test_a_signed_request_is_accepted_and_recorded(receiver: WebhookReceiver) -> None:
    assert _post(receiver.url).status_code == 200

    (received,) = receiver.wait_for(1, timeout=5)
    assert (received.webhook_id, received.verified) == ("msg_1", True)
    assert received.payload == {"type": "test", "text": "بلاغ"}
    assert abs((datetime.now(UTC) - received.arrived).total_seconds()) < 60


def test_a_wrong_signature_is_refused_and_recorded(receiver: WebhookReceiver) -> None:
    assert _post(receiver.url, secret=OTHER).status_code == 401
    assert requests.post(receiver.url, data=b"no json", timeout=5).status_code == 401

    assert [(r.webhook_id, r.verified) for r in receiver.received] == [
        ("msg_1", False),
        (None, False),
    ]
    assert receiver.received[1].payload is None


def test_waiting_ends_with_what_came(receiver: WebhookReceiver) -> None:
    _post(receiver.url)

    with pytest.raises(TimeoutError, match="1 of 2 came"):
        receiver.wait_for(2, timeout=0.05)
    with pytest.raises(TimeoutError, match="0 of 1 came"):
        receiver.wait_for(1, timeout=0.05, only=lambda r: r.webhook_id == "msg_2")


def test_waiting_can_be_for_some_requests_only(receiver: WebhookReceiver) -> None:
    for message in ("msg_1", "msg_2", "msg_1"):
        _post(receiver.url, message=message)

    received = receiver.wait_for(2, timeout=5, only=lambda r: r.webhook_id == "msg_1")

    assert [r.webhook_id for r in received] == ["msg_1", "msg_1"]


def test_waiting_sees_what_arrives_meanwhile(receiver: WebhookReceiver) -> None:
    client = threading.Thread(target=_post, args=(receiver.url,))
    started = time.monotonic()
    client.start()

    assert len(receiver.wait_for(1, timeout=20)) == 1
    assert time.monotonic() - started < 15
    client.join(5)


def test_scripted_answers_come_in_order(receiver: WebhookReceiver) -> None:
    receiver.answer(faults.status(500), times=1)
    receiver.answer(faults.redirect("http://127.0.0.1:1/"), times=1)

    assert [_post(receiver.url).status_code for _ in range(3)] == [500, 302, 200]
    assert receiver.ids == ("msg_1", "msg_1", "msg_1")


def test_an_answer_lasts_until_healed(receiver: WebhookReceiver) -> None:
    receiver.answer(faults.status(410))
    before = [_post(receiver.url).status_code for _ in range(2)]
    receiver.heal()

    assert (*before, _post(receiver.url).status_code) == (410, 410, 200)


def test_a_dripping_answer_outlasts_a_read_timeout(receiver: WebhookReceiver) -> None:
    receiver.answer(faults.drip(0.01, size=40), times=1)

    answer = _post(receiver.url, timeout=0.2)

    assert (len(answer.content), answer.content.strip()) == (40, b"accepted")
    assert answer.elapsed.total_seconds() < 5


def test_a_held_answer_has_been_recorded_already(receiver: WebhookReceiver) -> None:
    answers: list[int] = []
    with receiver.hold() as hold:
        client = threading.Thread(target=lambda: answers.append(_post(receiver.url).status_code))
        client.start()
        assert hold.arrived.wait(5)
        assert (len(receiver.received), answers) == (1, [])
    client.join(5)
    assert answers == [200]


def test_a_callback_runs_just_before_the_answer(receiver: WebhookReceiver) -> None:
    answers: list[int] = []
    seen: list[tuple[Received, int]] = []
    receiver.before_answer(lambda received: seen.append((received, len(answers))))

    answers.append(_post(receiver.url).status_code)
    receiver.before_answer(None)
    _post(receiver.url)

    assert [(received.webhook_id, before) for received, before in seen] == [("msg_1", 0)]


def test_connects_hang_while_the_backlog_is_full(receiver: WebhookReceiver) -> None:
    answers: list[int] = []
    with receiver.hold_connections():
        with pytest.raises(requests.ConnectTimeout):
            _post(receiver.url, timeout=0.3)
        client = threading.Thread(
            target=lambda: answers.append(_post(receiver.url, timeout=20).status_code)
        )
        client.start()
        assert receiver.received == ()
    client.join(20)

    assert answers == [200]
    assert _post(receiver.url).status_code == 200
