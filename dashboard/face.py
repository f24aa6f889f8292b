"""What every request works with; put together once, by create_app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from alerts.desk import Desk
from core.clock import Clock
from core.settings import Settings
from dashboard.access import Access
from dashboard.overview import Overview
from dashboard.places import Gazetteer
from dashboard.texts import Texts
from dashboard.watch import Lookout
from matching.matcher import Matcher
from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The rooms behind the pages. `texts` go by language."""

    settings: Settings
    database: Database
    matcher: Matcher
    desk: Desk
    clock: Clock
    overview: Overview
    lookout: Lookout
    access: Access
    gazetteer: Gazetteer
    texts: Mapping[str, Texts]


def face_of(request: Request) -> Face:
    return cast(Face, request.app.state.face)


Behind = Annotated[Face, Depends(face_of)]
