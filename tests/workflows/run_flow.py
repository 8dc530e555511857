"""Run a flow of a few nodes with fakes around it, and look at what came of it.

ran = run_node("ConditionalNode", {"expression": "{{ data.n }} > 3"}, data={"n": 5})
assert ran.output == 1
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.workflows.engine.run import Run
from app.workflows.flow import compile_flow
from app.workflows.ports import Ports
from app.workflows.replies import ReplyDescription
from app.workflows.triggers import envelope
from tests.workflows.fakes import FakeHost, Witness, make_ports

REPLY_ID = "650000000000000000000001.test-1"
FLOW_ID = "64d000000000000000000001"
APPLICATION = {"id": "64a000000000000000000001", "name": "Demo"}


@dataclass
class Ran:
    """payload: after the node that was run last; output: where it went on, None where it ended."""

    run: Run
    witness: Witness
    ports: Any

    @property
    def payload(self) -> Any:
        return list(self.witness.payloads.values())[-1][-1]

    @property
    def output(self) -> int | None:
        outputs = list(self.witness.outputs.values())
        return outputs[-1][-1] if outputs else None

    @property
    def error(self) -> tuple[str, str] | None:
        """Name and message of what halted the run."""
        failed = self.run.error
        return (failed.error.name, failed.error.message) if failed else None

    @property
    def reply(self) -> ReplyDescription | None:
        replies: dict[str, ReplyDescription] = self.ports.replies.given
        return replies.get(REPLY_ID)

    @property
    def order(self) -> list[str]:
        """Ids of the nodes in the order they began."""
        return [e.removesuffix(" starts") for e in self.witness.events if e.endswith(" starts")][1:]


def make_node(
    id: str,
    type: str,
    config: Mapping[str, Any] | None = None,
    /,
    *outputs: str | list[str],
    **meta: Any,
) -> dict[str, Any]:
    """outputs: for each output one node id or several; "" for an output that leads nowhere."""
    wires = [[o] if o and isinstance(o, str) else list(o) for o in outputs]
    return {
        "id": id,
        "type": type,
        "config": dict(config or {}),
        "meta": meta,
        "outputIds": wires,
    }


def make_flow(*nodes: Mapping[str, Any], first: list[str] | None = None, **fields: Any) -> Any:
    """One endpoint trigger that starts the first node, unless told otherwise."""
    start = first if first is not None else [nodes[0]["id"]]
    trigger = {"type": "endpoint", "key": "650000000000000000000001", "outputIds": [start]}
    return {
        "id": FLOW_ID,
        "name": "Test",
        "flowClass": "experience",
        "triggers": [trigger],
        "nodes": list(nodes),
    } | fields


def run_flow(
    flow: Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
    *,
    ports: Ports | None = None,
    host: FakeHost | None = None,
    hooks: tuple[Any, ...] = (),
    payload: Mapping[str, Any] | None = None,
    limits: Mapping[str, Any] | None = None,
    globals: Mapping[str, Any] | None = None,
    **overrides: Any,
) -> Ran:
    """payload: more fields beside `data`; limits: `seconds` and `steps` of the run; overrides:
    ports (`users=FakeUsers()`)."""
    host = host or FakeHost()
    ports = ports or make_ports(host, **overrides)
    compiled = compile_flow(flow, application=APPLICATION, globals=globals)
    witness = Witness()
    start = envelope(
        compiled,
        compiled.triggers[0],
        now=ports.clock.now(),
        data={"replyId": REPLY_ID} | dict(data or {}),
    ) | dict(payload or {})
    run = Run(
        compiled, compiled.triggers[0], start, ports, host, (witness, *hooks), **(limits or {})
    )
    run.start()
    return Ran(run, witness, ports)


def run_node(
    type: str,
    config: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    *,
    meta: Mapping[str, Any] | None = None,
    **options: Any,
) -> Ran:
    """A flow of that one node, called `it`."""
    return run_flow(make_flow(make_node("it", type, config, **dict(meta or {}))), data, **options)
