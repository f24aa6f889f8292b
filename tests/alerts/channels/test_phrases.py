"""What the program says to the operator, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from alerts.channels.labels import load_labels
from alerts.channels.phrases import noticed
from alerts.channels.texts import Text
from alerts.endpoints import Attempt, dead_letter, going_off, switched_off
from alerts.health import OUTBOX, POLLS, UNPOLLED, UNSENT, Trouble
from alerts.notices import Notice, notice_alert, summed
from core.alerts import Outcome
from core.articles import Cadence, Feed
from crawler.failures import CHALLENGED, explain, explain_status
from crawler.health import diagnose
from crawler.troubles import trouble
from store.notices import StoredNotice
from tests.alerts.channels.samples import CREATED, alert, claimed
from tests.alerts.channels.test_webhook import channel
from tests.crawler.states import feed_state

LABELS = load_labels()
REFUSED = Outcome(verdict="retry", status=503, detail="hooks.example answered 503")
HOURLY = Cadence(100, 100 * 3600.0)
ENDPOINT = ("وكالة desk", "webhook")


def notices() -> Iterator[Notice]:
    """Yield one of each kind that the operator may be told of."""
    delivery = claimed(channel("https://hooks.example/").render(alert()), 17)
    made = Attempt(
        delivery=delivery, outcome=REFUSED, started=CREATED, finished=CREATED, following=None
    )
    yield dead_letter(made)
    yield going_off(ENDPOINT, CREATED, CREATED + timedelta(days=1))  # type: ignore[arg-type]
    yield switched_off(ENDPOINT, "every attempt failed since 2024-01-30T12:00:00Z")  # type: ignore[arg-type]
    yield switched_off(ENDPOINT, "hooks.example answered 410")  # type: ignore[arg-type]
    sister = feed_state(
        id=2, feed=Feed(name="Rif", url="https://y.example/", outlet="x"), last_good=CREATED
    )
    blind = feed_state(health="blocked", failures=2, error="the server answers 403")
    for found in (trouble(blind, [blind]), trouble(blind, [blind, sister])):
        assert found is not None
        yield found


def stored(notice: Notice, *, standing: bool = True) -> StoredNotice:
    return StoredNotice(
        key=notice.key,
        title=notice.title,
        text=notice.text if standing else "an alert has arrived again",
        endpoint=None,
        standing=standing,
        since=CREATED,
    )


def lines(notice: StoredNotice, language: str) -> list[Text]:
    told = notice_alert(notice, CREATED).payload["notice"]
    return [line for part in ("title", "text") for line in noticed(told[part], LABELS[language])]


@pytest.mark.parametrize("language", ["ar", "es", "fr"])
def test_every_notice_is_told_in_the_operators_language(language: str) -> None:
    blocked = [n for n in notices() if n.key.startswith("feed:")] * 20
    for standing in (True, False):
        kinds = [stored(notice, standing=standing) for notice in notices()]
        for told in (*kinds, summed([stored(n, standing=standing) for n in blocked])):
            assert {line.lang for line in lines(told, language)} == {language}, told


@pytest.mark.parametrize("language", ["ar", "es", "fr"])
@pytest.mark.parametrize(("trouble", "text"), [(OUTBOX, UNSENT), (POLLS, UNPOLLED)])
def test_what_ails_balagh_itself_is_told_in_the_operators_language(
    trouble: Trouble, text: str, language: str
) -> None:
    for said in (text, trouble.over):
        notice = Notice(key=trouble.key, title=trouble.title, text=said)
        assert {line.lang for line in lines(stored(notice), language)} == {language}


def test_what_it_says_can_be_done_and_the_commands_stand_as_they_are_typed() -> None:
    dead, going, *_ = map(stored, notices())
    french = "\n".join(line.text for line in lines(dead, "fr")).replace("\xa0", " ")
    assert "n’a pas pu être remise à systems par webhook" in french
    assert "La remise 17 (Nouveau) a été abandonnée (tentatives : 1)" in french
    assert "hooks.example answered 503" in french
    assert "`scrapy deliveries redeliver 17`" in french
    assert " · depuis le 30 janvier 2024, 13:00 (Maroc)" in french
    arabic = "\n".join(line.text for line in lines(going, "ar"))
    assert "فشلت كل المحاولات منذ 30 يناير 2024، 13:00 (بتوقيت المغرب)؛" in arabic
    assert "\u2066`scrapy subscribers test وكالة desk`\u2069" in arabic.replace(
        "\u2068", ""
    ).replace("desk\u2069", "desk")


REASONS = (
    *(explain_status(status)[1] for status in (401, 403, 404, 410, 418, 429, 451, 500)),
    explain(SSL.Error())[1],
    explain(ValueError("x"))[1],
    *(
        explain(kind())[1]
        for kind in (
            CannotResolveHostError,
            DownloadTimeoutError,
            DownloadConnectionRefusedError,
            DownloadCancelledError,
            DownloadFailedError,
            ResponseDataLossError,
        )
    ),
    CHALLENGED,
)


@pytest.mark.parametrize("reason", REASONS)
def test_what_keeps_a_feed_from_being_read_is_told_in_words(reason: str) -> None:
    blind = feed_state(health="blocked", failures=9, error=reason)
    notice = trouble(blind, [blind])
    assert notice is not None
    french = lines(stored(notice), "fr")[-1].text
    assert reason not in french
    assert french.endswith(" · depuis le 30 janvier 2024, 13:00 (Maroc)")


def test_the_health_of_a_feed_that_answers_is_told_in_words() -> None:
    quiet = feed_state(cadence=HOURLY, last_new=CREATED - timedelta(days=9))
    finding = diagnose(quiet, CREATED, None)
    assert finding.problem is not None
    (line,) = noticed(finding.problem, LABELS["fr"])
    assert line.text.replace("\xa0", " ") == (
        "Pas de nouvelle entrée depuis 9 jours (intervalle habituel : 1 heure) ; comparez avec "
        "sa page d’accueil"
    )


def test_what_nobody_translated_is_still_told_as_english() -> None:
    (line,) = noticed("the moon has fallen", LABELS["ar"])
    assert (line.text, line.lang, line.dir) == ("the moon has fallen", "en", "ltr")


@pytest.mark.parametrize(
    ("minutes", "language", "expected"),
    [
        (125, "en", "2 hours, 5 minutes"),
        (125, "fr", "2\xa0heures, 5 minutes"),
        (125, "es", "2 horas, 5 minutos"),
        (60, "ar", "ساعة"),
        (120, "ar", "ساعتان"),
        (185, "ar", "3 ساعات، 5 دقائق"),
        (60 * 24 * 11, "ar", "11 يومًا"),
    ],
)
def test_durations_are_counted_as_the_language_does(
    minutes: int, language: str, expected: str
) -> None:
    assert LABELS[language].duration(timedelta(minutes=minutes)) == expected
