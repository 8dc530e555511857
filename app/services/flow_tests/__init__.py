"""Saved tests of flows. What runs them is in app/serving/runs/flow_tests.py."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.errors import NotFound, ValidationError
from app.extensions import db
from app.models import Flow, FlowTest
from app.schemas.flow_test import FlowTestPost
from app.services.author import Author, change, signed
from app.services.flows.graph import DEEPEST, is_too_deep
from app.services.lookup import find_row
from app.services.transaction import transaction

MOST = 200
"""Of one flow."""


def create_flow_test(flow: Flow, post: FlowTestPost, by: Author) -> FlowTest:
    with transaction(flow):
        _check(flow, post)
        if len(flow_tests_of(flow.id)) >= MOST:
            raise ValidationError(f"A workflow has {MOST} tests at most; delete some first")
        test = FlowTest(
            application_id=flow.application_id, flow_id=flow.id, **post.columns(), **signed(by)
        )
        db.session.add(test)
    return test


def update_flow_test(test: FlowTest, flow: Flow, post: FlowTestPost, by: Author) -> FlowTest:
    """Whole. What its last run came to is forgotten."""
    with transaction(test):
        _check(flow, post)
        change(test, {**post.columns(), "last_result": None}, by)
    return test


def delete_flow_test(test: FlowTest) -> None:
    with transaction(test):
        db.session.delete(test)


def keep_result(test: FlowTest, result: Mapping[str, Any]) -> None:
    """Unless it has gone meanwhile."""
    try:
        with transaction(test):
            test.last_result = dict(result)
    except NotFound:
        pass


def flow_tests_of(flow_id: str) -> list[FlowTest]:
    query = select(FlowTest).filter_by(flow_id=flow_id)
    return list(db.session.scalars(query.order_by(FlowTest.name, FlowTest.id)))


def find_flow_test(flow_id: str, id: str) -> FlowTest:
    """Raises NotFound."""
    return find_row(FlowTest, "Test", flow_id=flow_id, id=id)


def _check(flow: Flow, post: FlowTestPost) -> None:
    if is_too_deep(post.wire()):
        raise ValidationError(f"A test cannot be nested more than {DEEPEST} deep", "payload")
    if not any(trigger.get("key") == post.trigger for trigger in flow.triggers):
        raise ValidationError("Choose one of the triggers that the workflow has", "trigger")
