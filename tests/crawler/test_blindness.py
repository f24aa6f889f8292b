"""What keeps a feed from being seen is told apart: outages, pauses, lies, refusals, hijacks."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from newsroom.faults import Answer, status
from newsroom.loopback import Request
from tests.crawler.site import NEWS, Balagh, Site, feed, item, page

HOUR = timedelta(hours=1)
EAGER = {"interval_min": "0.2s", "interval_max": "0.4s", "deadline": "2s"}
CHALLENGE = Answer(
    status=503,
    headers={"Content-Type": "text/html"},
    body=b"<html><head><title>Just a moment...</title></head><body>cf-chl</body></html>",
)


def test_our_own_outage_is_not_held_against_the_feeds(tmp_path: Path) -> None:
    with ExitStack() as stack:
        sites = [stack.enter_context(Site(address=f"127.0.0.{n}")) for n in range(11, 17)]
        for number, site in enumerate(sites):
            site.pages |= {"/feed": feed(item(number)), "/article/news": page()}
        feeds = {f"F{n}": site.url("/feed") for n, site in enumerate(sites)}
        balagh = Balagh(tmp_path, feeds, allow_private=[s.authority for s in sites], **EAGER)
        with balagh.watch() as daemon:
            for name in feeds:
                daemon.wait_for(f"{name}: 1 entry, 1 new")
            for site in sites:
                site.go_down()
            daemon.wait_for("our own network seems to be down")
            for name in feeds:
                daemon.wait_for(f"{name}: not seen: our own network is down")
            while_away = balagh.rows("SELECT health, failures FROM feeds")
            for site in sites:
                site.pages["/feed"] = feed(item("news", NEWS))
                site.come_back()
            daemon.wait_for("our own network is back")
            daemon.wait_for("── NEW")
            for name in feeds:
                daemon.wait_for(f"{name}: 1 entry, 1 new", 2)
            shown = balagh.run("feeds", "coverage", "--since", "1h").stdout

        assert set(while_away) == {("ok", 0)}
        assert set(balagh.health().values()) == {"ok"}
        reasons = balagh.rows("SELECT DISTINCT state, reason FROM spells WHERE state != 'seen'")
        assert reasons == [("late", "offline")]
        assert "late from" in shown


def test_a_server_that_asks_for_a_pause_gets_it(tmp_path: Path) -> None:
    with Site({"/busy": feed(item(1)), "/well": feed(item(2))}) as site:
        site.faults.add(site.url("/busy"), status(503, {"Retry-After": "7200"}))
        feeds = {"Busy": site.url("/busy"), "Well": site.url("/well")}
        balagh = Balagh(tmp_path, feeds, allow_private=[site.authority])
        done = balagh.crawl()
        asked = balagh.rows("SELECT next_poll FROM feeds WHERE name = 'Busy'")
        balagh.crawl()

        assert "asked again in 1h 59m" in done.stderr or "asked again in 2h" in done.stderr
        assert datetime.fromisoformat(asked[0][0]) - datetime.now(UTC) > 1.9 * HOUR
        assert len(site.asked("/busy")) == 1


def test_a_lying_not_changed_is_found_out_and_asked_for_no_more(tmp_path: Path) -> None:
    first = feed(item("old"), etag='"always the same"')

    def lies(request: Request) -> Answer:
        return Answer(status=304) if "if-none-match" in request.headers else site.pages["/true"]  # type: ignore[return-value]

    with Site({"/feed": lies, "/true": first, "/article/news": page()}) as site:
        balagh = Balagh(tmp_path, {"Une": site.url("/feed")}, allow_private=[site.authority])
        balagh.crawl()
        site.pages["/true"] = feed(item("news", NEWS), item("old"), etag='"always the same"')
        unchanged = balagh.crawl("-a", "all=1")
        balagh.let_time_pass(9 * HOUR)
        found = balagh.crawl("-a", "all=1")
        balagh.crawl("-a", "all=1")
        shown = balagh.run("feeds", "show", "Une").stdout

        assert "Une: unchanged" in unchanged.stderr
        assert re.search(r"^alerts +1", found.stdout, re.M)
        assert [("if-none-match" in r.headers) for r in site.asked("/feed")] == [
            False,
            True,
            False,
            False,
        ]
        assert "validators: no longer sent" in shown


def test_an_announcement_survives_a_page_that_fails_when_it_is_fresh(tmp_path: Path) -> None:
    """Where the feed's own text tells it, nobody waits for the page."""
    vague = "البسيج: التفاصيل الكاملة"
    told = NEWS.replace("وجدة", "فاس")
    with Site({"/feed": feed(item("vague", vague), item("told", told))}) as site:
        balagh = Balagh(tmp_path, {"Une": site.url("/feed")}, allow_private=[site.authority])
        site.every("/article", Answer(status=503))
        failed = balagh.crawl()
        site.pages["/article/vague"] = page(f"{vague}. ملخص الخبر كما نشرته الجريدة. {NEWS}")
        back = balagh.crawl()

    assert "it can't answer now; it is asked for again in 2m" in failed.stderr
    assert "it can't answer now; the feed's own text serves" in failed.stderr
    assert re.search(r"^alerts +1", failed.stdout, re.M)
    assert re.search(r"^alerts +1", back.stdout, re.M)


def test_a_feed_that_lost_its_entries_is_blind_until_they_are_back(tmp_path: Path) -> None:
    with Site({"/feed": feed(item("old"))}) as site:
        balagh = Balagh(tmp_path, {"Une": site.url("/feed")}, allow_private=[site.authority])
        balagh.crawl()
        site.pages["/feed"] = feed()
        emptied = balagh.crawl("-a", "all=1")
        again = balagh.crawl("-a", "all=1")
        coverage = balagh.run("feeds", "coverage", "--since", "1h").stdout
        site.pages |= {"/feed": feed(item("news", NEWS), item("old")), "/article/news": page()}
        back = balagh.crawl("-a", "all=1")

    assert "Une: emptied: it lists nothing, where it had entries" in emptied.stderr
    assert "emptied" in again.stderr
    assert "emptied" in coverage
    assert re.search(r"^alerts +1", back.stdout, re.M)


