"""The template languages an application can choose. A language is one function."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Protocol

from app.rendering.errors import RenderError
from app.rendering.jinja import compile_body as compile_jinja
from app.rendering.jinja.reads import Read
from app.rendering.jinja.reads import reads_of as reads_of_jinja
from app.rendering.state import Compile, Program


class Language(Protocol):
    def __call__(self, body: str, name: str, id: str | None = None, /) -> Program:
        """name, id: of the view, for messages. Raises RenderError with line and column."""


LANGUAGES: dict[str, Language] = {"jinja": compile_jinja}
READS: dict[str, Callable[[str], set[Read]]] = {"jinja": reads_of_jinja}


def language_named(name: str) -> Language:
    try:
        return LANGUAGES[name]
    except KeyError:
        raise RenderError(f"There is no template language “{name}”.") from None


@lru_cache(maxsize=4096)
def fields_read(source: str, language: str) -> frozenset[Read]:
    """The fields of its context that a template reads, each as the names that lead there."""
    return frozenset(READS[language](source))


@lru_cache(maxsize=128)
def compiled_text(source: str, language: str) -> Program:
    return language_named(language)(source, "template", None)


def text_compiler(language: str) -> Compile:
    """For template(): the same text is compiled once."""
    return partial(compiled_text, language=language)
