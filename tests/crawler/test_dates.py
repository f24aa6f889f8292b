"""Entry dates: every way of writing one that outlets of the region use, and the wrong ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import read_dates
from crawler.days import writes_month_first
from crawler.documents import read_document
from tests.crawler.test_documents import feed

NOW = datetime(2024, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Mon, 29 Jan 2024 14:30:00 +0000", "2024-01-29T14:30"),
        ("Mon, 29 Jan 2024 14:30:00 GMT", "2024-01-29T14:30"),
        ("Mon, 29 Jan 2024 14:30:00 CET", "2024-01-29T13:30"),
        ("Mon, 29 Jan 2024 14:30:00", "2024-01-29T13:30"),
        ("2024-01-29T14:30:00Z", "2024-01-29T14:30"),
        ("2024-01-29T14:30:00+01:00", "2024-01-29T13:30"),
        ("2024-01-29 14:30", "2024-01-29T13:30"),
        ("2024-03-20 14:30", "2024-03-20T14:30"),  # in Ramadan the clock goes back to UTC
        ("2016/6/29", "2016-06-29T00:00"),
        ("01/02/2024 10h30", "2024-02-01T09:30"),
        ("الاثنين 29 يناير 2024 - 14:30", "2024-01-29T13:30"),
        ("٢٩ غشت ٢٠٢٣", "2023-08-28T23:00"),
        ("3 شتنبر 2023 08:05", "2023-09-03T07:05"),
        ("5 دجنبر 2023", "2023-12-04T23:00"),
        ("12 يوليوز 2023", "2023-07-11T23:00"),
        ("29 كانون الثاني 2024", "2024-01-28T23:00"),
        ("1er février 2024 à 09:00", "2024-02-01T08:00"),
        ("Lun, 29 janv. 2024 10:00:00 GMT", "2024-01-29T10:00"),
        ("29 de enero de 2024", "2024-01-28T23:00"),
        ("January 29, 2024", "2024-01-28T23:00"),
        ("Mon, 29 Jan 2024 14:30:00 -0000", "2024-01-29T14:30"),
        ("Mon, 29 Jan 2024 3:00 PM", "2024-01-29T14:00"),
        ("Mon, 29 Jan 2024 03:00:00 PM +0100", "2024-01-29T14:00"),
        ("29/01/2024 3:05 p.m.", "2024-01-29T14:05"),
        ("29 January 2024 12:10 AM", "2024-01-28T23:10"),
        ("29 يناير 2024 - 3:00 مساء", "2024-01-29T14:00"),
        ("29 يناير 2024 - 3:00 م", "2024-01-29T14:00"),
        ("29 يناير 2024 9:15 صباحا", "2024-01-29T08:15"),
        ("29/01/2024 15:00 PM", "2024-01-29T14:00"),
        ("29-01-2024", "2024-01-28T23:00"),
        ("29-01-2024 14:30", "2024-01-29T13:30"),
        ("29-01-2024 14:30:00 GMT", "2024-01-29T14:30"),
        ("29 يناير، 2024", "2024-01-28T23:00"),
        ("29 يناير/كانون الثاني 2024 14:30", "2024-01-29T13:30"),
        ("Mon, 29 Jan 2024 14:30:00 GMT+2", "2024-01-29T12:30"),
        ("29/01/2024 14:30 UTC+02:00", "2024-01-29T12:30"),
        ("il y a 2 heures", "2024-11-22T10:00"),
        ("Publié il y a une heure", "2024-11-22T11:00"),
        ("منذ ساعتين", "2024-11-22T10:00"),
        ("قبل 3 ساعات", "2024-11-22T09:00"),
        ("منذ ٥ دقائق", "2024-11-22T11:55"),
        ("هادي ساعة", "2024-11-22T11:00"),
        ("hace 3 días", "2024-11-19T12:00"),
        ("2 hours ago", "2024-11-22T10:00"),
        ("a week ago", "2024-11-15T12:00"),
        ("hier à 14h30", "2024-11-21T13:30"),
        ("أمس 14:30", "2024-11-21T13:30"),
        ("Aujourd'hui 10:00", "2024-11-22T09:00"),
        ("il y a 2h", "2024-11-22T10:00"),
        ("قبل قليل", "2024-11-22T12:00"),
        ("À l’instant", "2024-11-22T12:00"),
        ("21/11/24", "2024-11-20T23:00"),
        ("24-11-21 14:05", "2024-11-21T13:05"),
        ("٢١/١١/٢٤ ١٤:٠٥", "2024-11-21T13:05"),
        ("21 نونبر 24", "2024-11-20T23:00"),
        ("الخميس ٢١ نونبر - ١٤:٠٥", "2024-11-21T13:05"),
        ("jeudi 21 novembre à 14h05", "2024-11-21T13:05"),
        ("30 décembre", "2023-12-29T23:00"),
        ("Nov 21", "2024-11-20T23:00"),
        ("الخميس 19 جمادى الأولى 1446 الموافق 21 نونبر 2024", "2024-11-20T23:00"),
        ("1446/05/19 - 2024/11/21", "2024-11-20T23:00"),
        ("19/05/1446 هـ 21/11/2024 م", "2024-11-20T23:00"),
        ("11/21/2024 02:05 PM", "2024-11-21T13:05"),
        ("11/12/2024", "2024-11-11T23:00"),  # a day first would be weeks ahead
        ("نونبر 21، 2024 - 2:05 م", "2024-11-21T13:05"),
        ("November 21st, 2024 2:05 pm", "2024-11-21T13:05"),
        ("21نونبر2024", "2024-11-20T23:00"),
        ("21 من نونبر 2024", "2024-11-20T23:00"),
        ("فاتح نونبر 2024", "2024-10-31T23:00"),
        ("1 er novembre 2024", "2024-10-31T23:00"),
        ("21 de noviembre del 2024", "2024-11-20T23:00"),
        ("Thu, 21 Nov 2024 14:05:00 +01", "2024-11-21T13:05"),
        ("Thu, 21 Nov 2024 14:05:00 +1:00", "2024-11-21T13:05"),
        ("2024-11-21T14:05:00CET", "2024-11-21T13:05"),
        ("2024-11-21 14:05:00 GMT", "2024-11-21T14:05"),
        ("1732197900", "2024-11-21T14:05"),
        ("1732197900000", "2024-11-21T14:05"),
        ("20241121140500", "2024-11-21T13:05"),
    ],
)
def test_written_dates(text: str, instant: str) -> None:
    found = read_dates([text], NOW).published
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "",
        "hier à 25h00",
        "il y a longtemps",
        "il y a 2 ans",
        "ago",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2024-13-45",
        "31/02/2024",
        "31/02/24",
        "19 جمادى الأولى 1446",
        "19/05/1446",
        "31 février",
        "05/12/2024",  # weeks ahead, or half a year ago: nobody knows
        "2024-11-24T00:00Z",
    ],
)
def test_what_can_not_be_known_is_none(text: str) -> None:
    found = read_dates([text], NOW)
    assert found.published is None
    assert found.how


@given(st.timedeltas(timedelta(seconds=1), timedelta(hours=26)))
def test_a_zone_declared_wrongly_counts_as_now(ahead: timedelta) -> None:
    found = read_dates([(NOW + ahead).isoformat()], NOW)
    assert found.published == NOW
    assert found.how.startswith("ahead, taken as now: 2024-11-2")


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = read_dates([text], NOW).published
    assert found is None or found <= NOW


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        # 2024: the clock goes back to UTC on 10 March at 3:00, and on again on 14 April at 2:00.
        ("2024-03-10 01:59", "2024-03-10T00:59"),
        ("2024-03-10 02:30", "2024-03-10T01:30"),  # twice on the clock: the first time
        ("2024-03-10 03:00", "2024-03-10T03:00"),
        ("2024-04-14 01:59", "2024-04-14T01:59"),
        ("2024-04-14 03:00", "2024-04-14T02:00"),
        ("2023-03-19 12:00", "2023-03-19T12:00"),
        ("2023-04-23 12:00", "2023-04-23T11:00"),
        ("10 مارس 2024 - 23:00", "2024-03-10T23:00"),
        ("Sun, 10 Mar 2024 23:00:00 +0100", "2024-03-10T22:00"),  # a zone that is given stands
    ],
)
def test_the_hour_of_ramadan(text: str, instant: str) -> None:
    found = read_dates([text], NOW).published
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "how"),
    [
        (["Mon, 29 Jan 2024 14:30:00 GMT"], ""),
        (["2024-01-29 14:30"], "no zone: Moroccan time"),
        (["03/02/2024 10:00"], "day before month; no zone: Moroccan time"),
        (["11/21/2024"], "month before day; no zone: Moroccan time"),
        (["21/11/24"], "two digits of the year; no zone: Moroccan time"),
        (["21 novembre"], "no year: the last such day; no zone: Moroccan time"),
        (["29/01/2024 10:00"], "no zone: Moroccan time"),
        (["il y a 2 heures"], "told as an age"),
        (["hier à 14h30"], "told from its day; no zone: Moroccan time"),
        ([], "no date is given"),
        (["", " "], "no date is given"),
        (["bientôt"], "can't be read: bientôt"),
        (["bientôt", "2024-01-29T14:30Z"], "can't be read: bientôt"),
        (["1970-01-01T00:00Z"], "older than the web: 1970-01-01T00:00Z"),
        (["2031-01-01T00:00Z"], "too far ahead: 2031-01-01T00:00Z"),
    ],
)
def test_what_was_decided_is_said(texts: list[str], how: str) -> None:
    assert read_dates(texts, NOW).how == how


def test_an_endless_date_costs_nothing() -> None:
    assert read_dates(["1 " * 1_000_000], NOW).published is None


def test_a_document_that_puts_the_month_first_is_read_so() -> None:
    dates = ("10/25/2024 09:00", "11/02/2024 10:00")
    items = "".join(
        f"<item><title>{n}</title><pubDate>{at}</pubDate></item>" for n, at in enumerate(dates)
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    document = read_document(body, feed=feed(), url=feed().url, content_type="", now=NOW)

    assert [entry.published for entry in document.entries] == [
        datetime(2024, 10, 25, 8, tzinfo=UTC),
        datetime(2024, 11, 2, 9, tzinfo=UTC),
    ]
    assert not writes_month_first(["25/10/2024", "11/25/2024"])
    assert not writes_month_first(["2024-10-25"])
