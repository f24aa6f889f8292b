"""Measures each part and prints its figures; exit status 1 where a bound is broken."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Iterator, Sequence

from bench.figure import Figure

PARTS = (
    "matching",
    "memory",
    "store",
    "resolving",
    "delivery",
    "hanging",
    "parsing",
    "crawl",
    "face",
)
LONG_PARTS = ("million", "cycles", "peers", "lateness")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=[[], *PARTS, *LONG_PARTS],
        metavar="PART",
        help=f"of {PARTS}, the default, and {LONG_PARTS}, which take minutes",
    )
    parts: Sequence[str] = parser.parse_args(words).parts
    broken = 0
    for part in parts or PARTS:
        began = time.monotonic()
        for figure in _figures(part):
            print(_line(part, figure), flush=True)
            broken += not figure.kept
        print(f"{part}: measured in {time.monotonic() - began:.0f} s\n", flush=True)
    print("every bound holds" if not broken else f"{broken} bounds are broken")
    return 1 if broken else 0


def _figures(part: str) -> Iterator[Figure]:
    figures: Iterator[Figure] = importlib.import_module(f"bench.{part}").measure()
    return figures


def _line(part: str, figure: Figure) -> str:
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("at least", figure.floor), ("at most", figure.ceiling))
        if bound is not None
    ]
    verdict = f"  ({', '.join(bounds)}: {'kept' if figure.kept else 'BROKEN'})" if bounds else ""
    return f"{part:<10}{figure.name:<58}{figure.value:>12,.2f} {figure.unit}{verdict}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
