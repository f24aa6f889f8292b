"""The outbox: which deliveries may go now, and what came of them.

Order is kept within an event, subscriber and channel; subscribers take turns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from core.alerts import AlertType, Channel, Delivery, DeliveryState, Outcome
from store.locks import lock_name
from store.schema import alerts, attempts, deliveries, subscriber_state
from store.subscribers import set_subscriber_state

ANSWER = 2048
"""Characters that are kept of a receiver's answer."""

_OWN_ALERT = alerts.c.id == deliveries.c.alert_id
_OPEN = deliveries.c.state.in_(("pending", "sending"))
_earlier = deliveries.alias("earlier")
_FIRST = ~sa.exists().where(
    _earlier.c.event_id == deliveries.c.event_id,
    _earlier.c.subscriber == deliveries.c.subscriber,
    _earlier.c.channel == deliveries.c.channel,
    _earlier.c.id < deliveries.c.id,
    _earlier.c.state.in_(("pending", "sending", "held")),
)
"""No earlier delivery of the same event is still on its way to the same receiver, nor held."""
_OF_BALAGH = sa.exists().where(_OWN_ALERT, alerts.c.type.in_(("health", "test")))
_SWITCHED_ON = ~sa.exists().where(
    subscriber_state.c.subscriber == deliveries.c.subscriber,
    subscriber_state.c.channel == deliveries.c.channel,
    subscriber_state.c.state != "on",
)


def claim_due(
    conn: Connection,
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
    busy: Mapping[tuple[str, Channel], int],
    per_subscriber: int,
    quiet: Collection[str] = (),
) -> list[Delivery]:
    """Take due deliveries for sending, `limit` at most; until the lease runs out nobody else may.

    A lease that ran out makes a delivery due again: whoever held it has died, or is late. `busy`
    counts what is in hand by each channel of a subscriber, which together with these stays within
    `per_subscriber`. The subscriber that was served longest ago comes first, one at a time. The
    `quiet` ones get only what is about Balagh itself.
    """
    lock_name(conn, "outbox")
    lines: list[list[int]] = []
    for endpoint in _waiting(conn, now):
        room = per_subscriber - busy.get(endpoint, 0)
        which = _OF_BALAGH if endpoint[0] in quiet else sa.true()
        line = _heads(conn, *endpoint, now, which, room) if room > 0 else []
        if line:
            lines.append(line)
        if len(lines) >= limit:
            break
    turns = chain.from_iterable(zip_longest(*lines))
    chosen = [number for number in turns if number is not None][:limit]
    return _claim(conn, chosen, now, lease) if chosen else []


def _waiting(conn: Connection, now: datetime) -> list[tuple[str, Channel]]:
    """Return the (subscriber, channel) that something is due for, longest unserved first."""
    served = deliveries.alias("served")
    last = (
        sa.select(sa.func.max(served.c.claimed))
        .where(served.c.subscriber == deliveries.c.subscriber)
        .scalar_subquery()
    )
    first = sa.func.min(deliveries.c.due)
    query = (
        sa.select(deliveries.c.subscriber, deliveries.c.channel)
        .where(_OPEN)
        .group_by(deliveries.c.subscriber, deliveries.c.channel)
        .having(first <= now)
        .order_by(last.nulls_first(), first, deliveries.c.subscriber, deliveries.c.channel)
    )
    return [(subscriber, cast(Channel, channel)) for subscriber, channel in conn.execute(query)]


def _heads(
    conn: Connection,
    subscriber: str,
    channel: str,
    now: datetime,
    which: sa.ColumnElement[bool],
    room: int,
) -> list[int]:
    line = (deliveries.c.subscriber == subscriber) & (deliveries.c.channel == channel)
    query = (
        sa.select(deliveries.c.id)
        .where(line, _OPEN, deliveries.c.due <= now, _FIRST, _SWITCHED_ON, which)
        .order_by(deliveries.c.due, deliveries.c.id)
        .limit(room)
    )
    return list(conn.scalars(query))


def _claim(
    conn: Connection, chosen: Sequence[int], now: datetime, lease: timedelta
) -> list[Delivery]:
    claimed = {"state": "sending", "due": now + lease, "claimed": now}
    conn.execute(sa.update(deliveries).where(deliveries.c.id.in_(chosen)).values(claimed))
    columns = (alerts.c.type, alerts.c.created, alerts.c.event_id.label("told_event"))
    query = (
        sa.select(deliveries, *columns).join(alerts, _OWN_ALERT).where(deliveries.c.id.in_(chosen))
    )
    found = {row.id: _delivery(row) for row in conn.execute(query)}
    return [found[number] for number in chosen]


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        alert_id=row.alert_id,
        event_id=row.told_event,
        type=cast(AlertType, row.type),
        subscriber=row.subscriber,
        channel=cast(Channel, row.channel),
        message_id=row.message_id,
        body=row.body,
        attempts=row.attempts,
        created=row.created,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """An attempt that came to its end; `next_attempt` is None where there is none.

    One that doesn't count uses up nothing of the schedule.
    """

    delivery_id: int
    started: datetime
    finished: datetime
    outcome: Outcome
    next_attempt: datetime | None
    counts: bool = True


