"""Every format of feed is served as the crawler reads it, and so are WordPress's other doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from core.articles import Entry, Feed
from crawler.documents import Document, read_document
from newsroom.outlets import Story, load_outlets
from newsroom.press import Press
from newsroom.receivers import MailServer, WebhookReceiver
from newsroom.settings import settings_for
from tests.conftest import SteppedClock
from tests.crawler.site import NEWS, Balagh

AT = datetime(2024, 1, 30, 11, 20, tzinfo=UTC)
LISTED = [o.key for o in load_outlets() if o.style != "search"]


@pytest.fixture
def press(clock: SteppedClock) -> Iterator[Press]:
    with Press(clock=clock) as press:
        yield press


def _story(outlet: str, slug: str, at: datetime = AT) -> Story:
    text = ("Le conseil a voté mardi soir le budget de la ville.", "Une séance est prévue en mars.")
    return Story(
        outlet=outlet, slug=slug, title=f"Budget {slug} & vote", paragraphs=text, published=at
    )


def _read(feed: Feed, url: str) -> Document:
    answer = requests.get(url, timeout=5)
    assert answer.status_code == 200
    return read_document(
        answer.content,
        feed=feed,
        url=url,
        content_type=answer.headers["Content-Type"],
        now=AT + timedelta(days=1),
    )


def _told(entries: tuple[Entry, ...]) -> list[tuple[str, str, datetime | None]]:
    return [(entry.url, entry.title, entry.published) for entry in entries]


@pytest.mark.parametrize("outlet", LISTED)
def test_the_crawler_reads_what_an_outlet_lists(press: Press, outlet: str) -> None:
    url = press.publish(_story(outlet, "un"))
    feed = press.outlets[outlet].feed(press.base(outlet))

    document = _read(feed, feed.url)
    if document.leads:
        document = _read(feed, document.leads[0])

    assert _told(document.entries) == [(url, "Budget un & vote", AT)]


@pytest.mark.parametrize("outlet", ["mina", "borj", "sahifa"])
def test_what_has_not_changed_is_answered_304(press: Press, outlet: str) -> None:
    press.publish(_story(outlet, "un"))
    tag = requests.get(press.feed_url(outlet), timeout=5).headers["ETag"]

    again = requests.get(press.feed_url(outlet), headers={"If-None-Match": tag}, timeout=5)

    assert again.status_code == 304


def test_wordpress_is_paged_searched_and_asked_for_its_posts(press: Press) -> None:
    hours = range(40)
    urls = [press.publish(_story("phare", f"n{n}", AT - n * timedelta(hours=1))) for n in hours]
    feed = press.outlets["phare"].feed(press.base("phare"))
    posts = Feed(name="posts", url=feed.url, outlet="x", format="json")

    def listed(path: str, read_as: Feed = feed) -> list[str]:
        return [e.url for e in _read(read_as, press.base("phare") + path).entries]

    time = "after=2024-01-29T11:00:00Z&before=2024-01-30T12:00:00Z"
    assert listed("/feed/?paged=1") == urls[:30]
    assert listed("/feed/?paged=2") == urls[30:]
    assert listed("/?s=%22Budget+n7%22&feed=rss2") == [urls[7]]
    assert listed(f"/wp-json/wp/v2/posts?{time}&per_page=20&page=2", posts) == urls[20:25]
    for path in ("/feed/?paged=3", f"/wp-json/wp/v2/posts?{time}&per_page=20&page=3"):
        assert requests.get(press.base("phare") + path, timeout=5).status_code in (400, 404)


def test_news_in_any_format_becomes_an_event(tmp_path: Path) -> None:
    outlets = ("mina", "borj", "sahifa", "adassa")
    with Press() as press, WebhookReceiver("whsec_a2tra2tra2s=") as hooks, MailServer() as mail:
        for key in outlets:
            story = Story(
                outlet=key,
                slug="خبر",
                title=NEWS,
                paragraphs=(f"{NEWS}، وفق بلاغ رسمي صدر اليوم.", "وتم وضعهم رهن الحراسة النظرية."),
                published=datetime.now(UTC) - timedelta(minutes=5),
            )
            press.publish(story)
        balagh = Balagh(tmp_path, {})
        text = settings_for(press, hooks, mail, outlets=outlets)
        text = text.partition("[[subscriber]]")[0]
        (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
        done = balagh.crawl()

    assert done.returncode == 0, done.stderr
    assert balagh.rows("SELECT count(*) FROM events") == [(1,)]
    reported = {row[0] for row in balagh.rows("SELECT outlet FROM articles")}
    assert reported == {press.outlets[key].name for key in outlets}
