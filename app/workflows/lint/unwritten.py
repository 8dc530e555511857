"""Reads of what nothing has written before."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from app.rendering import fields_read
from app.workflows import paths
from app.workflows.check import Problem
from app.workflows.config import Expression, JsonTemplate, PayloadPath, ResultPath, Template
from app.workflows.expressions.errors import ExpressionError
from app.workflows.expressions.references import path_of
from app.workflows.expressions.tokens import tokenize
from app.workflows.flow import Flow, FlowNode
from app.workflows.reach import last_first, reachable

RULE = "unwritten-path"
SCRATCH = "working"
"""What a run starts with holds no such field, in no flow."""
OF_REQUEST = frozenset(
    {"path", "method", "headers", "query", "params", "cookies", "body", "replyId"}
)
"""`data` of an endpoint trigger."""

Names = tuple[str, ...]


def unwritten_reads(flow: Flow) -> Iterator[Problem]:
    writes = _writes_of_nodes(flow)
    before = _written_before(flow, writes)
    roots = {names[0] for found in writes.values() for names in found if names} | {SCRATCH}
    of_requests = _only_of_requests(flow)
    for node in flow.nodes.values():
        written = before[node.id] | writes[node.id]
        if () in written:
            continue  # something before it may have written anything
        for read in sorted(set(_reads(node, flow.language))):
            if read[0] == "data":
                missing = node.id in of_requests and read[1] not in OF_REQUEST
            else:
                missing = read[0] in roots
            if missing and not any(_meet(read, names) for names in written):
                message = f"Nothing writes {'.'.join(read)} before this node reads it."
                yield Problem(message, node.id, "warning", RULE)


def _writes_of_nodes(flow: Flow) -> dict[str, set[Names]]:
    """What each may write, a loop also what its body does: that has run in the round before, and
    when the loop is over."""
    own = {node.id: set(_writes(node)) for node in flow.nodes.values()}
    found = {id: set(names) for id, names in own.items()}
    for node in flow.nodes.values():
        loop, seen = node.loop, {node.id}
        while loop in found and loop not in seen:
            seen.add(loop)
            found[loop] |= own[node.id]
            loop = flow.nodes[loop].loop
    return found


def _written_before(flow: Flow, writes: dict[str, set[Names]]) -> dict[str, set[Names]]:
    """What may have been written when each node begins."""
    before: dict[str, set[Names]] = {id: set() for id in flow.nodes}
    for node in reversed(last_first(flow.nodes)):
        passed_on = before[node.id] | writes[node.id]
        for later in {id for output in node.wires for id in output}:
            before[later] |= passed_on
    return before


def _only_of_requests(flow: Flow) -> set[str]:
    """Ids of the nodes that only endpoints lead to."""
    by_request: set[str] = set()
    by_others: set[str] = set()
    for trigger in flow.triggers:
        found = by_request if trigger.kind == "endpoint" else by_others
        found |= {node.id for node in reachable(flow.nodes, trigger.first)}
    return by_request - by_others


def _writes(node: FlowNode) -> Iterator[Names]:
    """() for what may write anywhere."""
    if node.spec is None or node.config is None or node.kind == "RawFunctionNode":
        yield ()
        return
    for text, _ in _texts(node.config):
        if isinstance(text, ResultPath) and text.strip():
            yield _names(text) or ()


def _reads(node: FlowNode, language: str) -> Iterator[Names]:
    """Names of at least two: one alone may be anything, such as a function's argument."""
    if node.spec is None or node.config is None:
        return
    for text, matters in _texts(node.config, _kept_in_meta(node)):
        for names in _read_by(text, language) if matters else ():
            if len(names) > 1:
                yield names


def _read_by(text: str, language: str) -> Iterator[Names]:
    if isinstance(text, PayloadPath):
        if names := _names(text):
            yield names
    elif isinstance(text, (Template, JsonTemplate)):
        yield from _read_by_template(text, language)
    elif isinstance(text, Expression):
        try:
            found = [t.value for t in tokenize(text) if t.kind in ("reference", "text")]
        except ExpressionError:
            return
        for template in found:
            yield from _read_by_template(template, language)


def _read_by_template(source: str, language: str) -> Iterator[Names]:
    path = path_of(source.strip())
    if path is None:
        yield from fields_read(source, language)
    elif names := _names(path):
        yield names


def _names(path: str) -> Names | None:
    """None if it is no path that is the same in every run."""
    if "{{" in path:
        return None
    try:
        return tuple(segment.name for segment in paths.parse(path))
    except paths.PathError:
        return None


def _texts(config: Any, around: Mapping[str, Any] | None = None) -> Iterator[tuple[str, bool]]:
    """Of a config, at any depth, each of its kind, and whether it matters as things are: see
    app/workflows/hints.py. around: what the object around says, by the names of the wire."""
    if isinstance(config, BaseModel):
        named = dict(around or {}) | {
            field.alias or name: getattr(config, name)
            for name, field in type(config).model_fields.items()
        }
        for name, field in type(config).model_fields.items():
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            matters = _holds(extra.get("when"), named)
            is_path = _format(extra.get("formatBy"), named) == PayloadPath.format_name
            for text, inner_matters in _texts(getattr(config, name), named):
                yield PayloadPath(text) if is_path else text, matters and inner_matters
    elif isinstance(config, (list, tuple)):
        for one in config:
            yield from _texts(one, around)
    elif isinstance(config, str):
        yield config, True


def _kept_in_meta(node: FlowNode) -> dict[str, Any]:
    fields = node.spec.meta.model_fields if node.spec and node.spec.meta else {}
    names = {field.alias or name: field.default for name, field in fields.items()}
    return {name: node.meta.get(name) or default for name, default in names.items()}


def _holds(when: Any, named: Mapping[str, Any]) -> bool:
    return all(named.get(name) in values for name, values in (when or {}).items())


def _format(format_by: Any, named: Mapping[str, Any]) -> str | None:
    for name, formats in (format_by or {}).items():
        found: str | None = formats.get(named.get(name))
        return found
    return None


def _meet(read: Names, written: Names) -> bool:
    """Whether one lies within the other."""
    shorter = min(len(read), len(written))
    return read[:shorter] == written[:shorter]
