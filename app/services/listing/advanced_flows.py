"""Advanced queries for flows and their versions, as conditions of SQL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, false, func, not_, select

from app.models import Flow, FlowVersion
from app.schemas.advanced_flow import FlowQuery, FlowVersionQuery, PartComparison
from app.schemas.comparison import TextComparison
from app.services.flows.parts import ids_with
from app.services.listing.advanced import (
    Condition,
    Field,
    condition_of,
    one_value,
    text_value,
)


def flow_condition(application_id: str, query: FlowQuery) -> Condition:
    """As flows are in develop."""
    return condition_of(query, _shared(application_id, Flow) | {"id": one_value(Flow.id)} | _own())


def frozen_condition(application_id: str, query: FlowQuery) -> Condition:
    """Flows of which some version fits."""
    fields = _shared(application_id, FlowVersion) | {
        name: _of_flow(field) for name, field in _own().items()
    }
    versions = select(FlowVersion.flow_id).where(
        FlowVersion.application_id == application_id,
        condition_of(query, fields | {"id": one_value(FlowVersion.flow_id)}),
    )
    return Flow.id.in_(versions)


def flow_version_condition(application_id: str, query: FlowVersionQuery) -> Condition:
    return condition_of(
        query,
        _shared(application_id, FlowVersion)
        | {
            "id": one_value(FlowVersion.id),
            "flow_id": one_value(FlowVersion.flow_id),
            "version": text_value(_shown(FlowVersion.version), unset=""),
        },
    )


def _shared(application_id: str, model: Any) -> dict[str, Field]:
    return {
        "name": text_value(model.name),
        "creation_date": one_value(model.creation_date),
        "last_updated": one_value(model.last_updated),
        "flow_class": text_value(model.flow_class),
        "enabled": _flag(model.enabled),
        "triggers": _parts(model, model.triggers, application_id),
        "nodes": _parts(model, model.nodes, application_id),
    }


def _own() -> dict[str, Field]:
    supports = Flow.custom_node_supports[0].as_string()
    return {
        "default_version": one_value(Flow.default_version_id),
        "custom_node_supports": text_value(_shown(supports), unset=""),
    }


def _of_flow(field: Field) -> Field:
    return lambda comparison: FlowVersion.flow_id.in_(select(Flow.id).where(field(comparison)))


def _shown(column: Any) -> Any:
    """As a text that is never null."""
    return func.coalesce(column, "")


def _flag(column: Any) -> Field:
    """Whatever is neither true nor false fits neither."""
    tests: dict[str, Callable[[Any], Condition]] = {
        "$eq": lambda value: column.is_(value) if isinstance(value, bool) else false(),
        "$in": lambda values: column.in_([one for one in values if isinstance(one, bool)]),
    }
    opposites = {"$ne": "$eq", "$nin": "$in"}

    def holds(operator: str, value: Any) -> Condition:
        if operator in opposites:
            return not_(holds(opposites[operator], value))
        return tests[operator](value) if operator in tests else false()

    def condition(comparison: TextComparison) -> Condition:
        found: ColumnElement[bool] = column.is_not(None)
        for operation in comparison.operations:
            found = found & holds(*operation)
        return found

    return condition


def _parts(model: Any, column: Any, application_id: str) -> Field:
    def condition(comparison: PartComparison) -> Condition:
        [(operator, test)] = comparison.operations
        if test is None:
            return false()
        fit: Condition = model.id.in_(ids_with(column, application_id, test.fits, test.kind))
        return fit if operator == "$eq" else not_(fit)

    return condition
