"""What a node is given, and what must come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.workflows.over_http.bench import Bench, World

Json = dict[str, Any]


class Outcome(NamedTuple):
    """output: through which the payload went on, None if through none; working: what is there on
    the payload then; error: "name: message" of what halted the run; seen: by Case.look."""

    output: int | None
    working: Any
    error: str | None
    seen: Any = None


def nothing(_: "World") -> Any:
    return None


def alone(it: Json) -> list[Json]:
    return [it]


class Part(Json):
    """Equal to whatever has these fields, and perhaps more."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and all(
            name in other and other[name] == value for name, value in self.items()
        )

    def __ne__(self, other: object) -> bool:
        return not self == other


@dataclass(frozen=True)
class Case:
    """In all texts ~name~ stands for what `world` has made under that name.

    body: of the request, at data.body; working, output, error, seen: the expected outcome, of which
    an error leaves nothing else but what is seen;
    look: what is seen besides, once the flow has answered; before: bodies of requests that come
    first; around: the nodes of the flow, of which the first comes first; it: the node's JSON.
    """

    config: Json
    body: Any = None
    working: Any = field(default_factory=dict)
    _: KW_ONLY
    output: int | None = 0
    error: Any = None
    seen: Any = None
    look: Callable[["World"], Any] = nothing
    world: Callable[["World"], Mapping[str, str]] | None = None
    before: Sequence[Any] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    meta: Json = field(default_factory=dict)
    around: Callable[[Json], list[Json]] = alone

    def expected(self, names: Mapping[str, str]) -> Outcome:
        output, working = (None, {}) if self.error else (self.output, self.working)
        return Outcome(*filled([output, working, self.error, self.seen], names))


def filled(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return type(value)((filled(k, names), filled(v, names)) for k, v in value.items())
        case list() | tuple():
            return type(value)(filled(inner, names) for inner in value)
        case str() if "~" in value:
            for name, text in names.items():
                value = value.replace(f"~{name}~", text)
    return value


def over_http(kind: str, *cases: Case) -> Callable[..., None]:
    """A test for each case. tests/workflows/nodes/test_every_field.py looks at them, too."""

    @pytest.mark.parametrize("case", cases, ids=map(str, range(len(cases))))
    def test_over_http(case: Case, bench: "Bench") -> None:
        came, expected = bench.send(kind, case, case.config)
        assert came == expected

    test_over_http.cases = cases
    return test_over_http