def record_attempts(conn: Connection, made: Sequence[AttemptRecord]) -> None:
    """Write down attempts, oldest first, and what becomes of their deliveries.

    "retry" waits for `next_attempt`; without one the delivery is given up. "gone" switches the
    subscriber's channel off, too. A delivery that arrived stays so, whatever a second sender,
    whose lease came later, says of it.
    """
    if not made:
        return
    lock_name(conn, "outbox")
    ids = {attempt.delivery_id for attempt in made}
    found = conn.execute(_RECORDED, {"ids": list(ids)}).all()
    rows: dict[int, Any] = {row.id: row for row in found}
    last = Counter({row.id: row.last for row in rows.values()})
    written = []
    for attempt in made:
        last[attempt.delivery_id] += 1
        written.append(_attempt_row(attempt, last[attempt.delivery_id]))
    conn.execute(sa.insert(attempts), written)
    for attempt in made:
        _draw_consequences(conn, rows[attempt.delivery_id], attempt)
    _settle(conn, _changes(rows, made))


_RECORDED = (
    sa.select(
        deliveries.c.id,
        deliveries.c.alert_id,
        deliveries.c.subscriber,
        deliveries.c.channel,
        deliveries.c.state,
        deliveries.c.due,
        deliveries.c.not_before,
        alerts.c.type,
        # The highest number, not how many there are: the oldest may be pruned.
        sa.select(sa.func.coalesce(sa.func.max(attempts.c.number), 0))
        .where(attempts.c.delivery_id == deliveries.c.id)
        .scalar_subquery()
        .label("last"),
    )
    .join(alerts, _OWN_ALERT)
    .where(deliveries.c.id.in_(sa.bindparam("ids", expanding=True)))
)


def settle_attempt(conn: Connection, attempt: AttemptRecord) -> None:
    """Note only what becomes of a delivery, where its attempt can't be written down."""
    lock_name(conn, "outbox")
    here = (deliveries.c.id == attempt.delivery_id) & (deliveries.c.state != "delivered")
    state = _next_state(attempt.outcome, attempt.next_attempt)
    counted = {"attempts": deliveries.c.attempts + int(attempt.counts)}
    conn.execute(sa.update(deliveries).where(here).values(state | counted))


def _attempt_row(attempt: AttemptRecord, number: int) -> dict[str, Any]:
    outcome = attempt.outcome
    return {
        "delivery_id": attempt.delivery_id,
        "number": number,
        "started": attempt.started,
        "finished": attempt.finished,
        "verdict": outcome.verdict,
        "status": outcome.status,
        "detail": outcome.detail,
        "answer": outcome.answer[:ANSWER],
    }


def _draw_consequences(conn: Connection, row: Any, attempt: AttemptRecord) -> None:
    outcome = attempt.outcome
    state = _next_state(outcome, attempt.next_attempt)["state"]
    if row.type == "digest" and state in ("delivered", "dead"):
        _settle_folded(conn, row, state)
    if outcome.verdict == "gone":
        at, why = attempt.finished, outcome.detail
        set_subscriber_state(conn, row.subscriber, row.channel, "off", at=at, reason=why)


def _changes(rows: Mapping[int, Any], made: Sequence[AttemptRecord]) -> Iterator[dict[str, Any]]:
    """Yield what each attempt makes of its delivery."""
    kept = ("state", "due", "not_before")
    now = {number: {name: getattr(row, name) for name in kept} for number, row in rows.items()}
    for attempt in made:
        here = now[attempt.delivery_id]
        if here["state"] != "delivered":
            here |= _next_state(attempt.outcome, attempt.next_attempt)
            here |= {"not_before": _not_before(attempt)}
        told = {"status": attempt.outcome.status, "counts": int(attempt.counts)}
        yield {"number": attempt.delivery_id, **told, **here}


def _settle(conn: Connection, changes: Iterable[dict[str, Any]]) -> None:
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.id == sa.bindparam("number"))
        .values(
            state=sa.bindparam("state"),
            due=sa.bindparam("due"),
            not_before=sa.bindparam("not_before"),
            last_status=sa.bindparam("status"),
            attempts=deliveries.c.attempts + sa.bindparam("counts"),
        )
    )
    conn.execute(statement, list(changes))


def _next_state(outcome: Outcome, next_attempt: datetime | None) -> dict[str, Any]:
    if outcome.verdict == "delivered":
        return {"state": "delivered"}
    if outcome.verdict == "retry" and next_attempt is not None:
        return {"state": "pending", "due": next_attempt}
    return {"state": "dead"}


