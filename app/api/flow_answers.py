"""How flows and their versions are shown, wherever they are."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.models import Flow, FlowVersion
from app.schemas.flow import FlowAnswer, FlowFields
from app.schemas.flow_version import FlowVersionAnswer
from app.services.flows.custom_nodes import reached_from, use_counts
from app.services.flows.stats import Totals, recent_totals


def shows_flows(rows: Sequence[Flow]) -> Callable[..., FlowAnswer]:
    details = _details(rows)
    return lambda row, **more: FlowAnswer.of(row, **details(row), **more)


def shows_versions(rows: Sequence[FlowVersion]) -> Callable[..., FlowVersionAnswer]:
    totals = recent_totals({row.flow_id for row in rows})

    def show(row: FlowVersion, **more: Any) -> FlowVersionAnswer:
        names = row.versions if row.versions is not None else [str(row.version)]
        return FlowVersionAnswer.of(row, stats=_of_versions(totals[row.flow_id], names), **more)

    return show


def custom_nodes(rows: Iterable[Flow | FlowVersion], wanted: bool) -> list[FlowFields] | None:
    """Those that they call; None unless they are wanted."""
    if not wanted:
        return None
    found: dict[str, Flow] = {}
    for row in rows:
        found |= {one.id: one for one in reached_from(row.application_id, row.nodes)}
    details = _details(list(found.values()))
    return [FlowFields.of(one, **details(one)) for one in found.values()]


def _details(rows: Sequence[Flow]) -> Callable[[Flow], dict[str, Any]]:
    totals = recent_totals([row.id for row in rows])
    uses = _uses(rows)

    def details(row: Flow) -> dict[str, Any]:
        is_custom = row.flow_class == "customNode"
        uses_of = uses[row.id] if is_custom else None
        return {"stats": totals[row.id], "custom_node_use_count": uses_of}

    return details


def _uses(rows: Sequence[Flow]) -> Any:
    custom = [row for row in rows if row.flow_class == "customNode"]
    return use_counts(custom[0].application_id) if custom else {}


def _of_versions(totals: Totals, names: list[str]) -> Totals:
    found = Totals()
    for name in names:
        if one := totals.by_version.get(name):
            found.add(one.run_count, one.error_count)
            found.by_version[name] = one
    return found
