"""Takes articles into the search that were stored before there was one, while pages are served."""

from __future__ import annotations

import logging
import threading

from core.errors import StoreError
from matching.search_terms import search_words
from store.database import Database
from store.search import index_article, unindexed_articles

logger = logging.getLogger("balagh.dashboard")

BATCH = 50
"""Articles a transaction: the daemon waits for one, some 100 ms."""


class Indexing:
    """A thread that ends by itself when nothing is left, or within a batch of stop()."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="indexing")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        done = 0
        try:
            while not self._stopping.is_set() and (number := index_some(self._database)):
                done += number
        except StoreError as error:
            logger.error("%s; the search goes on with the next start", error)
        if done:
            logger.info("%d articles taken into the search", done)


def index_some(database: Database) -> int:
    """Index the latest articles that are not in the search yet; returns how many. StoreError."""
    with database.read() as conn:
        waiting = unindexed_articles(conn, limit=BATCH)
    if waiting:
        with database.begin() as conn:
            for number, title, text in waiting:
                index_article(conn, number, search_words(title), search_words(text))
    return len(waiting)
