from datetime import UTC, datetime, timedelta
from typing import Any

from app.workflows.engine.at_once import AtOnce, JumpingClock
from app.workflows.engine.hooks import Hook
from app.workflows.engine.run import Run
from app.workflows.flow import compile_flow
from tests.workflows.fakes import make_ports
from tests.workflows.run_flow import make_flow, make_node

START = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def run(*nodes: Any, hooks: tuple[Hook, ...] = (), clock: JumpingClock | None = None) -> Run:
    clock = clock or JumpingClock(START)
    return run_on_host(AtOnce(clock), clock, *nodes, hooks=hooks)


def run_on_host(
    host: AtOnce, clock: JumpingClock, *nodes: Any, hooks: tuple[Hook, ...] = ()
) -> Run:
    flow = compile_flow(make_flow(*nodes))
    made = Run(flow, flow.triggers[0], {"data": {}}, make_ports(clock=clock), host, hooks)
    made.start()
    return made


def delay(id: str, seconds: float, *then: str) -> Any:
    return make_node(id, "DelayNode", {"delay": seconds}, *then)


def test_waiting_takes_no_time_but_the_clock_is_later():
    clock = JumpingClock(START)
    ended = run(delay("a", 20, "b"), delay("b", 10), clock=clock)
    assert ended.ended
    assert ended.error is None
    assert timedelta(seconds=30) <= clock.now() - START < timedelta(seconds=40)


def test_a_run_still_has_its_limit():
    ended = run(delay("a", 40, "b"), delay("b", 40))
    assert ended.error is not None
    assert ended.error.error.name == "Timeout"


def test_a_run_that_begins_at_the_end_of_another_ends_too():
    clock = JumpingClock(START)
    host = AtOnce(clock)
    second: list[Run] = []

    class Following(Hook):
        def on_run_end(self, run: Run) -> None:
            second.append(run_on_host(host, clock, delay("later", 5)))

    first = run_on_host(host, clock, delay("a", 1), hooks=(Following(),))
    assert first.ended
    assert [one.ended for one in second] == [True]
