"""Runs that wait: on one loop, not on a thread each."""

from concurrent.futures import Future
from threading import Event, current_thread
from threading import enumerate as threads

import pytest

from app.workflows.engine.background import Background
from app.workflows.engine.hooks import Hook
from app.workflows.engine.run import Run
from app.workflows.errors import Busy
from app.workflows.flow import compile_flow
from app.workflows.replies import CustomReply, ReplySlots
from tests.workflows.fakes import START, FakeStorage, JumpingLoop, make_ports
from tests.workflows.run_flow import make_flow, make_node

SECONDS = 20  # nobody ever waits that long, unless something is broken

WAITING = compile_flow(
    make_flow(
        make_node("wait", "DelayNode", {"delay": 2}, "reply"),
        make_node("reply", "EndpointReplyNode", {"bodyTemplate": "done"}, "store"),
        make_node("store", "StoreValueNode", {"keyName": "thread", "value": "data"}),
    )
)
LATE = compile_flow(
    make_flow(
        make_node("wait", "DelayNode", {"delay": 2}, "reply"),
        make_node("reply", "EndpointReplyNode", {"bodyTemplate": "done"}),
    )
)
"""Calls nothing on a thread: while a loop waits for one, its time would jump past the deadline."""
QUICK = compile_flow(make_flow(make_node("reply", "EndpointReplyNode", {"bodyTemplate": "quick"})))


class HeldLoop(JumpingLoop):
    """Time passes only after it was let go."""

    def __init__(self) -> None:
        self.let_go = Event()
        super().__init__()

    def jump(self, seconds: float) -> None:
        self.let_go.wait(SECONDS)
        super().jump(seconds)


class End(Hook):
    def __init__(self) -> None:
        self.run: Future[Run] = Future()

    def on_run_end(self, run):
        self.run.set_result(run)


class RealClock:
    """As far as a run is concerned: its loop's time is another."""

    def now(self):
        return START

    def monotonic(self):
        return 0.0


class Scene:
    def __init__(self, **limits):
        self.loop = HeldLoop()
        self.background = Background(new_loop=lambda: self.loop, **limits)
        self.slots = ReplySlots()
        self.storage = FakeStorage()

    def request(self, flow=WAITING):
        """A slot, its run, and its end."""
        slot, end = self.slots.open("e1"), End()
        ports = make_ports(clock=RealClock(), replies=self.slots, storage=self.storage)
        payload = {"time": START, "data": {"replyId": slot.reply_id}, "globals": {}}
        run = Run(flow, flow.triggers[0], payload, ports, self.background, [end])
        run.start()
        return slot, run, end.run


@pytest.fixture
def scene():
    scenes = []

    def make(**limits):
        scenes.append(Scene(**limits))
        return scenes[-1]

    yield make
    for made in scenes:
        made.loop.let_go.set()
        made.background.stop()


def test_many_waiting_runs_need_no_thread_each_and_quick_ones_go_on(scene):
    world = scene()
    before = set(threads())
    waiting = [world.request(LATE) for _ in range(64)]
    quick, _, _ = world.request(QUICK)
    assert quick.wait(0) == CustomReply(body="quick")
    assert not any(slot.future.done() for slot, _, _ in waiting)
    assert [thread.name for thread in threads() if thread not in before] == ["workflows"]
    world.loop.let_go.set()
    assert [slot.wait(SECONDS) for slot, _, _ in waiting] == [CustomReply(body="done")] * 64
    assert all(end.result(SECONDS).error is None for _, _, end in waiting)


def test_blocking_calls_run_on_threads_of_their_own(scene):
    world = scene(threads=2)
    world.loop.let_go.set()
    names = set()
    world.storage.put = lambda *_: names.add(current_thread().name)
    for _, _, end in [world.request() for _ in range(8)]:
        end.result(SECONDS)
    assert names <= {"workflow-call_0", "workflow-call_1"}


def test_when_full_it_refuses_what_may_wait_before_anything_happens(scene):
    world = scene(most_runs=2)
    world.request()
    world.request()
    with pytest.raises(Busy):
        world.request()
    quick, _, _ = world.request(QUICK)
    assert quick.future.done()


def test_a_waiting_run_can_be_cancelled(scene):
    world = scene()
    slot, run, end = world.request()
    run.cancel()
    world.loop.let_go.set()
    assert end.result(SECONDS).error.error.name == "Cancelled"
    assert not slot.future.done()


def test_stopping_ends_what_waits(scene):
    world = scene()
    _, _, end = world.request()
    world.loop.let_go.set()
    world.background.stop()
    assert end.result(0).ended
