"""The views of one experience version: compiled on first use, drawn from any thread."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from app.rendering.budget import DEFAULT_BUDGET, Budget
from app.rendering.drawing import draw, explained
from app.rendering.errors import Note, RenderError
from app.rendering.languages import language_named, text_compiler
from app.rendering.state import Evaluate, FileUrl, Program, Render, Scope

ViewType = Literal["layout", "page", "component"]
UNSET: Final[Any] = object()
MARKUP_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class ViewSource:
    """layout_id, content_type: of pages only."""

    id: str
    name: str
    view_type: ViewType
    body: str
    layout_id: str | None = None
    content_type: str = "text/html"


class Rendered(NamedTuple):
    """views_used: ids in the order of their first use, the page first."""

    body: str
    content_type: str
    notes: tuple[Note, ...]
    views_used: tuple[str, ...]


@lru_cache(maxsize=256)
def escapes(content_type: str) -> bool:
    """Whether printed values are escaped: HTML, XML, SVG."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in MARKUP_TYPES or kind.endswith("+xml")


def compile_views(
    sources: Iterable[ViewSource], file_url: FileUrl | None = None, language: str = "jinja"
) -> "Views":
    """Nothing fails here: a body that cannot be compiled raises RenderError when it is drawn."""
    return Views(tuple(sources), file_url, language)


class Views:
    """Immutable; compiled bodies are remembered."""

    def __init__(
        self, sources: tuple[ViewSource, ...], file_url: FileUrl | None, language: str
    ) -> None:
        self._file_url = file_url
        self._language = language
        self._compile = language_named(language)
        self._compile_text = text_compiler(language)
        self._by_id = {source.id: source for source in sources}
        self._components = {s.name: s for s in sources if s.view_type == "component"}
        self._programs: dict[str, Program | RenderError] = {}

    def replacing(self, source: ViewSource) -> "Views":
        """The same, but for this one view, which may be new. What is compiled is shared."""
        others = (known for id, known in self._by_id.items() if id != source.id)
        views = Views((*others, source), self._file_url, self._language)
        views._programs = {id: one for id, one in self._programs.items() if id != source.id}
        return views

    def render_page(
        self,
        page_id: str,
        context: Mapping[str, Any],
        *,
        layout_id: str | None = UNSET,
        budget: Budget = DEFAULT_BUDGET,
        now: datetime | None = None,
        evaluate: Evaluate | None = None,
    ) -> Rendered:
        """context: JSON-like data; layout_id: instead of the page's own, None for no layout;
        now: the clock, else `time` of the context; evaluate: for evalExpression().
        Raises RenderError."""
        page = self._view(page_id, "page")
        wanted = page.layout_id if layout_id is UNSET else layout_id
        rt = Render(
            context,
            budget,
            compile=self._compile_text,
            autoescape=escapes(page.content_type),
            find=self._component,
            file_url=self._file_url,
            now=now,
            evaluate=evaluate,
        )
        with explained(rt):
            layout = self._view(wanted, "layout") if wanted else None
            body = draw(rt, self._program(page), Scope(rt, context))
            if layout is not None:
                rt.in_layout = True
                scope = Scope(rt, context)
                scope.page = rt.safe(body)
                body = draw(rt, self._program(layout), scope)
        return Rendered(body, page.content_type, tuple(rt.notes), tuple(rt.used))

    def _view(self, id: str, view_type: ViewType) -> ViewSource:
        view = self._by_id.get(id)
        if view is None or view.view_type != view_type:
            raise RenderError(
                f"There is no {view_type} {id} in this version. Choose another {view_type}.",
                view_id=id,
            )
        return view

    def _component(self, name: str) -> Program | None:
        source = self._components.get(name)
        return None if source is None else self._program(source)

    def _program(self, source: ViewSource) -> Program:
        program = self._programs.get(source.id)
        if program is None:
            try:
                program = self._compile(source.body, source.name, source.id)
            except RenderError as error:
                program = error
            self._programs[source.id] = program
        if isinstance(program, RenderError):
            raise copy(program)  # a new one each time: it gathers a traceback and notes
        return program


@dataclass(frozen=True, slots=True)
class Text:
    """A template outside views: a redirect's URL, a device id, a node's setting."""

    program: Program
    autoescape: bool
    language: str

    def render(
        self,
        context: Mapping[str, Any],
        budget: Budget = DEFAULT_BUDGET,
        *,
        now: datetime | None = None,
        evaluate: Evaluate | None = None,
    ) -> str:
        """now: the clock, else `time` of the context; evaluate: for evalExpression().
        Raises RenderError."""
        rt = self._begin(context, budget, now, evaluate)
        with explained(rt):
            return draw(rt, self.program, Scope(rt, context))

    @property
    def is_reference(self) -> bool:
        """It is one {{ expression }} and nothing else: value() gives more than its text."""
        return self.program.value is not None

    def value(
        self,
        context: Mapping[str, Any],
        budget: Budget = DEFAULT_BUDGET,
        *,
        now: datetime | None = None,
        evaluate: Evaluate | None = None,
    ) -> Any:
        """As render(), but a reference gives its value as it is: a number, a list of the context
        itself, a Missing."""
        if self.program.value is None:
            return self.render(context, budget, now=now, evaluate=evaluate)
        rt = self._begin(context, budget, now, evaluate)
        with explained(rt):
            return self.program.value(Scope(rt, context))

    def _begin(
        self,
        context: Mapping[str, Any],
        budget: Budget,
        now: datetime | None,
        evaluate: Evaluate | None,
    ) -> Render:
        return Render(
            context,
            budget,
            compile=text_compiler(self.language),
            autoescape=self.autoescape,
            now=now,
            evaluate=evaluate,
        )


def compile_text(source: str, autoescape: bool = False, language: str = "jinja") -> Text:
    """Raises RenderError with line and column."""
    return Text(language_named(language)(source, "template"), autoescape, language)


def check_syntax(body: str, language: str = "jinja") -> None:
    """Raises RenderError with message, line and column if the body cannot be compiled."""
    language_named(language)(body, "")
