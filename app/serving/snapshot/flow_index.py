"""The flows of a snapshot, by what starts them."""

from collections.abc import Iterable
from typing import NamedTuple

from app.workflows.flow import Flow, Trigger
from app.workflows.replies import REPLIERS
from app.workflows.triggers import ANY_ENDPOINT, endpoint_triggers


class Start(NamedTuple):
    """own: the trigger names the endpoint, rather than any; may_answer: whether a request without
    a reply of its own waits for the run."""

    flow: Flow
    trigger: Trigger
    own: bool
    may_answer: bool


class FlowIndex:
    """Of the flows that are enabled."""

    def __init__(self, flows: Iterable[Flow] = ()) -> None:
        self.flows = tuple(flow for flow in flows if flow.enabled)
        self._by_id = {flow.id: flow for flow in self.flows}
        self._any = self._starts(None)
        keys = {t.key for flow in self.flows for t in flow.triggers if t.kind == "endpoint"}
        self._by_endpoint = {key: self._starts(key) for key in keys - {ANY_ENDPOINT}}

    def started_by(self, endpoint_id: str | None) -> tuple[Start, ...]:
        """endpoint_id: None if no route matched."""
        return self._by_endpoint.get(endpoint_id, self._any) if endpoint_id else self._any

    def get(self, flow_id: str) -> Flow | None:
        return self._by_id.get(flow_id)

    def _starts(self, endpoint_id: str | None) -> tuple[Start, ...]:
        return tuple(
            Start(flow, trigger, own, own or may_answer(flow))
            for flow in self.flows
            for trigger in endpoint_triggers(flow, endpoint_id)
            for own in [trigger.key != ANY_ENDPOINT]
        )


def may_answer(flow: Flow) -> bool:
    return any(node.kind in REPLIERS for node in flow.nodes.values())
