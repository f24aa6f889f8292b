"""Packed answers over a real server: as their headers say, and where the headers are wrong."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

import brotli
import pytest
from backports import zstd

from newsroom.faults import Answer
from tests.crawler.site import Balagh, Site, feed, item

PLAIN = feed(item("a")).body
PACKED = {
    "gzip": gzip.compress(PLAIN),
    "x-gzip": gzip.compress(PLAIN),
    "deflate": zlib.compress(PLAIN),
    "br": brotli.compress(PLAIN),
    "zstd": zstd.compress(PLAIN),
    "gzip, br": brotli.compress(gzip.compress(PLAIN)),
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Poll a feed of each kind once."""
    plain = {f"/plain-{n}": Answer(headers=_said(said), body=PLAIN) for n, said in _numbered()}
    packed = {
        f"/packed-{n}": Answer(headers=_said(said), body=PACKED[said]) for n, said in _numbered()
    }
    others = {
        "/other": Answer(headers=_said("br"), body=PACKED["gzip"]),
        "/unknown": Answer(headers=_said("utf-8"), body=PLAIN),
        "/torn": Answer(headers=_said("zstd"), body=b"\xff" * 40),
        "/junk": Answer(headers=_said("br"), body=b"\x07\x01\x02" * 40),
    }
    with Site(plain | packed | others) as site:
        feeds = {path[1:]: site.url(path) for path in site.pages}
        return _poll(tmp_path_factory.mktemp("packed"), feeds, site.authority)


def _poll(folder: Path, feeds: dict[str, str], authority: str) -> str:
    return Balagh(folder, feeds, allow_private=[authority]).crawl().stderr


def _said(encoding: str) -> dict[str, str]:
    return {"Content-Type": "application/rss+xml", "Content-Encoding": encoding}


def _numbered() -> list[tuple[int, str]]:
    return list(enumerate(PACKED))


@pytest.mark.parametrize(("number", "said"), _numbered(), ids=list(PACKED))
def test_an_answer_is_unpacked_whether_it_is_packed_or_only_said_so(
    log: str, number: int, said: str
) -> None:
    assert f"packed-{number}: 1 entry, 1 new" in log
    assert f"plain-{number}: 1 entry, 1 new" in log


@pytest.mark.parametrize("name", ["other", "unknown"])
def test_what_is_packed_otherwise_is_read(log: str, name: str) -> None:
    assert f" {name}: 1 entry, 1 new" in log


@pytest.mark.parametrize("name", ["torn", "junk"])
def test_what_can_t_be_unpacked_is_named(log: str, name: str) -> None:
    assert re.search(rf"feed {name}: parse: the answer can't be unpacked: \S.*; asked again", log)
