"""A page for a command that is given a URL: fetched under the crawl's rules, or refused."""

from __future__ import annotations

import json
from pathlib import Path

from newsroom.faults import Answer
from tests.crawler.site import NEWS, Balagh, Site, page


def test_a_page_is_fetched_and_judged(tmp_path: Path) -> None:
    with Site({"/article": page()}) as site:
        balagh = Balagh(tmp_path, {}, allow_private=[site.authority])

        done = balagh.run("judge", site.url("/article"), "--json")

        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["title"] == NEWS
        assert site.asked("/article")[0].headers["user-agent"].startswith("Balagh/")


def test_a_page_that_can_not_be_had_is_one_line(tmp_path: Path) -> None:
    hidden = Answer(body=b"User-agent: *\nDisallow: /hidden\n")
    with Site({"/robots.txt": hidden}) as site, Site({"/article": page()}) as private:
        balagh = Balagh(tmp_path, {}, allow_private=[site.authority])
        said = {
            site.url("/gone"): "the server answers 404",
            site.url("/hidden"): "robots.txt",
            private.url("/article"): "private addresses",
        }

        for url, problem in said.items():
            done = balagh.run("judge", url)

            assert done.returncode == 2
            assert done.stderr.startswith(f"balagh: page {url}: ")
            assert problem in done.stderr
            assert done.stderr.count("\n") == 1
        assert not private.asked("/article")
