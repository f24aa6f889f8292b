"""Lines to a receiver: kept for a while, replaced where the receiver gave them up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from alerts.channels.deadline import Deadline, OpenAttempts
from alerts.channels.posting import Lines, PostFailed
from core.secrets import new_webhook_key
from newsroom.faults import status
from newsroom.receivers import WebhookReceiver
from tests.threads import refuse_threads


class Receiver:
    """A webhook receiver, and how often it was dialled."""

    def __init__(self, hook: WebhookReceiver) -> None:
        self.hook = hook
        self.dialled: list[socket.socket] = []
        self.lines = Lines()

    def post(self, timeout_s: float = 10, close: bool = False) -> int:
        attempts = OpenAttempts(timedelta(seconds=timeout_s))
        headers = {"Connection": "close"} if close else {}
        with attempts.open() as deadline, self.lines.borrow() as line:
            dial = self._dial(deadline)
            return line.post(self.hook.url, b"{}", headers, deadline, dial).status

    def _dial(self, deadline: Deadline):  # type: ignore[no-untyped-def]
        def dial(host: str, port: int) -> socket.socket:
            connected = socket.create_connection((host, port), timeout=10)
            connected.settimeout(None)
            deadline.watch(connected)
            self.dialled.append(connected)
            return connected

        return dial


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with WebhookReceiver(new_webhook_key()) as hook:
        hook.answer(status(200, body=b"taken"))
        receiver = Receiver(hook)
        yield receiver
        receiver.lines.close()
        for connected in receiver.dialled:
            connected.close()


def test_one_connection_serves_one_post_after_another(receiver: Receiver) -> None:
    assert [receiver.post() for _ in range(5)] == [200] * 5
    assert len(receiver.dialled) == 1


def test_posts_at_once_have_connections_of_their_own(receiver: Receiver) -> None:
    with receiver.hook.hold() as hold:
        threads = [threading.Thread(target=receiver.post) for _ in range(2)]
        for thread in threads:
            thread.start()
        receiver.hook.wait_for(2, 10)
        hold.release()
        for thread in threads:
            thread.join(10)
    assert len(receiver.dialled) == 2


def test_a_connection_that_the_receiver_gave_up_is_replaced(receiver: Receiver) -> None:
    assert receiver.post() == 200
    for connection in tuple(receiver.hook._server._open):
        connection.shutdown(socket.SHUT_RDWR)
    assert receiver.post() == 200
    assert len(receiver.dialled) == 2


def test_a_kept_connection_is_cut_off_at_the_deadline_too(receiver: Receiver) -> None:
    assert receiver.post() == 200
    with receiver.hook.hold(), pytest.raises(PostFailed, match="no answer in time"):
        receiver.post(timeout_s=0.3)
    assert receiver.post() == 200
    assert len(receiver.dialled) == 2


def test_a_line_that_stays_idle_is_closed(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.channels.posting.IDLE_S", 0.05)
    assert receiver.post() == 200
    until_nothing_is_open(receiver.hook)
    assert receiver.post() == 200
    assert len(receiver.dialled) == 2


def test_without_a_thread_to_watch_it_nothing_begins_and_the_next_is_watched_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempts = OpenAttempts(timedelta(seconds=0.1))
    with monkeypatch.context() as busy:
        refuse_threads(busy, "deadlines")
        with pytest.raises(RuntimeError), attempts.open():
            raise AssertionError("it began")
    ours, theirs = socket.socketpair()
    with ours, theirs, attempts.open() as deadline:
        deadline.watch(ours)
        theirs.settimeout(10)
        assert theirs.recv(1) == b""
    assert deadline.over


def test_without_a_thread_that_closes_it_later_an_answer_counts_all_the_same(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.channels.posting.IDLE_S", 0.05)
    with monkeypatch.context() as busy:
        refuse_threads(busy, "idle lines")
        assert receiver.post() == 200
    assert receiver.post() == 200
    until_nothing_is_open(receiver.hook)


def test_nothing_is_kept_after_the_end(receiver: Receiver) -> None:
    assert receiver.post() == 200
    receiver.lines.close()
    until_nothing_is_open(receiver.hook)
    assert receiver.post() == 200
    until_nothing_is_open(receiver.hook)


def until_nothing_is_open(hook: WebhookReceiver) -> None:
    pause = threading.Event()
    for _ in range(1000):
        if not hook._server._open:
            return
        pause.wait(0.01)
    raise AssertionError("a connection stays open")
