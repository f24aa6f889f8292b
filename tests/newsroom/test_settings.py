"""The settings for a replay are settings that Balagh accepts."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

from core.loading import SETTINGS_VARIABLE, load_settings
from newsroom.press import Press
from newsroom.receivers import MailServer, WebhookReceiver
from newsroom.settings import SECRET_VARIABLE, settings_for

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


def test_replay_settings_are_accepted_and_join_the_servers(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    environment = {SETTINGS_VARIABLE: str(path), SECRET_VARIABLE: SECRET}
    with Press() as press, WebhookReceiver(SECRET) as hooks, MailServer() as mail:
        text = settings_for(press, hooks, mail, outlets=["phare", "search"], crawl={"per_host": 1})
        path.write_text(text, encoding="utf-8")
        settings = load_settings(tmp_path, environment)

        by_name = {subscriber.name: subscriber for subscriber in settings.subscriber}
        assert [f.url for f in settings.feed] == [press.feed_url("phare"), press.feed_url("search")]
        assert (settings.smtp.host, settings.smtp.port) == (mail.host, mail.port)
        assert by_name["hooks"].webhook == hooks.url
        assert by_name["hooks"].webhook_keys == (SECRET,)
        assert settings.webhook.allow_private == (hooks.authority,)
        assert set(settings.crawl.allow_private) == set(press.allow_private)
        assert (settings.crawl.per_host, settings.crawl.catalogue) == (1, "")
        assert settings.crawl.interval_max == timedelta(seconds=1)
