"""What makes a function a node. docs/nodes.md shows how to write one."""

import inspect
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from app.workflows.config import NodeConfig
from app.workflows.values import Payload

if TYPE_CHECKING:
    from app.workflows.engine.context import RunContext


class Out(NamedTuple):
    """The payload goes on through that output; a node that gives back None ends its path."""

    payload: Payload
    output: int = 0


Result = Out | None
NodeFunction = Callable[[Any, Payload, "RunContext"], Result | Coroutine[Any, Any, Result]]
F = TypeVar("F", bound=Callable[..., Result | Coroutine[Any, Any, Result]])

EVERYWHERE = ("experience", "customNode", "cloud")


class Preset(NamedTuple):
    """One of several entries in the palette for a kind of node: a `meta.name` and a config."""

    name: str
    label: str
    config: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """What the registry knows of a node type.

    kind: the `type` of its nodes; name, category: what the editor writes to `meta`; outputs: their
    labels, none for a last node; outputs_per: a list in the config, of which each item adds one;
    meta: settings that are kept in the node's `meta`, which the editor shows before the config's;
    waits: whether it may leave its thread; carries_reply: whether it could carry a replyId to
    another run, so that the reply may come after this one has ended.
    """

    kind: str
    label: str
    name: str
    category: str
    help: str
    config: type[NodeConfig]
    function: NodeFunction
    outputs: tuple[str, ...] = ("continue",)
    outputs_per: str | None = None
    meta: type[NodeConfig] | None = None
    waits: bool = False
    carries_reply: bool = False
    classes: tuple[str, ...] = EVERYWHERE
    presets: tuple[Preset, ...] = ()

    def output_count(self, config: Mapping[str, Any]) -> int:
        """config: as it is stored."""
        per = config.get(self.outputs_per) if self.outputs_per else None
        return len(self.outputs) + (len(per) if isinstance(per, list) else 0)


SPECS: dict[str, NodeSpec] = {}


def node(
    kind: str,
    *,
    label: str,
    outputs: tuple[str, ...] = ("continue",),
    outputs_per: str | None = None,
    meta: type[NodeConfig] | None = None,
    name: str | None = None,
    category: str | None = None,
    waits: bool | None = None,
    carries_reply: bool = False,
    classes: tuple[str, ...] = EVERYWHERE,
    presets: tuple[Preset, ...] = (),
) -> Callable[[F], F]:
    """Register `def` or `async def` (config, payload, ctx) -> Out | None as that kind of node.

    The docstring is the help, the type of `config` the config. Its folder is the category and its
    file the name, unless told otherwise. An `async def` waits, unless `waits=False` says that it
    does so only on behalf of others.
    """

    def register(function: F) -> F:
        if kind in SPECS:
            raise ValueError(f"{kind} is registered twice; the first is {SPECS[kind].function!r}")
        *_, folder, file = function.__module__.split(".")
        SPECS[kind] = NodeSpec(
            kind=kind,
            label=label,
            name=name or file.replace("_", "-"),
            category=category or folder,
            help=inspect.getdoc(function) or "",
            config=inspect.signature(function).parameters["config"].annotation,
            function=function,
            outputs=outputs,
            outputs_per=outputs_per,
            meta=meta,
            waits=inspect.iscoroutinefunction(function) if waits is None else waits,
            carries_reply=carries_reply,
            classes=classes,
            presets=presets,
        )
        return function

    return register
