"""What the chart of requests shows: how many were answered, refused and failed over time.

Times are UTC, as everywhere in the console.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import request

from app.models import Application
from app.services.clock import now
from app.services.stats import StatsQuery, endpoint_stats, moment_of

HOUR = 60 * 60 * 1000  # milliseconds
KINDS = ("answered", "refused", "failed")


class Span(NamedTuple):
    """step: milliseconds in one bar. form: how the start of a bar is written."""

    label: str
    step: int
    bars: int
    form: str
    per: str


SPANS = {
    "day": Span("24 hours", HOUR, 24, "%H:%M", "hour"),
    "week": Span("7 days", 6 * HOUR, 28, "%a %H:%M", "6 hours"),
    "month": Span("30 days", 24 * HOUR, 30, "%-d %b", "day"),
}


class Bar(NamedTuple):
    """time: its start. The rest: requests."""

    time: datetime
    answered: int
    refused: int
    failed: int


@dataclass(frozen=True)
class Traffic:
    key: str
    bars: list[Bar]

    @property
    def span(self) -> Span:
        return SPANS[self.key]

    @property
    def answered(self) -> int:
        return sum(bar.answered for bar in self.bars)

    @property
    def refused(self) -> int:
        return sum(bar.refused for bar in self.bars)

    @property
    def failed(self) -> int:
        return sum(bar.failed for bar in self.bars)

    @property
    def total(self) -> int:
        return self.answered + self.refused + self.failed


def traffic_of(
    application: Application,
    version: str | None = None,
    endpoint_id: str | None = None,
    host: str | None = None,
) -> Traffic:
    """One query. None leaves it to all. The address says how long: `?span=week`."""
    key = chosen_span()
    span = SPANS[key]
    here = int(now().timestamp() * 1000)
    first = here - here % span.step - (span.bars - 1) * span.step
    buckets = endpoint_stats(
        application,
        StatsQuery(
            duration=here - first,
            resolution=span.step,
            version_filter=version,
            domain_filter=host,
            endpoint_id_filter=endpoint_id,
        ),
    )
    counts: Counter[tuple[datetime, str]] = Counter()
    for status, found in buckets.items():
        for bucket in found:
            counts[bucket.time, kind_of(int(status))] += bucket.count
    times = [moment_of(first) + timedelta(milliseconds=n * span.step) for n in range(span.bars)]
    return Traffic(key, [Bar(time, *(counts[time, kind] for kind in KINDS)) for time in times])


def chosen_span() -> str:
    key = request.args.get("span", "")
    return key if key in SPANS else "day"


def kind_of(status: int) -> str:
    if status >= 500:
        return "failed"
    return "refused" if status >= 400 else "answered"


def spans() -> list[tuple[str, str]]:
    """For the switch above the chart: key and label."""
    return [(key, span.label) for key, span in SPANS.items()]
