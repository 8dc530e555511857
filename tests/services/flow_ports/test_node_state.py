from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.models import Application, Flow, FlowNodeState
from app.services.flow_ports.node_state import FORGOTTEN_AFTER, NodeState, purge_node_states
from app.services.flow_ports.writing import writing
from app.services.flows import delete_flow
from app.services.flows.storage import storage_of
from app.workflows import ports
from app.workflows.errors import Refused
from app.workflows.values import UNDEFINED
from tests.conftest import Clock
from tests.factories import BY, make_flow


@pytest.fixture
def flow(application: Application) -> Flow:
    return make_flow(application)


@pytest.fixture
def state(application: Application) -> ports.NodeState:
    return NodeState(db.engine)


def test_it_hands_on_what_was_kept(state: ports.NodeState, flow: Flow) -> None:
    seen: list[Any] = []

    def remember(before: Any) -> Any:
        seen.append(before)
        return {"n": len(seen), "none": None}

    assert state.update(flow.id, "n1", "name", remember) == {"n": 1, "none": None}
    state.update(flow.id, "n1", "name", remember)
    assert seen == [UNDEFINED, {"n": 1, "none": None}]
    assert storage_of(flow) == {}


def test_flows_nodes_and_names_are_told_apart(state: ports.NodeState, flow: Flow) -> None:
    other = make_flow()
    places = [(flow.id, "a", "bc"), (flow.id, "ab", "c"), (other.id, "a", "bc")]
    places.append((flow.id, "a", "x" * 100_000))
    for place in places:
        assert state.update(*place, lambda before: before is UNDEFINED) is True
    assert state.update(*places[0], lambda before: before) is True


def test_nothing_can_be_kept_again(state: ports.NodeState, flow: Flow) -> None:
    for value in (1, UNDEFINED, None):
        state.update(flow.id, "a", "", lambda _, value=value: value)
    assert state.update(flow.id, "a", "", lambda before: before) is None
    state.update(flow.id, "a", "", lambda _: UNDEFINED)
    assert state.update(flow.id, "a", "", lambda before: before) is UNDEFINED


def test_a_change_that_fails_changes_nothing(state: ports.NodeState, flow: Flow) -> None:
    state.update(flow.id, "a", "", lambda _: 1)
    with pytest.raises(ZeroDivisionError):
        state.update(flow.id, "a", "", lambda before: before / 0)
    assert state.update(flow.id, "a", "", lambda before: before) == 1


def test_no_change_is_lost_between_threads(state: ports.NodeState, flow: Flow) -> None:
    id = flow.id

    def count(_: int) -> Any:
        return state.update(id, "a", "", lambda n: 1 if n is UNDEFINED else n + 1)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(count, range(20))) == list(range(1, 21))


def test_it_goes_with_the_flow(state: ports.NodeState, flow: Flow) -> None:
    id = flow.id
    state.update(id, "a", "", lambda _: 1)
    delete_flow(flow, BY)
    assert not db.session.query(FlowNodeState).count()
    with pytest.raises(Refused):
        state.update(id, "a", "", lambda _: 1)


def test_what_is_asked_for_now_and_then_is_kept_for_good(
    state: ports.NodeState, flow: Flow, stopped_clock: Clock
) -> None:
    for name in ("used", "left"):
        state.update(flow.id, "a", name, lambda _: 1)
    stopped_clock.time += FORGOTTEN_AFTER / 2
    state.update(flow.id, "a", "used", lambda before: before)
    stopped_clock.time += FORGOTTEN_AFTER / 2 + timedelta(days=1)
    with writing(db.engine) as connection:
        purge_node_states(connection, stopped_clock.time)
    assert state.update(flow.id, "a", "used", lambda before: before) == 1
    assert state.update(flow.id, "a", "left", lambda before: before) is UNDEFINED
