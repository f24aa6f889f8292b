"""An alert as a mail: subject, plain text, HTML and headers, rendered once to the bytes sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alerts.channels.bulletin import announce
from alerts.channels.channel import message_token
from alerts.channels.labels import TEMPLATES, Labels
from alerts.channels.links import FeedbackLinks, Link
from alerts.channels.story import tell
from core.alerts import Alert

WHOLE = ("message-id", "in-reply-to", "references", "list-unsubscribe")

MOST_REFERENCES = 20
"""Threads that a mail of a merged event names, its own first: programs show no more in one."""


class _LetterPolicy(EmailPolicy):
    """Folds between ids and URLs only: the library would encode long ones, and nobody could read
    them; a line of all ids would be longer than mail servers take (RFC 5321, 4.5.3.1.6)."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in WHOLE:
            folded = "\r\n ".join(str(value).split())
            return f"{name}: {folded}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _LetterPolicy(linesep=SMTP.linesep, cte_type="7bit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes a subscriber's mails."""

    subscriber: str
    sender: str
    recipient: str
    labels: Labels
    unsubscribe_url: str | None
    links: FeedbackLinks | None = None

    def write(self, alert: Alert) -> tuple[str, bytes]:
        """Return the Message-ID and the whole mail, with CRLF line ends."""
        if "event" in alert.payload:
            story: Any = tell(alert.payload, self.labels)
            template = "event"
        else:
            story = announce(alert.payload, self.labels)
            template = "bulletin"
        mail = EmailMessage(policy=POLICY)
        message_id = self._add_headers(mail, alert, story.subject)
        words = {
            "story": story,
            "labels": self.labels,
            "unsubscribe": self.unsubscribe_url,
            "links_for": partial(self._links, at=alert.created),
        }
        mail.set_content(_TEXTS.get_template(f"{template}.txt.j2").render(words))
        html = _PAGES.get_template(f"{template}.html.j2").render(words)
        mail.add_alternative(html, subtype="html")
        mail.set_boundary(f"=_{message_token(alert.id, self.subscriber)}")
        return message_id, mail.as_bytes()

    def _links(self, alert_id: str, at: datetime) -> list[Link]:
        """Return what a reader may say of an alert; [] where nobody would hear it."""
        if self.links is None:
            return []
        return list(self.links.write(alert_id, self.subscriber, self.labels, at=at))

    def _add_headers(self, mail: EmailMessage, alert: Alert, subject: str) -> str:
        mail["From"] = Address("Balagh", addr_spec=self.sender)
        mail["To"] = Address(addr_spec=self.recipient)
        mail["Subject"] = subject
        mail["Date"] = alert.created
        mail["Auto-Submitted"] = "auto-generated"
        message_id, thread = self._place_in_thread(alert)
        mail["Message-ID"] = message_id
        if thread:
            mail["In-Reply-To"] = thread[0]
            mail["References"] = " ".join(thread)
        if self.unsubscribe_url:
            mail["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
        return message_id

    def _place_in_thread(self, alert: Alert) -> tuple[str, list[str]]:
        """Return the mail's id and those that it answers: an event's first mail is its root.

        Where its first mail tells of a merge, the reader holds the threads of what was merged.
        """
        if alert.event_id is None:
            return self._id(alert.id), []
        roots = [alert.event_id, *alert.payload["event"]["merged_from"]]
        thread = [self._id(event) for event in roots[: MOST_REFERENCES + 1]]
        if alert.revision == 1:
            return thread[0], thread[1:]
        return self._id(alert.id), thread[:MOST_REFERENCES]

    def _id(self, identity: str) -> str:
        domain = self.sender.rpartition("@")[2]
        return f"<{message_token(identity, self.subscriber)}@{domain}>"


def _environment(autoescape: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_PAGES = _environment(autoescape=True)
_TEXTS = _environment(autoescape=False)
