"""`scrapy feeds discover, add, import and export` against a small web and hostile files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from core.loading import load_settings
from crawler.discovery import named_feeds
from crawler.opml import read_opml
from newsroom.faults import Answer
from tests.crawler.site import NEWS, Balagh, Site, feed, item, page
from tests.forks import ROOT

HEAD = "<link rel='alternate' type='application/rss+xml' href='{}'>"
SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    "<url><loc>/une-pluie-attendue</loc></url></urlset>"
)


def html(head: str = "", body: str = "") -> Answer:
    text = f"<html><head>{head}</head><body>{body or 'x'}</body></html>"
    return Answer(headers={"Content-Type": "text/html"}, body=text.encode())


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def balagh(tmp_path: Path, site: Site) -> Balagh:
    return Balagh(tmp_path, {}, allow_private=[site.authority])


def discover(balagh: Balagh, url: str) -> list[dict[str, Any]]:
    done = balagh.run("feeds", "discover", url, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def own_feeds(balagh: Balagh) -> list[dict[str, Any]]:
    text = (balagh.folder / "settings.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text).get("feed", []))


def test_what_a_page_and_its_robots_txt_name_is_found(balagh: Balagh, site: Site) -> None:
    head = HEAD.format("/main") + HEAD.format("/gone") + HEAD.format("/main?copy=1")
    robots = f"User-agent: *\nDisallow: /private\nSitemap: {site.url('/news-sitemap.xml')}\n"
    site.pages |= {
        "/": html(head),
        "/main": feed(item(1, NEWS), item(2, NEWS)),
        "/main?copy=1": feed(item(1, NEWS), item(2, NEWS)),
        "/robots.txt": Answer(body=robots.encode()),
        "/news-sitemap.xml": Answer(body=SITEMAP.encode()),
    }
    main, sitemap = discover(balagh, site.url("/"))

    assert (main["url"], main["format"], main["entries"]) == (site.url("/main"), "rss", 2)
    assert (main["language"], main["where"]) == ("ar", "named by the page")
    assert (sitemap["format"], sitemap["where"]) == ("sitemap", "robots.txt")
    assert site.asked("/main")[0].headers["user-agent"].startswith("Balagh/")
    assert not site.asked("/rss.xml")  # usual addresses are only tried where none is named


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (
            "<link rel=alternate type=application/rss+xml href=flux.xml>",
            "https://q.ma/une/flux.xml",
        ),
        ("<base href='/b/'><link rel='alternate' type='text/xml' href='f'>", "https://q.ma/b/f"),
        ("<LINK REL='ALTERNATE HOME' TYPE='Application/Atom+XML' HREF='/a'>", "https://q.ma/a"),
        ("<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>", None),
        ("<link rel='alternate' type='application/json' href='/wp-json/wp/v2/pages/2'>", None),
        ("<link rel='alternate' type='application/rss+xml' href='http://[bad'>", None),
        ("<link rel='stylesheet' type='application/rss+xml' href='/style'>", None),
    ],
)
def test_what_a_page_declares_is_named_however_it_is_written(head: str, named: str | None) -> None:
    found = named_feeds(head.encode(), "https://q.ma/une/", "text/html")

    assert found == ((named,) if named else ())


def test_usual_addresses_and_wordpress_are_tried(balagh: Balagh, site: Site) -> None:
    site.pages |= {"/": html(body="<img src='/wp-content/a.png'>"), "/feed/": feed(item(1))}
    (wordpress,) = discover(balagh, site.url("/"))
    site.pages |= {"/": html(), "/feed/": Answer(status=404), "/rss.xml": feed(item(2))}
    (usual,) = discover(balagh, site.url("/"))

    assert (wordpress["wordpress"], wordpress["url"]) == (True, site.url("/feed/"))
    assert (usual["url"], usual["where"]) == (site.url("/rss.xml"), "a usual address")


def test_a_page_without_a_feed_may_be_a_listing(balagh: Balagh, site: Site) -> None:
    blocks = "".join(f"<article><h2><a href='/a/{n}'>{NEWS}</a></h2></article>" for n in range(4))
    site.pages["/news"] = html(body=blocks)
    (listing,) = discover(balagh, site.url("/news"))
    site.pages["/news"] = html()

    assert (listing["format"], listing["entries"]) == ("listing", 4)
    assert discover(balagh, site.url("/news")) == []


def test_robots_txt_is_obeyed_and_private_addresses_are_refused(balagh: Balagh, site: Site) -> None:
    site.pages |= {
        "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /feed\n"),
        "/": html(HEAD.format("/feed")),
        "/feed": feed(item(1)),
    }
    with Site({"/": feed(item(1))}) as private:
        refused = balagh.run("feeds", "discover", private.url("/"))
        assert not private.asked("/")

    assert discover(balagh, site.url("/")) == []
    assert not site.asked("/feed")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "private addresses" in refused.stderr


def test_a_feed_is_added_and_the_settings_keep_their_comments(balagh: Balagh, site: Site) -> None:
    site.pages |= {"/": html(HEAD.format("/main")), "/main": feed(item(1, NEWS))}
    path = balagh.folder / "settings.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# for the night shift\n", encoding="utf-8")

    done = balagh.run("feeds", "add", site.url("/"), "--name", "Une", "--tier", "regional")
    again = balagh.run("feeds", "add", site.url("/main"))

    assert done.returncode == 0, done.stderr
    assert "added Une" in done.stdout
    assert own_feeds(balagh) == [
        {
            "name": "Une",
            "url": site.url("/main"),
            "language": "ar",
            "tier": "regional",
            "home": site.url("/"),
        }
    ]
    assert "# for the night shift" in path.read_text(encoding="utf-8")
    assert balagh.crawl().stdout.startswith("feeds       1 polled")
    assert again.returncode == 2
    assert "is polled already, as 'Une'; nothing was added" in again.stderr


def test_a_feed_that_the_catalogue_leaves_out_is_added_with_the_reason(
    tmp_path: Path, site: Site
) -> None:
    site.pages["/main"] = feed(item(1, NEWS))
    told = f'[[left_out]]\nurl = "{site.url("/main")}"\nwhy = "the same as Une"\n'
    (tmp_path / "feeds.toml").write_text(told, encoding="utf-8")
    balagh = Balagh(tmp_path, {}, allow_private=[site.authority], catalogue="feeds.toml")

    done = balagh.run("feeds", "add", site.url("/main"), "--name", "Main")

    assert done.returncode == 0, done.stderr
    assert done.stderr == "the catalogue leaves it out: the same as Une\n"
    assert [own["name"] for own in own_feeds(balagh)] == ["Main"]


def test_what_is_no_feed_is_not_added(balagh: Balagh, site: Site) -> None:
    site.pages["/"] = page()
    before = (balagh.folder / "settings.toml").read_bytes()

    nothing = balagh.run("feeds", "add", site.url("/"))
    typo = balagh.run("feeds", "add", "example")

    assert (nothing.returncode, typo.returncode) == (2, 2)
    assert "no feed was found there" in nothing.stderr
    assert "begins with http://" in typo.stderr
    assert (balagh.folder / "settings.toml").read_bytes() == before


OPML = """<?xml version="1.0"?>
<opml version="1.0"><head><title>x</title></head><body>
<outline text="Press"><outline text="Lagune" xmlUrl="https://lagune.example/feed" htmlUrl="/x"
  language="fr-FR" type="rss"/>