def _not_before(attempt: AttemptRecord) -> datetime | None:
    asked = attempt.outcome.retry_after
    return None if asked is None else attempt.finished + asked


def _settle_folded(conn: Connection, digest: Any, state: DeliveryState) -> None:
    """What was folded into a digest shares its fate; what arrived by itself meanwhile keeps it."""
    folded = (
        (deliveries.c.folded_into == digest.alert_id)
        & (deliveries.c.subscriber == digest.subscriber)
        & (deliveries.c.channel == digest.channel)
        & (deliveries.c.state != "delivered")
    )
    conn.execute(sa.update(deliveries).where(folded).values(state=state))


def give_back(conn: Connection, delivery_ids: Sequence[int]) -> None:
    """Make due again what was claimed and not sent, ahead of what was told later.

    For its claimer, within the lease.
    """
    if delivery_ids:
        lock_name(conn, "outbox")
        claimed = deliveries.c.id.in_(delivery_ids) & (deliveries.c.state == "sending")
        told = sa.select(alerts.c.created).where(_OWN_ALERT).scalar_subquery()
        conn.execute(sa.update(deliveries).where(claimed).values(state="pending", due=told))


def release_claims(conn: Connection, *, at: datetime) -> int:
    """Make due at once what a process that died had claimed; returns how many.

    Only for whoever holds the daemon's lock: nobody else can be sending then.
    """
    lock_name(conn, "outbox")
    claimed = sa.update(deliveries).where(deliveries.c.state == "sending")
    return conn.execute(claimed.values(state="pending", due=at)).rowcount


def mend_times(
    conn: Connection, now: datetime, *, lease: timedelta, wait: timedelta, hold: timedelta
) -> int:
    """Make due what waits for longer than anything can, since the clock was set back meanwhile.

    The three are the longest that a claim, a retry and a held alert may wait. Returns how many.
    """
    lock_name(conn, "outbox")
    limits = {"sending": lease, "pending": wait, "held": hold}
    state, due = deliveries.c.state, deliveries.c.due
    found = (sa.and_(state == name, due > now + limit) for name, limit in limits.items())
    late = sa.or_(*found) & deliveries.c.folded_into.is_(None)
    return conn.execute(sa.update(deliveries).where(late).values(due=now)).rowcount


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """A delivery as lists show it; `attempts` counts those since it was last queued."""

    id: int
    alert_id: str
    event_id: str | None
    type: AlertType
    subscriber: str
    channel: Channel
    state: DeliveryState
    attempts: int
    next_attempt: datetime | None
    last_status: int | None


def list_deliveries(
    conn: Connection, *, limit: int, state: DeliveryState | None = None
) -> list[DeliveryRecord]:
    """Return deliveries, the latest first."""
    query = sa.select(deliveries, alerts.c.type, alerts.c.event_id.label("told_event"))
    if state is not None:
        query = query.where(deliveries.c.state == state)
    rows = conn.execute(
        query.join(alerts, _OWN_ALERT).order_by(deliveries.c.id.desc()).limit(limit)
    )
    return [
        DeliveryRecord(
            id=row.id,
            alert_id=row.alert_id,
            event_id=row.told_event,
            type=cast(AlertType, row.type),
            subscriber=row.subscriber,
            channel=cast(Channel, row.channel),
            state=cast(DeliveryState, row.state),
            attempts=row.attempts,
            next_attempt=row.due if row.state in ("pending", "held") else None,
            last_status=row.last_status,
        )
        for row in rows
    ]


def redeliver(conn: Connection, delivery_ids: Collection[int], *, at: datetime) -> int:
    """Queue deliveries again, whatever became of them, with all their attempts before them.

    One that went in a digest, or was silenced, goes by itself now. Those that are open or held
    are left alone, and so are those whose bytes were forgotten. Returns how many were queued.
    """
    kept = sa.func.length(deliveries.c.body) > 0
    settled = deliveries.c.state.in_(("delivered", "dead", "silenced")) & kept
    return _queue_again(conn, deliveries.c.id.in_(delivery_ids) & settled, at)


def redeliver_dead(
    conn: Connection,
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    subscriber: str | None = None,
) -> int:
    """Queue again what was given up of the alerts raised from `since` on and before `until`.

    What was folded into a digest comes with the digest. Returns how many were queued.
    """
    raised = sa.select(alerts.c.id).where(alerts.c.created >= since, alerts.c.created < until)
    dead = (deliveries.c.state == "dead") & deliveries.c.folded_into.is_(None)
    if subscriber is not None:
        dead &= deliveries.c.subscriber == subscriber
    return _queue_again(conn, dead & deliveries.c.alert_id.in_(raised), at)


def _queue_again(conn: Connection, which: sa.ColumnElement[bool], at: datetime) -> int:
    lock_name(conn, "outbox")
    again = {"state": "pending", "due": at, "attempts": 0, "folded_into": None}
    return conn.execute(sa.update(deliveries).where(which).values(again)).rowcount
