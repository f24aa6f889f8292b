"""A first poll by others over the same feeds: lemon24/reader and newsboat, where they are there.

BALAGH_BENCH_READER names a Python that has `reader` (its releases may want `sgmllib3k` beside it);
newsboat is looked for on the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.crawl import FEEDS, first_pass
from bench.figure import Figure
from bench.webfeeds import served_feeds

READER = """
import sys, time
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in sys.stdin.read().split():
    reader.add_feed(url)
began = time.perf_counter()
reader.update_feeds(workers=16)
print(time.perf_counter() - began)
assert reader.get_entry_counts().total == int(sys.argv[2])
"""
ITEMS = 30
LEAST = {"lemon24/reader": 3.5, "newsboat": 1.5}
"""Measured at 3.8 to 5.1, and at 1.3 to 3.3; neighbours cost Balagh's two processes more."""

PATIENCE_S = 900


def measure() -> Iterator[Figure]:
    """The peers fetch with sixteen threads, as Balagh has sixteen requests in flight."""
    with served_feeds() as host, tempfile.TemporaryDirectory() as folder:
        urls = [f"http://{host}/feed/{number}" for number in range(FEEDS)]
        own = FEEDS / first_pass(host, folder)
        yield Figure(name="peers: Balagh, first poll", value=own, unit="feeds/s")
        for name, seconds in _peers(urls, Path(folder)):
            if seconds is None:
                print(f"peers: {name} is not here, and not measured", flush=True)
                continue
            yield Figure(name=f"peers: {name}, first poll", value=FEEDS / seconds, unit="feeds/s")
            ratio = own * seconds / FEEDS
            yield Figure(name=f"peers: Balagh / {name}", value=ratio, unit="", floor=LEAST[name])


def _peers(urls: list[str], folder: Path) -> Iterator[tuple[str, float | None]]:
    python = os.environ.get("BALAGH_BENCH_READER")
    yield "lemon24/reader", _reader(python, urls, folder) if python else None
    newsboat = shutil.which("newsboat")
    yield "newsboat", _newsboat(newsboat, urls, folder) if newsboat else None


def _reader(python: str, urls: list[str], folder: Path) -> float:
    done = subprocess.run(
        [python, "-c", READER, str(folder / "reader.db"), str(len(urls) * ITEMS)],
        input="\n".join(urls),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
    )
    return float(done.stdout)


def _newsboat(program: str, urls: list[str], folder: Path) -> float:
    listed, config = folder / "urls", folder / "config"
    listed.write_text("\n".join(urls))
    config.write_text("reload-threads 16\n")
    words = ["-u", str(listed), "-C", str(config), "-c", str(folder / "cache.db"), "-x", "reload"]
    began = perf_counter()
    subprocess.run([program, *words], capture_output=True, check=True, timeout=PATIENCE_S)
    return perf_counter() - began