def test_what_is_left_out_of_a_document_is_said(tmp_path: Path) -> None:
    broken = "<item><gml:pos>1 2 a</gml:pos><title>odd</title></item>"
    with Site({"/feed": feed(item("a"), broken)}) as site:
        balagh = Balagh(tmp_path, {"Une": site.url("/feed")}, allow_private=[site.authority])

        assert "Une: 1 entry, 1 new; 1 more were not read" in balagh.crawl().stderr


def test_a_gatekeeper_and_a_hijacker_are_named(tmp_path: Path) -> None:
    spam = [item(n, "Best online casino bonus, free spins") for n in range(8)]
    with Site({"/gate": CHALLENGE, "/taken": feed(*[item(n) for n in range(8)])}) as site:
        feeds = {"Gate": site.url("/gate"), "Taken": site.url("/taken")}
        balagh = Balagh(tmp_path, feeds, allow_private=[site.authority])
        before = balagh.crawl()
        site.pages["/taken"] = feed(*spam)
        after = balagh.crawl("-a", "all=1")
        failing = json.loads(balagh.run("feeds", "--failing", "--json").stdout)

        assert "wants proof of a human reader" in before.stderr
        assert {f["name"]: f["health"] for f in failing} == {
            "Gate": "blocked",
            "Taken": "suspected hijack",
        }
        assert "8 of 8 titles are spam" in next(f["error"] for f in failing if f["name"] == "Taken")
        assert "feed Taken: suspected hijack: 8 of 8 titles are spam" in after.stderr
        assert "feed Gate: blocked" in after.stderr


def test_feeds_that_never_answered_prove_no_outage(tmp_path: Path) -> None:
    feeds = {f"F{n}": f"http://127.0.0.{n}:1/feed" for n in range(21, 29)}
    addresses = [f"127.0.0.{n}:1" for n in range(21, 29)]

    balagh = Balagh(tmp_path, feeds, allow_private=addresses)
    done = balagh.crawl()

    assert set(balagh.health().values()) == {"refused"}
    assert "our own network" not in done.stderr


PARKED = Answer(
    headers={"Content-Type": "text/html"},
    body=b"<html><head><title>x</title></head><body><h1>This domain is for sale</h1></body></html>",
)


def test_a_parked_domain_is_named_with_where_it_is_and_forgotten_when_the_feed_is_back(
    tmp_path: Path,
) -> None:
    true = feed(item(1), etag='"1"')
    with (
        Site({"/feed": true}, "127.0.0.11") as site,
        Site({"/sale": PARKED}, "127.0.0.12") as parking,
    ):
        allowed = [site.authority, parking.authority]
        balagh = Balagh(tmp_path, {"Une": site.url("/feed")}, allow_private=allowed)
        balagh.crawl()
        moved = Answer(status=302, headers={"Location": parking.url("/sale")})
        site.pages["/feed"] = moved
        first = balagh.crawl("-a", "all=1")
        second = balagh.crawl("-a", "all=1")
        while_parked = balagh.health()
        site.pages["/feed"] = true
        balagh.crawl("-a", "all=1")

        said = "feed Une: suspected hijack: a page that sells the domain comes in its place"
        assert f"warning: {said}" in first.stderr
        assert "(it is redirected to 127.0.0.12); asked again in" in first.stderr
        again = next(line for line in second.stderr.splitlines() if "asked again" in line)
        assert "warning" not in again  # it was said
        assert re.search(rf"notice +warning: {said}", second.stderr)
        assert while_parked == {"Une": "suspected hijack"}
        assert balagh.health() == {"Une": "ok"}


def test_a_computer_whose_clock_is_wrong_is_told(tmp_path: Path) -> None:
    yesterday = format_datetime(datetime.now(UTC) - 24 * HOUR, usegmt=True)
    body = feed(item(1)).body
    with ExitStack() as stack:
        answer = Answer(headers={"Date": yesterday}, body=body)
        sites = [stack.enter_context(Site({"/feed": answer}, f"127.0.0.{n}")) for n in (11, 12, 13)]
        feeds = {f"F{n}": site.url("/feed") for n, site in enumerate(sites)}
        balagh = Balagh(tmp_path, feeds, allow_private=[s.authority for s in sites])
        done = balagh.crawl()

    assert done.stderr.count("the clock of this computer is wrong") == 1
    assert "ahead of what the servers of the press say" in done.stderr


def test_what_the_store_refuses_is_said_once_and_caught_up_with(tmp_path: Path) -> None:
    sites = {f"/{n}": feed(item(n)) for n in range(6)}
    with Site(sites) as site:
        feeds = {f"F{n}": site.url(path) for n, path in enumerate(sites)}
        balagh = Balagh(tmp_path, feeds, allow_private=[site.authority], per_host=1)
        balagh.run("feeds")
        full = "CREATE TRIGGER full BEFORE UPDATE ON feeds BEGIN SELECT RAISE(ABORT, 'full'); END"
        hold = site.faults.hold(site.url("/0"))
        with balagh.start("crawl", "press") as running:
            site.wait_for("/0")
            balagh.write(full)
            hold.release()
            running.process.join(30)
            output = running.output
        balagh.write("DROP TRIGGER full")
        balagh.crawl()

    assert output.count("said once while it lasts") == 1
    assert balagh.rows("SELECT count(*) FROM entries") == [(6,)]
