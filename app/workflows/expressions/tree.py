"""What an expression consists of. Each part works out its own value; none ever changes."""

from dataclasses import dataclass
from typing import Any, Protocol

from app.workflows.expressions.functions import FUNCTIONS
from app.workflows.expressions.operators import BINARY, UNARY
from app.workflows.expressions.run import Run
from app.workflows.values import truthy


class Node(Protocol):
    def value(self, run: Run, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Literal:
    constant: Any

    def value(self, run: Run) -> Any:
        return self.constant


@dataclass(frozen=True, slots=True)
class Unary:
    operator: str
    operand: Node

    def value(self, run: Run) -> Any:
        return UNARY[self.operator](run, self.operand.value(run))


@dataclass(frozen=True, slots=True)
class Chain:
    """a + b - c: operators of one rank, worked out from the left."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    def value(self, run: Run) -> Any:
        value = self.first.value(run)
        for operator, operand in self.rest:
            run.spend()
            value = BINARY[operator](run, value, operand.value(run))
        return value


@dataclass(frozen=True, slots=True)
class Logic:
    """a && b && c, or a || b || c: the operand that decides."""

    operator: str
    operands: tuple[Node, ...]

    def value(self, run: Run) -> Any:
        decisive = self.operator == "||"
        value = None
        for operand in self.operands:
            value = operand.value(run)
            if truthy(value) is decisive:
                break
        return value


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]

    def value(self, run: Run) -> Any:
        run.spend()
        arguments = [argument.value(run) for argument in self.arguments]
        return FUNCTIONS[self.name].work(run, *arguments)
