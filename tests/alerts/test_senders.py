"""Threads that are kept for the next send."""

from __future__ import annotations

import threading

import pytest

from alerts.senders import Senders


def test_a_thread_that_is_idle_takes_the_next_work() -> None:
    senders, seen = Senders(), []
    for _ in range(3):
        done = threading.Event()

        def work(done: threading.Event = done) -> None:
            seen.append(threading.get_ident())
            done.set()

        senders.run(work)
        assert done.wait(10)
        until_idle(senders)
    assert len(set(seen)) == 1


def test_works_that_hang_hold_up_no_other() -> None:
    senders, gate = Senders(), threading.Event()
    for _ in range(3):
        senders.run(lambda: gate.wait(20))
    done = threading.Event()
    senders.run(done.set)
    assert done.wait(10)
    gate.set()


def test_threads_that_stay_idle_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alerts.senders.IDLE_S", 0.01)
    senders = Senders()
    threads: list[threading.Thread] = []
    done = threading.Event()
    senders.run(lambda: (threads.append(threading.current_thread()), done.set())[0])
    assert done.wait(10)
    threads[0].join(10)
    assert not threads[0].is_alive()
    again = threading.Event()
    senders.run(again.set)
    assert again.wait(10)


def until_idle(senders: Senders) -> None:
    pause = threading.Event()
    for _ in range(1000):
        if senders._idle:
            return
        pause.wait(0.01)
    raise AssertionError("the thread never became idle")