<outline title="Atlas" text="y" xmlUrl="https://atlas.example/feed"/></outline>
<outline text="Again" xmlUrl="https://lagune.example/feed"/>
<outline text="Atlas" xmlUrl="https://other.example/feed"/>
<outline text="Atlas" xmlUrl="https://other.example/sport"/>
<outline text="Old" XMLURL="feed://old.example/rss"/>
<outline text="Bad" xmlUrl="http://[bad"/>
<outline text="File" xmlUrl="file:///etc/passwd"/>
<outline text="" xmlUrl="https://nameless.example/feed"/>
</body></opml>"""


def test_a_list_of_another_reader_is_imported_and_the_rest_is_named(balagh: Balagh) -> None:
    (balagh.folder / "list.opml").write_text(OPML, encoding="utf-8")

    done = balagh.run("feeds", "import", str(balagh.folder / "list.opml"))

    assert done.returncode == 0, done.stderr
    assert [(f["name"], f.get("language")) for f in own_feeds(balagh)] == [
        ("Lagune", "fr"),
        ("Atlas", None),
        ("Atlas (other.example)", None),
        ("Atlas (other.example 2)", None),
        ("Old", None),
        ("https://nameless.example/feed", None),
    ]
    assert own_feeds(balagh)[-2]["url"] == "http://old.example/rss"
    assert done.stdout.startswith("6 feeds added to ")
    assert done.stderr.count("left out: ") == 3
    assert "file:///etc/passwd" in done.stderr


@pytest.mark.parametrize(
    ("kind", "url", "format"),
    [
        ("rss", "https://x.example/feed", "rss"),
        ("atom", "https://x.example/atom.xml", "rss"),
        ("JSONFeed", "https://x.example/feed", "json"),
        ("rss", "https://x.example/Feed.JSON?a=1", "json"),
        ("rss", "https://x.example/ar/wp-json/wp/v2/posts?per_page=20", "json"),
        ("", "https://x.example/outboundfeeds/sitemap-news/", "sitemap"),
        ("", "https://x.example/sitemap-of-the-city/feed", "rss"),
        ("rss", "https://news.google.com/rss/search?q=x", "search"),
        ("rss", "https://x.example/?s=x&feed=rss2", "search"),
        ("rss", "http://[bad", "rss"),
    ],
)
def test_a_list_tells_formats_by_types_and_addresses(kind: str, url: str, format: str) -> None:
    listed = f"<outline text='x' xmlUrl='{escape(url)}' type='{kind}'/>"
    (outline,) = read_opml(f"<opml><body>{listed}</body></opml>".encode())

    assert outline.format == format


def test_imported_feeds_are_read_and_one_of_another_format_is_named(
    balagh: Balagh, site: Site
) -> None:
    posts = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode()
    site.pages |= {
        "/rss": feed(item(1)),
        "/feed.json": Answer(body=posts),
        "/sitemap.xml": Answer(body=SITEMAP.encode()),
        "/odd": Answer(body=SITEMAP.encode()),
    }
    paths = ("/rss", "/feed.json", "/sitemap.xml", "/odd")
    listed = (f'<outline text="{path}" xmlUrl="{site.url(path)}"/>' for path in paths)
    (balagh.folder / "list.opml").write_text(f"<opml><body>{''.join(listed)}</body></opml>")

    done = balagh.run("feeds", "import", str(balagh.folder / "list.opml"))
    balagh.crawl()
    errors = {f["name"]: f["error"] for f in json.loads(balagh.run("feeds", "--json").stdout)}

    assert "(2 as rss, 1 as json, 1 as sitemap), 0 left out" in done.stdout
    assert [path for path in paths if errors[path]] == ["/odd"]
    assert 'say format = "sitemap"' in errors["/odd"]


def test_what_is_exported_can_be_imported(balagh: Balagh, tmp_path: Path) -> None:
    balagh.describe({"Une": "https://une.example/feed?a=1&b=2", "أخبار": "https://x.example/feed"})
    path = balagh.folder / "settings.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\nformat = "json"', encoding="utf-8")
    done = balagh.run("feeds", "export")
    (tmp_path / "out.opml").write_text(done.stdout, encoding="utf-8")
    balagh.describe({})

    balagh.run("feeds", "import", str(tmp_path / "out.opml"))

    assert {feed["name"]: (feed["url"], feed.get("format")) for feed in own_feeds(balagh)} == {
        "Une": ("https://une.example/feed?a=1&b=2", None),
        "أخبار": ("https://x.example/feed", "json"),
    }


def test_feeds_and_subscribers_stand_behind_an_empty_line(balagh: Balagh) -> None:
    balagh.describe({"Une": "https://une.example/feed"})
    (balagh.folder / "list.opml").write_text(OPML, encoding="utf-8")

    balagh.run("feeds", "import", str(balagh.folder / "list.opml"))
    balagh.run("subscribers", "add", "desk", "--email", "desk@example.org")
    balagh.run("subscribers", "add", "night", "--email", "night@example.org")
    lines = (balagh.folder / "settings.toml").read_text(encoding="utf-8").splitlines()
    own, *added = (n for n, line in enumerate(lines) if line in ("[[feed]]", "[[subscriber]]"))

    assert (len(added), lines[own + 1]) == (8, 'name = "Une"')
    assert all(lines[number - 1] == "" != lines[number - 2] for number in added)


def test_settings_whose_last_line_has_no_end_stay_whole(balagh: Balagh) -> None:
    balagh.describe({"Une": "https://une.example/feed"})
    path = balagh.folder / "settings.toml"
    path.write_text(path.read_text().rstrip())
    (balagh.folder / "list.opml").write_text(OPML, encoding="utf-8")

    done = balagh.run("feeds", "import", str(balagh.folder / "list.opml"))
    balagh.run("subscribers", "add", "desk", "--email", "desk@example.org")

    assert done.returncode == 0, done.stderr
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    assert len(settings["feed"]) == 7
    assert [named["name"] for named in settings["subscriber"]] == ["desk"]


def test_nothing_outside_an_opml_file_is_read(balagh: Balagh, tmp_path: Path) -> None:
    inner = '<outline text="x" xmlUrl="https://x.example/feed"/>'
    (tmp_path / "other.opml").write_text(inner, encoding="utf-8")
    entities = f"<!ENTITY a SYSTEM 'other.opml'><!ENTITY b '{inner}'>"
    text = f"<!DOCTYPE opml [{entities}]><opml><body>&a;&b;</body></opml>"
    (tmp_path / "list.opml").write_text(text, encoding="utf-8")
    done = balagh.run("feeds", "import", str(tmp_path / "list.opml"))

    assert (done.returncode, done.stderr) == (0, "")
    assert own_feeds(balagh) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "can't be read"),
        ("<rss/>", "is no OPML"),
        ("<opml><body>", "can't be read"),
        (
            '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            '<opml><outline text="&b;" xmlUrl="&b;"/></opml>',
            "left out: ",
        ),
        (
            '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            "<opml><outline text='x' xmlUrl='&x;'/></opml>",
            "can't be read",
        ),
    ],
)
def test_a_hostile_list_costs_one_line(
    balagh: Balagh, tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / "bad.opml").write_text(text, encoding="utf-8")
    done = balagh.run("feeds", "import", str(tmp_path / "bad.opml"))

    assert own_feeds(balagh) == []
    assert "Traceback" not in done.stderr
    assert "root:" not in done.stderr + done.stdout
    assert problem in done.stderr


def test_the_shipped_settings_take_a_feed_and_stay_as_they_are(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (ROOT / "settings.toml").read_text(encoding="utf-8")
    balagh = Balagh(tmp_path, {})
    path = tmp_path / "settings.toml"
    path.write_text(
        shipped.replace("allow_private = []  ", f'allow_private = ["{site.authority}"]  ', 1)
        .replace("crawler/feeds.toml", f"{ROOT}/crawler/feeds.toml", 1)
        .replace('"matching/watch', f'"{ROOT}/matching/watch', 1),
        encoding="utf-8",
    )
    before = path.read_text(encoding="utf-8")
    site.pages["/feed"] = feed(item(1))

    done = balagh.run("feeds", "add", site.url("/feed"), "--name", "Une")
    after = path.read_text(encoding="utf-8")
    monkeypatch.setenv("BALAGH_SETTINGS", str(path))

    assert done.returncode == 0, done.stderr
    assert after.startswith(before)
    assert [feed.name for feed in load_settings(ROOT).feed] == ["Une"]
