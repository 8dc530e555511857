"""How much one render may cost, and the meter that counts it."""

from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic
from typing import Any, NoReturn, TypeVar

from app.rendering.errors import Limit, RenderBudgetExceeded

Items = TypeVar("Items", bound=Collection[Any])

STEPS_BETWEEN_CHECKS = 64
CHARS_PER_STEP = 256  # building a text of this length counts as one step
LONGEST_RANGE = 100_000


@dataclass(frozen=True, slots=True)
class Budget:
    """seconds: wall time; output_bytes: UTF-8; steps: loop rounds, calls, list items built;
    depth: components, macros and recursive loops inside each other."""

    seconds: float = 2.0
    output_bytes: int = 4 * 1024 * 1024
    steps: int = 1_000_000
    depth: int = 40


DEFAULT_BUDGET = Budget()


class Meter:
    """Counts down inside one render. Compiled code subtracts from `steps` and `room`, the
    characters left, by itself and calls check() only when `steps` falls below `mark`."""

    __slots__ = ("budget", "deadline", "depth", "mark", "room", "steps")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.deadline = monotonic() + budget.seconds
        self.steps = budget.steps
        self.mark = max(self.steps - STEPS_BETWEEN_CHECKS, 0)
        self.room = budget.output_bytes
        self.depth = budget.depth

    def check(self) -> None:
        if self.depth < 0:
            self.exceeded("nesting")
        if self.steps < 0:
            self.exceeded("steps")
        if self.room < 0:
            self.exceeded("output")
        if monotonic() > self.deadline:
            self.exceeded("time")
        self.mark = max(self.steps - STEPS_BETWEEN_CHECKS, 0)

    def spend(self, steps: int = 1) -> None:
        self.steps -= steps
        if self.steps < self.mark:
            self.check()

    def step(self) -> bool:
        """Spend one step inside an expression."""
        self.spend()
        return True

    def will_make(self, chars: float) -> None:
        """Refuse a text before it is built, if it is longer than the output may be."""
        if chars > self.budget.output_bytes:
            self.exceeded("output")
        if chars > CHARS_PER_STEP:
            self.spend(int(chars) // CHARS_PER_STEP)

    def will_list(self, items: float) -> None:
        """Refuse a list before it is built, if it has more items than steps are left."""
        if items > self.steps:
            self.exceeded("steps")
        self.spend(int(items))

    def walk(self, items: Items) -> Items:
        self.will_list(len(items))
        return items

    def enter(self) -> None:
        """One component, macro or recursive loop deeper; leave() on the way out."""
        self.depth -= 1
        self.steps -= 1
        if self.depth < 0 or self.steps < self.mark:
            self.check()

    def leave(self) -> None:
        self.depth += 1

    def seconds_left(self) -> float:
        """At least a millisecond; raises when the time is over."""
        left = self.deadline - monotonic()
        if left <= 0:
            self.exceeded("time")
        return max(left, 0.001)

    def exceeded(self, limit: Limit) -> NoReturn:
        raise RenderBudgetExceeded(limit, explain(limit, self.budget))


def explain(limit: Limit, budget: Budget) -> str:
    match limit:
        case "time":
            return f"It took longer than {budget.seconds:g} s. Show less at once, or page the data."
        case "output":
            return f"The text is longer than {budget.output_bytes:,} bytes. Show less at once."
        case "steps":
            return f"It took more than {budget.steps:,} steps. Loop over less data."
        case "nesting":
            return (
                f"Components, macros or loops call each other more than {budget.depth} deep. "
                "Does one call itself without an end?"
            )
