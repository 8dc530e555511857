"""The table of a version's workflows: what starts each, and how its runs went lately."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.lists import filter_text, list_state, sort_order
from app.admin.place import Bench, me
from app.admin.workflows.place import WORKFLOW, WORKFLOWS, endpoints_by_id, find_develop_flow
from app.schemas.flow import FlowPatch
from app.services.flows import update_flow
from app.services.flows.linked import AnyFlow, flow_id, flows_in
from app.services.flows.stats import Totals, recent_totals
from app.services.flows.words import Start, starts_of

STATE = ("filter", "sort", "direction")
"""Parameters that say what the table shows, and in which order."""


@dataclass(frozen=True)
class FlowRow:
    """id: in every version; totals: of the last day in this one."""

    id: str
    flow: AnyFlow
    starts: list[Start]
    totals: Totals

    @property
    def text(self) -> str:
        """What the filter looks into."""
        starts = " ".join(start.text for start in self.starts)
        return f"{self.flow.name} {self.flow.description or ''} {starts}".lower()

    @property
    def dead(self) -> bool:
        """Whether nothing can start it."""
        return all(start.is_dead for start in self.starts)


SORTS: dict[str, Callable[[FlowRow], Any]] = {
    "name": lambda row: row.flow.name.casefold(),
    "updated": lambda row: row.flow.last_updated,
    "runs": lambda row: row.totals.run_count,
    "errors": lambda row: row.totals.error_count,
}


@bp.get(WORKFLOWS)
def workflows(bench: Bench) -> ResponseReturnValue:
    rows = rows_of(bench)
    order = sort_order(SORTS)
    shown = shown_rows(rows)
    shown.sort(key=SORTS[order.sort_field], reverse=order.is_descending)
    return render_template(
        "admin/workflows/index.html",
        rows=shown,
        total=len(rows),
        sorted=order,
        state=list_state(STATE),
    )


@bp.post(f"{WORKFLOW}/enabled")
def switch_workflow(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_develop_flow(bench, flow_id)
    update_flow(flow, FlowPatch(enabled=request.form.get("on") == "y"), me())
    return redirect(url_for(".workflows", **list_state(STATE)), 303)


def shown_rows(rows: list[FlowRow]) -> list[FlowRow]:
    """Those that the filter lets through."""
    wanted = filter_text().lower()
    return [row for row in rows if wanted in row.text]


def rows_of(bench: Bench) -> list[FlowRow]:
    flows, endpoints = flows_in(bench.version), endpoints_by_id(bench)
    totals = recent_totals([flow_id(flow) for flow in flows])
    return [
        FlowRow(
            flow_id(flow),
            flow,
            starts_of(flow.triggers, endpoints),
            totals[flow_id(flow)].by_version.get(bench.version.name, Totals()),
        )
        for flow in flows
    ]
