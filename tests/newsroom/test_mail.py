"""The mail server keeps messages, and fails on demand."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from newsroom.receivers import MailServer


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as mail:
        yield mail


def _send(mail: MailServer, number: int = 1) -> None:
    message = EmailMessage()
    message["From"] = "balagh@example.org"
    message["To"] = "desk@example.org"
    message["Subject"] = "تفكيك خلية"
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content("أربعة موقوفين\n.سطر يبدأ بنقطة\n")
    with smtplib.SMTP(mail.host, mail.port, timeout=10) as client:
        client.send_message(message)


def test_a_message_is_kept_as_sent(mail: MailServer) -> None:
    _send(mail)

    (received,) = mail.wait_for(1, timeout=5)
    assert (received.sender, received.recipients) == ("balagh@example.org", ("desk@example.org",))
    assert (received.message["Subject"], received.message_id) == ("تفكيك خلية", "<1@example.org>")
    assert received.message.get_content() == "أربعة موقوفين\n.سطر يبدأ بنقطة\n"
    assert b"Message-ID: <1@example.org>" in received.raw


def test_data_is_answered_as_asked_and_then_accepted(mail: MailServer) -> None:
    mail.answer("451 later")
    mail.answer("554 never")

    with pytest.raises(smtplib.SMTPDataError) as later:
        _send(mail)
    with pytest.raises(smtplib.SMTPDataError) as never:
        _send(mail)
    _send(mail)

    assert (later.value.smtp_code, never.value.smtp_code) == (451, 554)
    assert [m.reply for m in mail.received] == ["451 later", "554 never", "250 OK"]


def test_a_connection_can_break_off_within_data(mail: MailServer) -> None:
    mail.disconnect()

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        _send(mail)
    assert mail.received == ()
    _send(mail, 2)

    assert [m.message_id for m in mail.received] == ["<2@example.org>"]


def test_a_held_reply_waits_until_it_is_released(mail: MailServer) -> None:
    with mail.hold() as hold:
        client = threading.Thread(target=_send, args=(mail,))
        client.start()
        assert hold.arrived.wait(5)
        assert (len(mail.received), client.is_alive()) == (1, True)
    client.join(5)

    assert not client.is_alive()


def test_waiting_ends_with_what_came(mail: MailServer) -> None:
    with pytest.raises(TimeoutError, match="0 of 1 came"):
        mail.wait_for(1, timeout=0.05)


def test_a_held_reply_ends_with_the_server() -> None:
    failures: list[Exception] = []

    def send() -> None:
        try:
            _send(mail)
        except (smtplib.SMTPException, OSError) as error:
            failures.append(error)

    with MailServer() as mail:
        hold = mail.hold()
        client = threading.Thread(target=send)
        client.start()
        assert hold.arrived.wait(5)
    client.join(5)

    assert (client.is_alive(), hold.over) == (False, True)
