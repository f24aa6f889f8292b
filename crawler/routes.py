"""The open ways to the news of a feed that is not seen: nothing is bypassed, others tell it too."""

from __future__ import annotations

from collections.abc import Iterable

from core.articles import FeedState, Tier

RELAYING: tuple[Tier, ...] = ("search", "aggregator")


def answers(state: FeedState) -> bool:
    """Say whether a feed's last poll brought what it publishes."""
    return state.last_good is not None and state.failures == 0


def open_routes(blind: FeedState, states: Iterable[FeedState]) -> list[FeedState]:
    """Return the feeds that answer and carry the same news, the outlet's own first.

    After those, the searches and aggregators in its language, or in any where it names none.
    """
    others = [state for state in states if state.id != blind.id and answers(state)]
    own = [state for state in others if state.feed.outlet == blind.feed.outlet]
    relays = [
        state
        for state in others
        if state not in own and state.feed.tier in RELAYING and _understood(blind, state)
    ]
    return own + relays


def _understood(blind: FeedState, relay: FeedState) -> bool:
    """Arabic and Darija are one here."""
    wanted, offered = blind.feed.language, relay.feed.language
    return wanted is None or offered is None or wanted[:2] == offered[:2]
