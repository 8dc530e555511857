"""A flow, compiled from its stored JSON: immutable, shared by all of its runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from app.schemas.messages import path, reason
from app.workflows.config import NodeConfig
from app.workflows.errors import NodeError
from app.workflows.node import NodeSpec, Result
from app.workflows.reach import capped_loops, reachable
from app.workflows.registry import node_specs

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from app.workflows.engine.context import RunContext

Json = Mapping[str, Any]
Wires = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FlowNode:
    """kind: the `type` in the JSON; wires: for each output the ids of the nodes it leads to.

    outputs: how many it has; loop: the id of the loop whose body it is in; spec: None for a kind
    that cannot run here; problem: what is wrong with its config.
    """

    id: str
    kind: str
    meta: Json
    wires: Wires
    outputs: int
    loop: str | None
    spec: NodeSpec | None
    config: NodeConfig | None
    problem: str | None = None

    @property
    def label(self) -> str:
        return str(self.meta.get("label") or (self.spec.label if self.spec else self.kind))

    def after(self, output: int) -> tuple[str, ...]:
        return self.wires[output] if output < len(self.wires) else ()

    def run(self, ctx: "RunContext") -> "Result | Coroutine[Any, Any, Result]":
        """Raises NodeError if it cannot."""
        if self.spec is None:
            raise NodeError(f"{self.kind} cannot run here", "NotSupported")
        if self.config is None:
            raise NodeError(self.problem or "The node has no config", "ValidationError")
        return self.spec.function(self.config, ctx.payload, ctx)


@dataclass(frozen=True, slots=True)
class Trigger:
    """kind: "endpoint", "flowError" …; first: ids of the nodes that it starts."""

    kind: str
    key: str
    config: Json
    meta: Json
    first: tuple[str, ...]


@dataclass(frozen=True)
class Flow:
    """One version of a flow. Node ids that lead nowhere have been left out of the wires.

    application: its id and name; custom: the customNodeConfig of a custom node.
    """

    id: str
    name: str
    version: str
    flow_class: str
    enabled: bool
    language: str
    application: Mapping[str, str]
    triggers: tuple[Trigger, ...]
    nodes: Mapping[str, FlowNode]
    globals: Mapping[str, Any]
    custom: Json

    def waits(self, trigger: Trigger) -> bool:
        """Whether a run of this trigger may have to leave its thread."""
        return trigger in self._waiting

    @cached_property
    def capped_loops(self) -> frozenset[str]:
        """Ids of the loops of which each round surely comes to a cap, unless it halts."""
        return capped_loops(self.nodes)

    @cached_property
    def _waiting(self) -> tuple[Trigger, ...]:
        return tuple(
            trigger
            for trigger in self.triggers
            if any(node.spec and node.spec.waits for node in reachable(self.nodes, trigger.first))
        )


def compile_flow(
    stored: Json,
    *,
    version: str = "develop",
    language: str = "jinja",
    application: Mapping[str, str] | None = None,
    globals: Mapping[str, Any] | None = None,
) -> Flow:
    """Never fails for what a flow's author can put right: a node that cannot run says so when it is
    reached.

    language: of its templates; application: with id and name; globals: the merged values for
    `payload.globals`.
    """
    nodes = stored.get("nodes") or []
    known = {str(node.get("id", "")) for node in nodes}
    return Flow(
        id=str(stored.get("id") or stored.get("flowId") or ""),
        name=str(stored.get("name", "")),
        version=version,
        flow_class=str(stored.get("flowClass", "cloud")),
        enabled=stored.get("enabled", True) is not False,
        language=language,
        application={name: (application or {}).get(name, "") for name in ("id", "name")},
        triggers=tuple(_trigger(trigger, known) for trigger in stored.get("triggers") or []),
        nodes={str(node.get("id", "")): _node(node, known) for node in nodes},
        globals=dict(globals or {}),
        custom=stored.get("customNodeConfig") or {},
    )


def _trigger(stored: Json, known: set[str]) -> Trigger:
    wires = _wires(stored, known)
    return Trigger(
        kind=stored["type"],
        key=stored.get("key") or "",
        config=stored.get("config") or {},
        meta=stored.get("meta") or {},
        first=wires[0] if wires else (),
    )


def _node(stored: Json, known: set[str]) -> FlowNode:
    spec = node_specs().get(stored["type"])
    meta = stored.get("meta") or {}
    config, problem = read_config(spec, stored.get("config") or {}) if spec else (None, None)
    return FlowNode(
        id=str(stored.get("id", "")),
        kind=stored["type"],
        meta=meta,
        wires=_wires(stored, known),
        outputs=spec.output_count(stored.get("config") or {}) if spec else 0,
        loop=meta.get("groupId") or None,
        spec=spec,
        config=config,
        problem=problem,
    )


def read_config(spec: NodeSpec, config: Json) -> tuple[NodeConfig | None, str | None]:
    """The config, or a sentence that says what is wrong with it."""
    try:
        return spec.config.model_validate(config), None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return None, f"{path(first)} {reason(first)}"


def _wires(stored: Json, known: set[str]) -> Wires:
    return tuple(
        tuple(id for id in output or () if id in known) for output in stored.get("outputIds") or ()
    )
