import math
from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from app.rendering.values import SPACE
from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.sizes import LARGEST
from app.workflows.values import Payload, to_number

LONGEST_PADDED = 1000
TRUNCATED = 30
Arguments = list[str]


class Config(NodeConfig):
    source_data: Template = Field(default=Template(""), title="Text")
    method: Literal[
        "concat",
        "indexOf",
        "pad",
        "padEnd",
        "padStart",
        "replaceAll",
        "replaceFirst",
        "split",
        "toLower",
        "toNumber",
        "toUpper",
        "trim",
        "trimEnd",
        "trimStart",
        "truncate",
    ] = Field(title="Method")
    method_args: list[Template] = Field(
        default_factory=list,
        title="Arguments",
        max_length=100,
        description="Of concat: texts; split: separator; replaceFirst, replaceAll: what, by what; "
        "indexOf: what, from where; pad, padStart, padEnd: length, fill; truncate: length, ending",
    )
    result_path: ResultPath = Field(default=ResultPath(""), title="Result path")


@node("StringNode", label="String")
def string(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Make something of a text: join, split, replace, find, pad, trim or change its case."""
    text = ctx.text(config.source_data)
    arguments = [ctx.text(argument) for argument in config.method_args]
    ctx.put(config.result_path, METHODS[config.method](text, arguments))
    return Out(payload)


def split(text: str, arguments: Arguments) -> list[str]:
    separator = argument(arguments, 0)
    return text.split(separator) if separator else list(text)


def replace_all(text: str, arguments: Arguments) -> str:
    old, new = argument(arguments, 0), argument(arguments, 1)
    if not old:
        return text
    if text.count(old) * len(new) > LARGEST:
        raise NodeError("The text would be larger than 5 MB", "PayloadTooLarge")
    return text.replace(old, new)


def replace_first(text: str, arguments: Arguments) -> str:
    old = argument(arguments, 0)
    return text.replace(old, argument(arguments, 1), 1) if old else text


def index_of(text: str, arguments: Arguments) -> int:
    start = whole(arguments, 1, "From where", default=0, least=0, most=LONGEST_PADDED)
    return text.find(argument(arguments, 0), start)


def pad(text: str, arguments: Arguments) -> str:
    """On both sides; the end gets the odd one."""
    missing = _missing(text, arguments)
    fill = argument(arguments, 1, " ")
    return _filling(fill, missing // 2) + text + _filling(fill, missing - missing // 2)


def pad_start(text: str, arguments: Arguments) -> str:
    return _filling(argument(arguments, 1, " "), _missing(text, arguments)) + text


def pad_end(text: str, arguments: Arguments) -> str:
    return text + _filling(argument(arguments, 1, " "), _missing(text, arguments))


def truncate(text: str, arguments: Arguments) -> str:
    """No longer than that, with the ending that shows it."""
    length = whole(arguments, 0, "Length", default=TRUNCATED)
    length = length if length > 0 else TRUNCATED
    ending = argument(arguments, 1, "...")[:length]
    return text if len(text) <= length else text[: length - len(ending)] + ending


def number_of(text: str, arguments: Arguments) -> Any:
    number = to_number(text)
    return number if number == number else None


def _missing(text: str, arguments: Arguments) -> int:
    length = whole(arguments, 0, "Length", least=0, most=LONGEST_PADDED)
    return max(length - len(text), 0)


def _filling(fill: str, length: int) -> str:
    return (fill * length)[:length] if len(fill) < length else fill[:length]


def argument(arguments: Arguments, place: int, default: str = "") -> str:
    return arguments[place] if len(arguments) > place and arguments[place] else default


def whole(
    arguments: Arguments,
    place: int,
    title: str,
    *,
    default: int | None = None,
    least: int | None = None,
    most: int | None = None,
) -> int:
    text = argument(arguments, place).strip()
    if not text and default is not None:
        return default
    number = to_number(text) if text else math.nan
    if not (abs(number) <= LARGEST and number == int(number)):
        raise NodeError(f"{title} must be a whole number, not “{text}”", "ValidationError")
    if (least is not None and number < least) or (most is not None and number > most):
        raise NodeError(f"{title} must be from {least} to {most}, not {text}", "ValidationError")
    return int(number)


METHODS: dict[str, Callable[[str, Arguments], Any]] = {
    "concat": lambda text, arguments: text + "".join(arguments),
    "indexOf": index_of,
    "pad": pad,
    "padEnd": pad_end,
    "padStart": pad_start,
    "replaceAll": replace_all,
    "replaceFirst": replace_first,
    "split": split,
    "toLower": lambda text, arguments: text.lower(),
    "toNumber": number_of,
    "toUpper": lambda text, arguments: text.upper(),
    "trim": lambda text, arguments: text.strip(SPACE),
    "trimEnd": lambda text, arguments: text.rstrip(SPACE),
    "trimStart": lambda text, arguments: text.lstrip(SPACE),
    "truncate": truncate,
}
