"""A pretend press on loopback: some twenty invented outlets with feeds, pages and faults.

The demo, the tests and the benchmarks crawl it. No outlet of this name exists.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from urllib.parse import quote

from core.articles import Feed
from core.clock import MOROCCO, Clock, utc_now
from newsroom.documents import Documents
from newsroom.faults import Answer, Fault, Faults, Hold
from newsroom.loopback import LoopbackServer, Request
from newsroom.outlets import Outlet, Story, load_outlets
from newsroom.pages import Item, Pages
from newsroom.waiting import Record

FIRST_NUMBER = 1001


class Press:
    """Serves the outlets, each on a loopback address and port of its own; a context manager.

    Where the system has one loopback address only, the outlets share it and differ by port.
    """

    def __init__(self, outlets: Sequence[Outlet] | None = None, clock: Clock = utc_now) -> None:
        self.outlets = {o.key: o for o in (load_outlets() if outlets is None else outlets)}
        self._clock = clock
        self._pages = Pages()
        self._documents = Documents(self._pages)
        self._faults = Faults()
        self._seen: Record[Request] = Record()
        self._lock = threading.Lock()
        self._items: dict[tuple[str, str], Item] = {}
        self._changed = dict.fromkeys(self.outlets, clock())
        self._servers = {
            key: _serve(partial(self._respond, outlet), 2 + index)
            for index, (key, outlet) in enumerate(self.outlets.items())
        }

    @property
    def allow_private(self) -> tuple[str, ...]:
        """Return every "host:port", as `crawl.allow_private` wants them."""
        return tuple(server.authority for server in self._servers.values())

    @property
    def requests(self) -> tuple[Request, ...]:
        """Return every request so far, oldest first, those that wait at a hold too."""
        return self._seen.all()

    def wait_for_requests(self, url: str, n: int, timeout: float) -> tuple[Request, ...]:
        """Return the requests to this URL once there are `n`; raises TimeoutError."""
        return self._seen.wait_for(n, timeout, lambda request: request.url == url)

    def feeds(self) -> tuple[Feed, ...]:
        return tuple(o.feed(self.base(o.key)) for o in self.outlets.values())

    def base(self, outlet: str) -> str:
        """Return "http://HOST:PORT" of an outlet."""
        return f"http://{self._servers[outlet].authority}"

    def feed_url(self, outlet: str) -> str:
        return self.base(outlet) + self.outlets[outlet].feed_path

    def robots_url(self, outlet: str) -> str:
        return self.base(outlet) + "/robots.txt"

    def publish(self, story: Story) -> str:
        """Put a story into its outlet's feed and on a page; returns the page's URL.

        The outlet's same slug again is an edit: it keeps its URL and number.
        """
        with self._lock:
            before = self._items.get((story.outlet, story.slug))
            number = before.number if before else FIRST_NUMBER + len(self._items)
            item = self._item(story, number)
            self._items[story.outlet, story.slug] = item
            now = self._clock()
            self._changed[story.outlet] = now
            for key, outlet in self.outlets.items():
                if outlet.style == "search" and _lists(outlet, item):
                    self._changed[key] = now
        return item.url

    def hold(self, where: str) -> Hold:
        """Hold requests to a URL or pattern ("*/robots.txt") from now until released.

        `hold.arrived.wait(10)` is True once one waits; `hold.release()` lets them all go on.
        """
        return self._faults.hold(where)

    def fault(self, where: str, fault: Fault, times: int | None = None) -> None:
        """Bend the answers of a URL or pattern; see newsroom.faults for what there is."""
        self._faults.add(where, fault, times)

    def heal(self, where: str) -> None:
        self._faults.heal(where)

    def __enter__(self) -> Press:
        for server in self._servers.values():
            server.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the servers together: each waits a moment for its loop to end."""
        self._faults.release_all()
        with ThreadPoolExecutor(len(self._servers)) as pool:
            list(pool.map(LoopbackServer.stop, self._servers.values()))

    def _item(self, story: Story, number: int) -> Item:
        outlet = self.outlets[story.outlet]
        day = story.published.astimezone(MOROCCO)
        path = outlet.permalink.format(
            slug=quote(story.slug), number=number, year=day.year, month=f"{day.month:02}"
        )
        base = self.base(outlet.key)
        return Item(story=story, outlet=outlet, base=base, url=base + path, number=number)

    def _respond(self, outlet: Outlet, request: Request) -> Answer:
        self._seen.add(request)
        self._faults.meet(request.url)
        return self._faults.bend(request.url, self._answer(outlet, request))

    def _answer(self, outlet: Outlet, request: Request) -> Answer:
        items = [item for item in self._newest() if _lists(outlet, item)]
        changed = self._changed[outlet.key].replace(microsecond=0)
        base = self.base(outlet.key)
        document = self._documents.at(request.path, outlet, base, items, changed)
        if document is not None:
            return _conditional(document, changed, request)
        if request.path == "/robots.txt":
            return _typed(f"User-agent: *\nDisallow: {outlet.disallow}\n".encode(), "text/plain")
        for item in self._newest():
            if item.url == request.url:
                return _typed(self._pages.page(item), f"text/html; charset={outlet.encoding}")
        return Answer(status=404, headers={"Content-Type": "text/plain"}, body=b"no such page\n")

    def _newest(self) -> list[Item]:
        with self._lock:
            items = list(self._items.values())
        return sorted(items, key=lambda item: (item.story.published, item.number), reverse=True)


def _serve(respond: partial[Answer], host: int) -> LoopbackServer:
    try:
        return LoopbackServer(respond, f"127.0.0.{host}")
    except OSError:
        return LoopbackServer(respond)


def _lists(outlet: Outlet, item: Item) -> bool:
    """Whether a feed carries a story: its own outlet's, or one that the search words find."""
    if outlet.style != "search":
        return item.outlet.key == outlet.key
    return any(word in item.story.title or word in item.story.text for word in outlet.words)


def _typed(body: bytes, kind: str) -> Answer:
    return Answer(headers={"Content-Type": kind}, body=body)


def _conditional(answer: Answer, changed: datetime, request: Request) -> Answer:
    """Add validators, and answer 304 to a client that has this document."""
    if answer.status != 200:
        return answer
    etag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    validators = {
        "ETag": etag,
        "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True),
    }
    if _has_it(request, etag, changed):
        return Answer(status=304, headers=validators)
    return Answer(headers={**answer.headers, **validators}, body=answer.body)


def _has_it(request: Request, etag: str, changed: datetime) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return etag in (tag.strip() for tag in known.split(","))
    since = request.headers.get("if-modified-since")
    try:
        return since is not None and parsedate_to_datetime(since) >= changed
    except (ValueError, TypeError):
        return False
