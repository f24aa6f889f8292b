"""What a page, a feed of events or the API is asked to show of the events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from pydantic import BeforeValidator, Field

from core.assessments import Topic
from core.clock import local_day
from dashboard.face import face_of
from dashboard.overview import Summary
from matching.search_terms import search_words


def _blank_is_none(value: Any) -> Any:
    """A form sends its empty fields along."""
    return None if value == "" else value


Blank = BeforeValidator(_blank_is_none)
Word = Annotated[Annotated[str, Field(max_length=200)] | None, Blank]
Day = Annotated[date | None, Blank]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The choice; None = no choice. `since` and `until` are days of the operation or first report.

    `q` are words that the headlines hold; `places` the French names that `place` may mean.
    """

    q: str | None = None
    watchlist: str | None = None
    act: str | None = None
    topic: str | None = None
    status: str | None = None
    place: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    places: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)

    @property
    def given(self) -> dict[str, str]:
        """Return what was chosen, as it stands in an address."""
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "places"}
        return {name: str(value) for name, value in fields.items() if value is not None}

    def choose(self, events: Sequence[Summary]) -> list[Summary]:
        if not self.given:
            return list(events)
        words = set(search_words(self.q)) if self.q else set()
        return [event for event in self._fitting(events) if words <= event.words]

    def _fitting(self, events: Sequence[Summary]) -> Iterator[Summary]:
        for event in events:
            view = event.view
            if self.watchlist is not None and view.watchlist != self.watchlist:
                continue
            if self.act is not None and view.act != self.act:
                continue
            if self.topic is not None and view.topic != self.topic:
                continue
            if self.status is not None and self.status != confirmation(event):
                continue
            if self._elsewhere(event) or self._at_another_time(event):
                continue
            yield event

    def _elsewhere(self, event: Summary) -> bool:
        if self.place is not None and not any(
            self.place == place["code"] or place["name"] in self.places
            for place in event.view.places
        ):
            return True
        return self.outlet is not None and not any(
            report["outlet"] == self.outlet for report in event.reports
        )

    def _at_another_time(self, event: Summary) -> bool:
        day = day_of(event)
        early = self.since is not None and day < self.since
        return early or (self.until is not None and day > self.until)


def day_of(event: Summary) -> date:
    """Return the Moroccan day under which an event is listed."""
    return event.view.date or local_day(event.view.first_seen)


def confirmation(event: Summary) -> str:
    """Return "official", "confirmed" (several outlets) or "unconfirmed" (a single source)."""
    return "official" if event.official else event.view.status


def asked(
    request: Request,
    q: Word = None,
    watchlist: Word = None,
    act: Annotated[Literal["operation", "support", "mention"] | None, Blank] = None,
    topic: Annotated[Topic | None, Blank] = None,
    status: Annotated[Literal["official", "confirmed", "unconfirmed"] | None, Blank] = None,
    place: Word = None,
    outlet: Word = None,
    since: Day = None,
    until: Day = None,
) -> Filters:
    """Read the filters of a request; a place goes by its code, or its name in any language."""
    return Filters(
        q=q,
        watchlist=watchlist,
        act=act,
        topic=topic,
        status=status,
        place=place,
        places=face_of(request).gazetteer.meant(place) if place else frozenset(),
        outlet=outlet,
        since=since,
        until=until,
    )


Asked = Annotated[Filters, Depends(asked)]
