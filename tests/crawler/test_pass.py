"""`scrapy crawl press` against a small web: the way of an entry, and all that goes wrong."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.faults import Answer, drip, huge, redirect, status
from newsroom.loopback import Request
from tests.crawler.site import NEWS, OTHER, Balagh, Site, feed, item, page


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def _balagh(folder: Path, site: Site, **feeds: str) -> Balagh:
    return Balagh(
        folder, {k: site.url(v) for k, v in feeds.items()}, allow_private=[site.authority]
    )


def _count(summary: str, what: str) -> int:
    found = re.search(rf"^ *{what} +(\d+)", summary, re.MULTILINE)
    assert found, summary
    return int(found[1])


def test_an_announcement_goes_from_the_feed_to_an_event(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/feed": feed(item(1, NEWS), item(2)), "/article/1": page()}
    balagh = _balagh(tmp_path, site, Une="/feed")

    done = balagh.crawl()

    assert done.returncode == 0, done.stderr
    assert _count(done.stdout, "feeds") == _count(done.stdout, "changed") == 1
    assert _count(done.stdout, "entries") == 2
    assert _count(done.stdout, "candidates") == 1
    assert _count(done.stdout, "events") == _count(done.stdout, "alerts") == 1
    assert balagh.rows("SELECT title, text_source FROM articles") == [(NEWS, "page")]
    assert not site.asked("/article/2")
    assert "Une: 2 entries, 2 new" in done.stderr
    assert NEWS in done.stderr


def test_an_unchanged_feed_ends_at_once(tmp_path: Path, site: Site) -> None:
    document = feed(item(1), etag='"v1"')

    def conditional(request: Request) -> Answer:
        known = request.headers.get("if-none-match") == '"v1"'
        return Answer(status=304) if known else document

    site.pages |= {"/conditional": conditional, "/plain": Answer(body=document.body)}
    balagh = _balagh(tmp_path, site, A="/conditional", B="/plain")
    balagh.crawl()

    done = balagh.crawl("-a", "all=1")

    assert _count(done.stdout, "unchanged") == 2
    assert _count(done.stdout, "entries") == 0
    assert len(site.asked("/conditional")) == len(site.asked("/plain")) == 2
    assert site.asked("/conditional")[1].headers["if-none-match"] == '"v1"'
    assert balagh.crawl().stdout.startswith("feeds       0 polled")


def test_only_one_feed_may_be_asked_and_a_wrong_name_says_what_is_near(
    tmp_path: Path, site: Site
) -> None:
    site.pages |= {"/a": feed(), "/b": feed()}
    balagh = _balagh(tmp_path, site, Matin="/a", Soir="/b")

    wrong = balagh.crawl("-a", "only=Matins")
    done = balagh.crawl("-a", "only=Matin")

    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.strip() == "balagh: no feed is named 'Matins'; near it: Matin"
    assert _count(done.stdout, "feeds") == 1
    assert not site.asked("/b")


@pytest.mark.parametrize(
    "options", [["-a", "colour=red"], ["-a", "all=yes"], ["--colour"], ["more"]]
)
def test_unknown_options_are_refused(tmp_path: Path, site: Site, options: list[str]) -> None:
    done = _balagh(tmp_path, site, A="/a").crawl(*options)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not site.asked("/a")


def test_a_first_poll_is_quiet_about_old_entries_only(tmp_path: Path, site: Site) -> None:
    site.pages["/feed"] = feed(
        item("new", NEWS), item("old", NEWS.replace("وجدة", "طنجة"), timedelta(days=2))
    )
    balagh = _balagh(tmp_path, site, A="/feed")

    done = balagh.crawl()

    assert dict(balagh.rows("SELECT identity, quiet FROM entries")) == {"gnew": 0, "gold": 1}
    assert _count(done.stdout, "alerts") == 1
    # A later poll is loud: news that were missed during a pause are news.
    site.pages["/feed"] = feed(item("late", NEWS.replace("وجدة", "فاس"), timedelta(days=2)))
    balagh.crawl("-a", "all=1")
    assert balagh.rows("SELECT quiet FROM entries WHERE identity = 'glate'") == [(0,)]


def test_a_page_that_can_not_be_had_does_not_lose_the_item(tmp_path: Path, site: Site) -> None:
    cities = ("وجدة", "طنجة", "فاس", "سلا", "آسفي")
    site.pages |= {
        "/robots.txt": Answer(body=b"User-agent: Balagh\nDisallow: /article/1\n"),
        "/feed": feed(*(item(n, NEWS.replace("وجدة", city)) for n, city in enumerate(cities))),
        "/article/0": Answer(status=403),
        "/article/1": page(),
        "/article/2": page("ملفات تعريف الارتباط"),
        "/article/3": page(),
        "/article/4": page(NEWS.replace("وجدة", cities[4])),
    }
    site.faults.add(site.url("/article/3"), huge(3_000_000))
    balagh = _balagh(tmp_path, site, A="/feed")

    done = balagh.crawl()

    sources = dict(balagh.rows("SELECT url, text_source FROM articles"))
    assert sources == {site.url(f"/article/{n}"): ("page" if n == 4 else "feed") for n in range(5)}
    assert balagh.rows("SELECT count(*) FROM entries WHERE state = 'pending'") == [(0,)]
    assert not site.asked("/article/1")
    assert "the server answers 403" in done.stderr
    assert "robots.txt" in done.stderr
    assert "larger than the settings allow" in done.stderr


def test_links_of_a_search_feed_are_not_followed(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/feed": feed(item(1, NEWS)), "/article/1": page()}
    balagh = _balagh(tmp_path, site, Search="/feed")
    balagh.describe({"Search": site.url("/feed")}, tier="search")

    balagh.crawl()

    assert not site.asked("/article/1")
    assert balagh.rows("SELECT text_source FROM articles") == [("feed",)]


def test_every_failure_has_its_reason_and_costs_only_its_feed(tmp_path: Path, site: Site) -> None:
    with Site() as private, Site(address="127.0.0.3") as shut:
        port = private.authority.partition(":")[2]
        site.pages |= {
            "/well": feed(item(1)),
            "/html": Answer(headers={"Content-Type": "text/html"}, body=b"<html>Blocked</html>"),
            "/bomb": Answer(body=b"<rss><channel><item " + b"x" * 100_000),
            "/huge": feed(),
            "/drip": feed(item(1)),
            "/round": feed(),
            "/away": feed(),
            "/astray": feed(),
            "/hidden": feed(),
            "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /hidden\n"),
        }
        private.pages["/feed"] = shut.pages["/feed"] = feed(item(1, NEWS))
        site.faults.add(site.url("/huge"), huge(5_000_000))
        site.faults.add(site.url("/drip"), drip(0.05, 2_000))
        site.faults.add(site.url("/round"), redirect(site.url("/round")))
        site.faults.add(site.url("/astray"), redirect("http://[bad/feed"))
        site.faults.add(site.url("/away"), redirect(private.url("/feed")))
        site.faults.add(site.url("/busy"), status(503))
        site.faults.add(site.url("/forbidden"), status(403))
        shut.faults.add(shut.url("/robots.txt"), status(500))
        expected = {
            site.url("/well"): "ok",
            site.url("/html"): "parse",
            site.url("/bomb"): "too large",
            site.url("/huge"): "too large",
            site.url("/drip"): "timeout",
            site.url("/round"): "http 3xx",
            site.url("/away"): "private address",
            site.url("/busy"): "http 5xx",
            site.url("/forbidden"): "blocked",
            site.url("/hidden"): "robots",
            shut.url("/feed"): "robots",
            f"https://{site.authority}/feed": "tls",
            "http://127.0.0.1:1/feed": "refused",
            "http://nowhere.invalid/feed": "dns",
            f"http://{'a' * 80}.example/feed": "dns",
            site.url("/astray"): "http 3xx",
            f"http://127.0.0.1:{port}/feed": "private address",
            f"http://localhost:{port}/feed": "private address",
            f"http://2130706433:{port}/feed": "private address",
            f"http://0x7f000001:{port}/feed": "private address",
            f"http://[::ffff:127.0.0.1]:{port}/feed": "private address",
        }
        balagh = Balagh(
            tmp_path,
            {url: url for url in expected},
            allow_private=[site.authority, shut.authority, "127.0.0.1:1"],
            deadline="1s",
            per_host=8,
        )

        done = balagh.crawl()

        assert done.returncode == 0, done.stderr
        assert balagh.health() == expected
        assert not private.asked("/feed")
        assert not private.asked("/robots.txt")
        assert _count(done.stdout, "failing") == len(expected) - 1
        for url, reason in expected.items():
            assert reason == "ok" or re.search(
                rf"^ +{reason} +{re.escape(url)}: ", done.stdout, re.M
            )
        assert "Traceback" not in done.stderr


def _sitemap(*paths: str, kind: str = "sitemap") -> Answer:
    """An index of sitemaps, or (`kind` "url") a sitemap of articles."""
    root = "sitemapindex" if kind == "sitemap" else "urlset"
    items = "".join(f"<{kind}><loc>{path}</loc></{kind}>" for path in paths)
    body = f"<{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{items}</{root}>"
    return Answer(headers={"Content-Type": "text/xml", "ETag": '"same"'}, body=body.encode())


def test_the_amp_version_serves_where_the_page_says_too_little(tmp_path: Path, site: Site) -> None:
    stub = b"<html><head><link rel='amphtml' href='/amp/1'></head><body><p>...</p></body></html>"
    undated = re.sub("<pubDate>.*?</pubDate>", "", item(1, NEWS))
    whole = page(f"{NEWS}. وأضاف البلاغ")
    dated = b"<meta property='article:published_time' content='2024-01-30T09:00:00Z'><body>"
    site.pages |= {
        "/feed": feed(undated),
        "/article/1": Answer(headers={"Content-Type": "text/html"}, body=stub),
        "/amp/1": Answer(headers=whole.headers, body=whole.body.replace(b"<body>", dated)),
    }
    balagh = _balagh(tmp_path, site, A="/feed")

    balagh.crawl()

    [(text, source, published)] = balagh.rows("SELECT text, text_source, published FROM articles")
    assert "وأضاف البلاغ" in text
    assert (source, published[:10]) == ("page", "2024-01-30")


def test_a_page_that_is_refused_is_not_asked_for_another_way(tmp_path: Path, site: Site) -> None:
    stub = b"<html><head><link rel='amphtml' href='/amp/1'></head></html>"
    site.pages |= {"/feed": feed(item(1, NEWS)), "/article/1": Answer(status=403, body=stub)}
    balagh = _balagh(tmp_path, site, A="/feed")

    balagh.crawl()

    assert not site.asked("/amp/1")
    assert balagh.rows("SELECT text_source FROM articles") == [("feed",)]


def test_how_an_entry_was_dated_is_shown(tmp_path: Path, site: Site) -> None:
    undated = re.sub("<pubDate>.*?</pubDate>", "<pubDate>bientôt</pubDate>", item(2))
    site.pages |= {"/feed": feed(item(1), undated)}
    balagh = _balagh(tmp_path, site, A="/feed")
    balagh.crawl()

    shown = balagh.run("entries", "--feed", "A").stdout.splitlines()
    told = json.loads(balagh.run("entries", "--json").stdout)

    assert any("unknown" in line and "can't be read: bientôt" in line for line in shown)
    assert any("unknown" not in line and "as given" in line for line in shown)
    assert [entry["dated"] for entry in told] == ["can't be read: bientôt", ""]
    assert all(entry["state"] == "judged" for entry in told)


def _with_index(folder: Path, site: Site) -> Balagh:
    balagh = _balagh(folder, site, Map="/index.xml")
    with (folder / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write('\nformat = "sitemap"\n')
    return balagh


def test_an_index_leads_to_its_sitemaps_and_says_nothing_of_their_news(
    tmp_path: Path, site: Site
) -> None:
    site.pages |= {
        "/index.xml": _sitemap("/news-sitemap.xml", "/post-sitemap.xml", "/author-sitemap.xml"),
        "/news-sitemap.xml": _sitemap("/pluie-sur-le-nord", kind="url"),
        "/post-sitemap.xml": _sitemap("/marche-couvert", kind="url"),
    }
    balagh = _with_index(tmp_path, site)

    first = balagh.crawl()
    again = balagh.crawl("-a", "all=1")
    site.pages["/news-sitemap.xml"] = _sitemap("/pluie-sur-le-nord", "/le-bac-reprend", kind="url")
    changed = balagh.crawl("-a", "all=1")

    assert _count(first.stdout, "entries") == 2
    assert (_count(again.stdout, "unchanged"), _count(again.stdout, "entries")) == (1, 0)
    assert (_count(changed.stdout, "changed"), _count(changed.stdout, "entries")) == (1, 1)
    assert not site.asked("/author-sitemap.xml")
    assert "if-none-match" not in site.asked("/index.xml")[-1].headers


def test_a_sitemap_that_an_index_promised_and_that_fails_is_named(
    tmp_path: Path, site: Site
) -> None:
    site.pages |= {"/index.xml": _sitemap("/gone.xml")}
    balagh = _with_index(tmp_path, site)

    done = balagh.crawl()

    assert balagh.health() == {"Map": "http 4xx"}
    assert "/gone.xml: the server answers 404" in done.stderr


def test_an_older_sitemap_that_fails_hides_no_news(tmp_path: Path, site: Site) -> None:
    site.pages |= {
        "/index.xml": _sitemap("/post-sitemap2.xml", "/post-sitemap1.xml"),
        "/post-sitemap2.xml": _sitemap("/marche-couvert", kind="url"),
    }
    balagh = _with_index(tmp_path, site)

    done = balagh.crawl()

    assert balagh.health() == {"Map": "ok"}
    assert _count(done.stdout, "entries") == 1
    assert site.asked("/post-sitemap1.xml")


def test_an_index_within_an_index_is_followed_and_one_without_end_is_named(
    tmp_path: Path, site: Site
) -> None:
    site.pages |= {
        "/index.xml": _sitemap("/inner.xml"),
        "/inner.xml": _sitemap("/sitemap-1.xml", "/sitemap-2.xml"),
        "/sitemap-2.xml": _sitemap("/marche-couvert", kind="url"),
    }
    balagh = _with_index(tmp_path, site)

    found = balagh.crawl()
    site.pages["/inner.xml"] = _sitemap("/index.xml")
    lost = balagh.crawl("-a", "all=1")

    assert _count(found.stdout, "entries") == 1
    assert "Map: parse: an index leads to others: " in lost.stderr


STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]")


def test_nothing_of_a_page_or_feed_steers_the_terminal(tmp_path: Path, site: Site) -> None:
    evil = f"{NEWS} &#x202e;&#27;]0;owned&#7;\u009b31m&#x2066;"
    site.pages |= {
        "/feed": feed(item(1, evil), item(2, "").replace("<title></title>", "")),
        "/article/1": page(evil),
        "/article/2": page(evil),
    }
    balagh = _balagh(tmp_path, site, A="/feed")

    done = balagh.crawl()

    assert NEWS in done.stderr
    assert not STEERING.search(done.stderr + done.stdout)
    stored = balagh.rows("SELECT title, summary FROM entries")
    stored += balagh.rows("SELECT title, url FROM articles")
    assert not any(STEERING.search(str(cell)) for row in stored for cell in row)


def test_the_deadline_covers_all_hops(tmp_path: Path, site: Site) -> None:
    def slow(to: str) -> object:
        def answer(_: Request) -> Answer:
            time.sleep(0.5)
            return Answer(status=302, headers={"Location": site.url(to)})

        return answer

    hops = ["/a", "/b", "/c", "/d", "/e"]
    site.pages |= dict(zip(hops, map(slow, [*hops[1:], "/feed"]), strict=True))  # type: ignore[arg-type]
    site.pages["/feed"] = feed()
    balagh = Balagh(tmp_path, {"A": site.url("/a")}, allow_private=[site.authority], deadline="1s")

    balagh.crawl()

    assert balagh.health() == {"A": "timeout"}
    assert not site.asked("/e")


def test_the_deadline_covers_robots_txt_too(tmp_path: Path, site: Site) -> None:
    def slow(answer: Answer) -> object:
        def respond(_: Request) -> Answer:
            time.sleep(0.7)
            return answer

        return respond

    site.pages |= {"/robots.txt": slow(Answer(status=404)), "/feed": slow(feed())}  # type: ignore[dict-item]
    balagh = Balagh(
        tmp_path, {"A": site.url("/feed")}, allow_private=[site.authority], deadline="1s"
    )

    balagh.crawl()

    assert balagh.health() == {"A": "timeout"}


def test_a_host_gets_the_pause_that_its_robots_txt_asks_for(tmp_path: Path, site: Site) -> None:
    site.pages["/robots.txt"] = Answer(body=b"User-agent: *\nCrawl-delay: 0.4\n")
    site.every("/feed", feed())
    feeds = {name: site.url(f"/feed/{name}") for name in "abc"}

    Balagh(tmp_path, feeds, allow_private=[site.authority], per_host=1).crawl()

    _, second, third = sorted(site.asked(f"/feed/{name}")[0].at for name in "abc")
    assert (third - second).total_seconds() >= 0.39


def test_a_hanging_host_delays_no_other_feed(tmp_path: Path, site: Site) -> None:
    with Site(address="127.0.0.4") as hanging:
        for number in range(4):
            hanging.pages[f"/{number}"] = site.pages[f"/{number}"] = feed(item(number))
        hanging.faults.hold(hanging.url("/*"))
        feeds = {f"hangs {n}": hanging.url(f"/{n}") for n in range(4)}
        feeds |= {f"well {n}": site.url(f"/{n}") for n in range(4)}
        balagh = Balagh(
            tmp_path,
            feeds,
            allow_private=[site.authority, hanging.authority],
            deadline="1s",
            concurrency=3,
        )

        done = balagh.crawl()

        first = min(site.asked("/robots.txt")[0].at, hanging.asked("/robots.txt")[0].at)
        lateness = [site.asked(f"/{n}")[0].at - first for n in range(4)]
    assert max(lateness) < timedelta(seconds=0.8)
    assert _count(done.stdout, "changed") == 4
    assert _count(done.stdout, "failing") == 4


def test_who_asks_is_said_and_no_cookie_is_kept(tmp_path: Path, site: Site) -> None:
    site.pages["/feed"] = Answer(headers={"Set-Cookie": "id=1"}, body=feed(item(1, NEWS)).body)
    site.pages["/article/1"] = Answer(status=301, headers={"Location": site.url("/moved")})
    balagh = _balagh(tmp_path, site, A="/feed")

    balagh.crawl()

    (asked,) = site.asked("/moved")
    assert asked.headers["user-agent"].startswith("Balagh/")
    assert "cookie" not in asked.headers
    assert "referer" not in asked.headers


def test_the_same_entry_is_judged_once_and_again_when_it_changes(
    tmp_path: Path, site: Site
) -> None:
    site.pages |= {"/feed": feed(item(1, NEWS)), "/article/1": page()}
    balagh = _balagh(tmp_path, site, A="/feed")
    balagh.crawl()
    site.pages["/feed"] = feed(item(2, OTHER), item(1, NEWS))
    again = balagh.crawl("-a", "all=1")
    site.pages["/feed"] = feed(item(1, NEWS.replace("أربعة", "خمسة")))
    changed = balagh.crawl("-a", "all=1")

    assert _count(again.stdout, "entries") == 1
    assert _count(again.stdout, "candidates") == 0
    assert _count(changed.stdout, "candidates") == 1


def test_an_entry_keeps_why_its_page_could_not_be_read(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/feed": feed(item(1, NEWS)), "/article/1": status(410)}
    balagh = _balagh(tmp_path, site, Une="/feed")

    balagh.crawl()

    assert balagh.rows("SELECT state, problem FROM entries") == [
        ("judged", "the server answers 410: it is gone for good")
    ]
