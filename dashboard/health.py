"""For those who watch over Balagh: does it live, is it ready, and figures for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.errors import StoreError
from dashboard.face import Behind
from store.figures import Figures, figures

router = APIRouter()

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """Answer that the process lives."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(face: Behind) -> PlainTextResponse:
    """Answer whether the database can be read."""
    try:
        face.overview.latest()
    except StoreError:
        return PlainTextResponse("the database can't be read\n", status_code=503)
    return PlainTextResponse("ok\n")


@router.get("/metrics")
def metrics(face: Behind) -> Response:
    """Give the figures that docs/api.md lists."""
    with face.database.read() as conn:
        found = figures(conn)
    now = face.clock()
    ages = {
        "balagh_last_poll_age_seconds": (found.last_poll, "Seconds since the last poll."),
        # What is not late has a lag of nothing; a series that is missing rings no alarm.
        "balagh_delivery_lag_seconds": (
            found.oldest_due or now,
            "Seconds that the oldest is overdue.",
        ),
    }
    registry = CollectorRegistry()
    registry.register(
        _Figures(
            found,
            {n: (max(0.0, (now - at).total_seconds()), h) for n, (at, h) in ages.items() if at},
        )
    )
    return Response(generate_latest(registry), media_type=METRICS_TYPE)


class _Figures(Collector):
    """One reading, in Prometheus's terms."""

    def __init__(self, found: Figures, ages: Mapping[str, tuple[float, str]]) -> None:
        self._found = found
        self._ages = ages

    def collect(self) -> Iterator[Metric]:
        found = self._found
        yield CounterMetricFamily("balagh_polls", "Polls recorded.", found.polls)
        yield CounterMetricFamily("balagh_entries", "Entries seen.", found.entries)
        yield CounterMetricFamily("balagh_articles", "Articles judged.", found.articles)
        yield GaugeMetricFamily("balagh_entries_pending", "Not judged yet.", found.pending)
        yield GaugeMetricFamily("balagh_events", "Events.", found.events)
        yield _labelled(GaugeMetricFamily, "balagh_feeds", "health", found.feeds)
        yield _labelled(CounterMetricFamily, "balagh_reports", "kind", found.reports)
        yield _labelled(CounterMetricFamily, "balagh_alerts", "type", found.alerts)
        yield _labelled(GaugeMetricFamily, "balagh_deliveries", "state", found.deliveries)
        yield _labelled(CounterMetricFamily, "balagh_attempts", "verdict", found.attempts)
        for name, (seconds, meaning) in self._ages.items():
            yield GaugeMetricFamily(name, meaning, seconds)


def _labelled(
    family: type[CounterMetricFamily] | type[GaugeMetricFamily],
    name: str,
    label: str,
    counted: Mapping[str, int],
) -> Metric:
    metric = family(name, f"By {label}.", labels=[label])
    for value, number in counted.items():
        metric.add_metric([value], number)
    return metric
