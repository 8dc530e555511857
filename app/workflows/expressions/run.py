"""One evaluation: the payload it reads and what it may still cost."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.rendering import Budget, Evaluate
from app.rendering.budget import CHARS_PER_STEP, Meter
from app.workflows.values import CONTAINERS, to_number, to_string


class Run(Meter):
    """now, evaluate: the Circumstances of its templates."""

    __slots__ = ("evaluate", "now", "payload")

    def __init__(
        self, payload: Any, budget: Budget, now: datetime | None, evaluate: Evaluate | None
    ) -> None:
        super().__init__(budget)
        self.payload = payload
        self.now = now
        self.evaluate = evaluate

    def budget_left(self) -> Budget:
        return replace(self.budget, seconds=self.seconds_left())

    def text(self, value: Any) -> str:
        """As to_string(), and no longer than a text may be."""
        text = to_string(value)
        self.will_make(len(text))
        return text

    def primitive(self, value: Any) -> Any:
        """Ready to be cast or compared: lists and objects as texts; long texts cost steps."""
        if isinstance(value, CONTAINERS):
            return self.text(value)
        if isinstance(value, str):
            self.spend(len(value) // CHARS_PER_STEP)
        return value

    def number(self, value: Any) -> float:
        return float(to_number(self.primitive(value)))
