"""What can go wrong with a view or a template, said to the person who wrote it."""

from dataclasses import dataclass
from typing import Literal

Limit = Literal["time", "output", "steps", "nesting"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd that did not stop the render, such as an unknown component."""

    view: str
    message: str


class RenderError(Exception):
    """A template cannot be compiled or drawn. The message is for its author.

    view, view_id: where, None for a text outside views; line, column: from 1, None if unknown.
    notes, views_used: as in Rendered, filled when a page failed half-way.
    """

    def __init__(
        self,
        message: str,
        *,
        view: str | None = None,
        view_id: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.view = view
        self.view_id = view_id
        self.line = line
        self.column = column
        self.notes: tuple[Note, ...] = ()
        self.views_used: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = [f"“{self.view}”"] if self.view else []
        if self.line:
            place.append(f"line {self.line}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{self.message} ({', '.join(place)})" if place else self.message


class RenderBudgetExceeded(RenderError):
    """limit: which of the budget's limits was reached."""

    def __init__(self, limit: Limit, message: str) -> None:
        super().__init__(message)
        self.limit: Limit = limit
