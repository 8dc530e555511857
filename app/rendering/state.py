"""What one render remembers, and what one view or component sees while it is drawn."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from markupsafe import Markup
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]  # no Markup built

from app.rendering.budget import Budget, Meter
from app.rendering.errors import Note, RenderError
from app.rendering.printing import text
from app.rendering.values import EMPTY, moment_of


class FileUrl(Protocol):
    def __call__(self, path: str, *, private: bool, ttl: int) -> str:
        """path: without leading slash; ttl: seconds, for private files."""


class Evaluate(Protocol):
    def __call__(
        self, expression: str, context: Any, seconds: float, now: datetime | None, /
    ) -> Any:
        """For evalExpression(). seconds: how long it may take; now: the clock, if there is one.
        Raises RenderError."""


class Program(Protocol):
    """One compiled template, in whatever language. Re-entrant.

    value: of a template that is one {{ expression }} and nothing else; may give a Missing.
    """

    name: str
    id: str | None
    value: "Callable[[Scope], Any] | None"

    def draw(self, scope: "Scope", buffer: list[str], /) -> None: ...

    def place(self, code_line: int) -> tuple[int, int | None] | None: ...


Compile = Callable[[str], Program]
FindComponent = Callable[[str], Program | None]


class Render(Meter):
    """State of one render. find: compiled component by name; compile: for template()."""

    __slots__ = (
        "autoescape",
        "clock",
        "compile",
        "components",
        "escape",
        "evaluate",
        "file_url",
        "fills",
        "find",
        "in_layout",
        "notes",
        "root",
        "used",
        "view",
    )

    def __init__(
        self,
        root: Mapping[str, Any],
        budget: Budget,
        *,
        compile: Compile,
        autoescape: bool,
        find: FindComponent = lambda name: None,
        file_url: FileUrl | None = None,
        now: datetime | None = None,
        evaluate: Evaluate | None = None,
    ) -> None:
        super().__init__(budget)
        self.root = root
        self.compile = compile
        self.autoescape = autoescape
        self.escape = escape_text if autoescape else str
        self.find = find
        self.file_url = file_url
        self.clock = now
        self.evaluate = evaluate
        self.components: dict[str, Callable[[Scope, list[str]], None] | None] = {}
        self.fills: dict[str, str] = {}
        self.in_layout = False
        self.notes: list[Note] = []
        self.used: list[str] = []
        self.view = ""

    def out(self, value: Any) -> str:
        """The text of a printed value, escaped where the page escapes. Compiled code calls
        escape(), str for a page that does not, for what is text already."""
        kind = type(value)
        if kind is int:
            return str(value)
        return value if kind is Markup else self.escape(text(value, self))

    def safe(self, value: str) -> str:
        """Mark a finished text as markup, where the page escapes at all."""
        return Markup(value) if self.autoescape else value  # noqa: S704  (drawn by a template)

    @property
    def now(self) -> datetime:
        """The clock: handed in at the door, else `time` of the context."""
        self.clock = self.clock or moment_of(self.root.get("time"))
        if self.clock is None:
            raise RenderError("There is no current time here: the context has no `time`.")
        return self.clock

    def note(self, message: str) -> None:
        if len(self.notes) < 100:
            self.notes.append(Note(self.view, message))

    # -- sections and components

    def begin(self, program: Program) -> None:
        self.view = program.name
        if program.id is not None and program.id not in self.used:
            self.used.append(program.id)

    def fill(self, name: Any, parts: list[str]) -> None:
        self.fills[text(name, self)] = "".join(parts)

    def filled(self, name: Any) -> str | None:
        """What the page put into a section; None when nobody filled it."""
        found = self.fills.get(text(name, self)) if self.in_layout else None
        if found is not None:
            self.room -= len(found)
            self.check()
        return found

    def component(self, name: Any) -> Callable[["Scope", list[str]], None] | None:
        """Find a component for the first time in this render."""
        name = text(name, self)
        program = self.find(name)
        if program is None:
            self.note(f"There is no component named “{name[:255]}”; nothing is shown in its place.")
        elif program.id is not None and program.id not in self.used:
            self.used.append(program.id)
        self.components[name] = program.draw if program else None
        return self.components[name]


class Scope:
    """What names mean in one view. this: the current context; args: of the component call."""

    __slots__ = ("args", "fields", "page", "rt", "this")
    page: str  # set in layouts only

    def __init__(self, rt: Render, this: Any, args: Mapping[str, Any] = EMPTY) -> None:
        self.rt = rt
        self.this = this
        self.args = args
        self.fields = this if type(this) is dict or isinstance(this, Mapping) else EMPTY

    @property
    def root(self) -> Mapping[str, Any]:
        return self.rt.root

    @property
    def eval_ctx(self) -> Render:
        return self.rt
