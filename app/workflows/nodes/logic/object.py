from typing import Any, Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.values import UNDEFINED, Payload, PayloadTooDeep, to_string


class Operation(NodeConfig):
    type: Literal[
        "assign",
        "entries",
        "fromPairs",
        "keys",
        "mergeDeep",
        "omit",
        "pick",
        "values",
        "zipObject",
    ]
    input_template: JsonTemplate = Field(
        default=JsonTemplate(""),
        title="Input",
        description="An object to assign or merge; a list of keys to pick, omit or zip",
        json_schema_extra={"when": {"type": ["assign", "mergeDeep", "omit", "pick", "zipObject"]}},
    )
    output_path: ResultPath = Field(
        default=ResultPath(""),
        title="Result path",
        description="For keys, values, entries and fromPairs",
        json_schema_extra={"when": {"type": ["entries", "fromPairs", "keys", "values"]}},
    )


class Config(NodeConfig):
    source_path: PayloadPath = Field(default=PayloadPath(""), title="Source")
    dest_path: ResultPath = Field(default=ResultPath(""), title="Destination")
    operations: list[Operation] = Field(default_factory=list, title="Operations", max_length=10)


@node("ObjectNode", label="Object")
def object_node(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Change an object, or take it apart, by operations one after the other."""
    found = ctx.get(config.source_path)
    source = {} if found is UNDEFINED else found
    for operation in config.operations:
        source = _apply(operation, source, ctx)
    ctx.put(config.dest_path, source)
    return Out(payload)


def _apply(operation: Operation, source: Any, ctx: RunContext) -> Any:
    """The source of the next operation."""
    match operation.type:
        case "keys":
            ctx.put(operation.output_path, list(_object(source)))
        case "values":
            ctx.put(operation.output_path, list(_object(source).values()))
        case "entries":
            ctx.put(operation.output_path, [list(pair) for pair in _object(source).items()])
        case "fromPairs":
            ctx.put(operation.output_path, _from_pairs(_list(source, "The source")))
        case "zipObject":
            return _zipped(_keys(operation, ctx), _list(source, "The source"))
        case "assign":
            return _object(source) | _input(operation, ctx)
        case "mergeDeep":
            return _merged(_object(source), _input(operation, ctx))
        case "pick":
            wanted = _keys(operation, ctx)
            return {key: source[key] for key in wanted if key in _object(source)}
        case "omit":
            unwanted = set(_keys(operation, ctx))
            return {k: v for k, v in _object(source).items() if k not in unwanted}
    return source


def _merged(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """Objects are merged; anything else, lists among it, is replaced."""
    try:
        return left | {key: _merged_value(left.get(key), value) for key, value in right.items()}
    except RecursionError:
        raise PayloadTooDeep from None


def _merged_value(left: Any, right: Any) -> Any:
    both = isinstance(left, dict) and isinstance(right, dict)
    return _merged(left, right) if both else right


def _zipped(keys: list[str], values: list[Any]) -> dict[str, Any]:
    return dict(zip(keys, values + [UNDEFINED] * (len(keys) - len(values)), strict=False))


def _from_pairs(pairs: list[Any]) -> dict[str, Any]:
    if not all(isinstance(pair, list) and pair for pair in pairs):
        raise NodeError("The source must be a list of [key, value]", "ValidationError")
    return {to_string(pair[0]): pair[1] if len(pair) > 1 else UNDEFINED for pair in pairs}


def _input(operation: Operation, ctx: RunContext) -> dict[str, Any]:
    return _object(ctx.json(operation.input_template), "The input")


def _keys(operation: Operation, ctx: RunContext) -> list[str]:
    return [to_string(key) for key in _list(ctx.json(operation.input_template), "The input")]


def _object(value: Any, title: str = "The source") -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NodeError(f"{title} must be an object", "ValidationError")
    return value


def _list(value: Any, title: str) -> list[Any]:
    if not isinstance(value, list):
        raise NodeError(f"{title} must be a list", "ValidationError")
    return value
