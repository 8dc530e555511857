import pytest
from sqlalchemy import delete

from app.errors import NotFound, ValidationError
from app.extensions import db
from app.models import Application, Flow, FlowTest
from app.schemas.flow_test import FlowTestPost
from app.schemas.messages import read
from app.services.applications import delete_application
from app.services.flow_tests import (
    create_flow_test,
    delete_flow_test,
    find_flow_test,
    flow_tests_of,
    keep_result,
    update_flow_test,
)
from app.services.flows import delete_flow
from tests.factories import BY, make_endpoint, make_flow, make_flow_test


@pytest.fixture
def flow(application: Application) -> Flow:
    trigger = {"type": "endpoint", "key": make_endpoint(application).id}
    return make_flow(application, triggers=[trigger])


def test_the_tests_of_a_flow_come_by_name(flow: Flow, application: Application) -> None:
    for name in ("b", "a"):
        make_flow_test(flow, name=name)
    make_flow_test(make_flow(application, triggers=flow.triggers))
    assert [test.name for test in flow_tests_of(flow.id)] == ["a", "b"]


def test_a_change_forgets_what_the_last_run_came_to(flow: Flow) -> None:
    test = make_flow_test(flow)
    keep_result(test, {"passed": True})
    assert find_flow_test(flow.id, test.id).last_result == {"passed": True}
    post = FlowTestPost(name="Renamed", trigger=test.trigger)
    assert update_flow_test(test, flow, post, BY).last_result is None
    assert test.name == "Renamed"


def test_a_result_of_a_test_that_has_gone_is_dropped(flow: Flow) -> None:
    test = make_flow_test(flow)
    id = test.id
    with db.engine.begin() as somebody_else:
        somebody_else.execute(delete(FlowTest))
    keep_result(test, {"passed": True})
    with pytest.raises(NotFound):
        find_flow_test(flow.id, id)


def test_it_can_be_deleted(flow: Flow) -> None:
    delete_flow_test(make_flow_test(flow))
    assert flow_tests_of(flow.id) == []


def test_it_begins_with_a_trigger_of_the_flow(flow: Flow) -> None:
    with pytest.raises(ValidationError, match="triggers"):
        create_flow_test(flow, FlowTestPost(name="x", trigger="gone"), BY)


def test_a_test_goes_with_its_flow(flow: Flow) -> None:
    make_flow_test(flow)
    delete_flow(flow, BY)
    assert db.session.query(FlowTest).count() == 0


def test_a_test_goes_with_its_application(flow: Flow, application: Application) -> None:
    make_flow_test(flow)
    delete_application(application, BY)
    assert db.session.query(FlowTest).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("stubs", [{"port": "ftp", "method": "send"}], "stubs.0.port must be"),
        ("stubs", [{"port": "http", "method": "get"}], "method of http must be send"),
        ("payload", {"time": "noon"}, "must be a date and time"),
        ("payload", {"experience": 1}, "experience that is no object"),
        ("expected", {"status": 99}, "must be 100 or more"),
        ("expected", {"colour": "red"}, "colour is not a field"),
    ],
)
def test_it_says_what_is_wrong(field: str, value: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        read(FlowTestPost, {"name": "x", "trigger": "k", field: value})


def test_what_is_nested_without_end_is_refused(flow: Flow) -> None:
    deep: dict[str, object] = {}
    for _ in range(120):
        deep = {"in": deep}
    post = FlowTestPost(name="x", trigger=flow.triggers[0]["key"], payload={"data": deep})
    with pytest.raises(ValidationError, match="nested"):
        create_flow_test(flow, post, BY)
