"""The table of a version's endpoints: what each does, how often, and what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.endpoints.delete import heirs_of
from app.admin.endpoints.place import ENDPOINTS, METHODS, find_endpoint
from app.admin.forms.reply import ShownReply, pages_in, shown_reply
from app.admin.lists import SortOrder, filter_text, list_state, page_of, sort_order
from app.admin.place import VERSION, Bench, me
from app.models import Endpoint
from app.schemas import EndpointPatch, VersionPatch
from app.services.clock import now
from app.services.experience.endpoint_flags import flags_of
from app.services.experience.endpoint_flows import StartedFlow, Starts, flows_by_endpoint
from app.services.experience.endpoints import update_endpoint
from app.services.experience.versions import update_version
from app.services.listing import ListQuery, Page, list_endpoints
from app.services.stats import A_DAY, Bucket, StatsQuery, endpoint_stats

PER_PAGE = 100
HOURS = 24
HOUR = A_DAY // HOURS
ACCESS = {"public": "Everyone", "authenticated": "Signed in", "device": "Devices"}
ACCESS_NAMES = ACCESS | {"group": "Groups"}
SHOWN = ("flagged", "off")
STATE = ("filter", "method", "access", "show", "sort", "direction", "page")
"""Parameters that say what the table shows, and in which order."""


@dataclass(frozen=True)
class Row:
    """count: requests of the last day; spark: of each of its hours; flags: what is wrong; heirs:
    who gets its requests while it is off, None for nobody."""

    endpoint: Endpoint
    access: str
    reply: ShownReply
    flows: list[StartedFlow]
    spark: list[int]
    flags: list[str]
    heirs: list[Endpoint | None]

    @property
    def count(self) -> int:
        return sum(self.spark)

    @property
    def text(self) -> str:
        """What the filter looks into."""
        endpoint, reply = self.endpoint, self.reply
        words = [endpoint.method, endpoint.route, endpoint.description or "", reply.name]
        return " ".join([*words, self.access, *(flow.name for flow in self.flows)]).lower()


@dataclass(frozen=True)
class Table:
    """page: of those that the filters leave. shown: which of the segments; total, flagged, off: of
    all."""

    page: Page[Row]
    sorted: SortOrder
    shown: str
    total: int
    flagged: int
    off: int


@bp.get(ENDPOINTS)
def endpoints(bench: Bench) -> ResponseReturnValue:
    return render_template(
        "admin/endpoints/index.html",
        table=table_of(rows_of(bench)),
        state=list_state(STATE),
        methods=METHODS,
        names=ACCESS_NAMES,
    )


@bp.post(f"{ENDPOINTS}/<endpoint_id>/enabled")
def switch_endpoint(bench: Bench, endpoint_id: str) -> ResponseReturnValue:
    endpoint = find_endpoint(bench, endpoint_id)
    update_endpoint(endpoint, EndpointPatch(enabled=request.form.get("on") == "y"), me())
    return redirect(url_for(".endpoints", **list_state(STATE)), 303)


@bp.post(f"{VERSION}/cors")
def switch_cors(bench: Bench) -> ResponseReturnValue:
    on = request.form.get("on") == "y"
    update_version(bench.version, VersionPatch(endpoint_default_cors=on), me())
    return redirect(url_for(".endpoints", **list_state(STATE)), 303)


def rows_of(bench: Bench) -> list[Row]:
    """All, as the router asks them."""
    found = list_endpoints(bench.application, bench.version, ListQuery()).items
    pages, starts = pages_in(bench.version), flows_by_endpoint(bench.version)
    flags = flags_of(found, pages, starts)
    hours = endpoint_stats(
        bench.application,
        StatsQuery("endpointId", A_DAY, resolution=HOUR, version_filter=bench.version.name),
    )
    return [
        Row(
            endpoint,
            access_of(endpoint),
            shown_reply(endpoint.static_reply, pages),
            _flows(endpoint, starts),
            spark_of(hours.get(endpoint.id, [])),
            flags.get(endpoint.id, []),
            [] if endpoint.enabled else heirs_of(endpoint, found),
        )
        for endpoint in found
    ]


def table_of(rows: Sequence[Row]) -> Table:
    """Filtered and sorted as the address says."""
    order, shown = sort_order(SORTS), request.args.get("show", "")
    wanted = filter_text().lower()
    items = [row for row in rows if wanted in row.text and _is_wanted(row, request.args)]
    items.sort(key=SORTS[order.sort_field], reverse=order.is_descending)
    return Table(
        page_of(items, PER_PAGE),
        order,
        shown if shown in SHOWN else "",
        total=len(rows),
        flagged=sum(bool(row.flags) for row in rows),
        off=sum(not row.endpoint.enabled for row in rows),
    )


SORTS: dict[str, Callable[[Row], Any]] = {
    "order": lambda row: row.endpoint.order,
    "route": lambda row: (row.endpoint.route, row.endpoint.method),
    "access": lambda row: row.access.lower(),
    "reply": lambda row: (row.reply.kind, row.reply.name, [flow.name for flow in row.flows]),
    "requests": lambda row: row.count,
}


def access_of(endpoint: Endpoint) -> str:
    if endpoint.access == "group":
        return ", ".join(group.name for group in endpoint.groups) or "Nobody"
    return ACCESS[endpoint.access]


def spark_of(buckets: Sequence[Bucket]) -> list[int]:
    """By the hour: the one that runs now last, and the 24 before, of which the first is cut."""
    by_hour = {int(bucket.time.timestamp() * 1000) // HOUR: bucket.count for bucket in buckets}
    last = int(now().timestamp() * 1000) // HOUR
    return [by_hour.get(hour, 0) for hour in range(last - HOURS, last + 1)]


def _flows(endpoint: Endpoint, starts: Starts) -> list[StartedFlow]:
    return [flow for flow in starts.own.get(endpoint.id, []) if flow.enabled]


def _is_wanted(row: Row, asked: Mapping[str, str]) -> bool:
    endpoint, shown = row.endpoint, asked.get("show", "")
    return (
        asked.get("method", "") in ("", endpoint.method)
        and asked.get("access", "") in ("", endpoint.access)
        and (shown != "flagged" or bool(row.flags))
        and (shown != "off" or not endpoint.enabled)
    )
