"""Where alerts arrive in the demo and the tests: a webhook receiver and a mail server."""

from newsroom.receivers.mail import MailServer, ReceivedMail
from newsroom.receivers.webhook import BlockedPort, Received, WebhookReceiver

__all__ = ["BlockedPort", "MailServer", "Received", "ReceivedMail", "WebhookReceiver"]
