"""A webhook receiver and a mail server in a process of their own, for the soak.

Run as a program with the webhook's secret: says where they listen, then obeys lines: "fail" refuses
the next message by each way, "report" lists what was taken, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator

from newsroom.faults import status
from newsroom.receivers import MailServer, WebhookReceiver

APART = 4
"""Messages from one refusal to the next: else one delivery could meet them all and be given up."""


def main() -> None:
    with WebhookReceiver(sys.argv[1]) as hooks, MailServer() as mail:
        print(json.dumps({"authority": hooks.authority, "port": mail.port}), flush=True)
        failing = 0
        for line in sys.stdin:
            if line.strip() == "fail":
                came = min(len(hooks.received), len(mail.received))
                if came >= failing:  # the last refusal was used up, and some were taken since
                    failing = came + APART
                    hooks.answer(status(503), times=1)
                    mail.answer("451 later")
            else:
                print(json.dumps([*taken_by_hook(hooks), *taken_by_mail(mail)]), flush=True)


def taken_by_hook(hooks: WebhookReceiver) -> Iterator[tuple[str, str | None, str]]:
    """Yield (way, id, digest of the body); what does not verify has no place here."""
    for item in hooks.received:
        assert item.verified, item
        yield "webhook", item.webhook_id, digest(item.body)


def taken_by_mail(mail: MailServer) -> Iterator[tuple[str, str | None, str]]:
    for item in mail.received:
        yield "email", item.message_id, digest(item.raw)


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


if __name__ == "__main__":
    main()
