"""As bench/memory.py, over a million articles: a few minutes, so only where it is asked for."""

from __future__ import annotations

from functools import partial

from bench import memory

measure = partial(memory.measure, 1_000_000)
