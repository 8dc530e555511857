"""Jinja's lexer and parser with columns, section tags, and without loading other templates."""

import re
from collections.abc import Iterator
from typing import NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import Lexer
from jinja2.parser import Parser

SECTION, FILLSECTION = " section", " fillsection"  # filter names nobody can write
NEWLINE = re.compile(r"\r\n|\r|\n")
UNEXPECTED_CHAR = re.compile(r"unexpected char (.+) at \d+$", re.S)


class Position(int):
    """A line number that knows its column. Jinja carries it from token to node to error."""

    column: int

    @classmethod
    def at(cls, line: int, text: str, offset: int) -> "Position":
        position = cls(line)
        position.column = offset - text.rfind("\n", 0, offset)
        return position


class PositionLexer(Lexer):
    def tokeniter(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> Iterator[tuple[int, str, str]]:
        text = NEWLINE.sub("\n", source)
        offset = 0
        try:
            for line, token, value in super().tokeniter(source, name, filename, state):
                start = max(text.find(value, offset), offset)
                offset = start + len(value)
                yield Position.at(line, text, start), token, value
        except TemplateSyntaxError as error:
            if not isinstance(error.lineno, Position):
                error.lineno = Position.at(error.lineno, text, offset)
            raise


class ViewParser(Parser):
    def __init__(self, environment: Environment, source: str, name: str | None) -> None:
        super().__init__(environment, source, name)
        self.extensions = {
            "section": lambda _: self.parse_section(SECTION),
            "fillsection": lambda _: self.parse_section(FILLSECTION),
        }

    def parse_section(self, kind: str) -> nodes.FilterBlock:
        """{% section name %}…{% endsection %}, as a filter block around its body."""
        line = next(self.stream).lineno
        name = self.parse_expression()
        body = self.parse_statements((f"name:end{kind.strip()}",), drop_needle=True)
        return nodes.FilterBlock(
            body, nodes.Filter(None, kind, [name], [], None, None, lineno=line), lineno=line
        )

    def refuse(self) -> NoReturn:
        tag = self.stream.current.value
        self.fail(
            f"“{tag}” is not available: views do not load other templates. "
            'Use a layout, {% section %} or {{ component("name") }} instead.'
        )

    def refuse_autoescape(self) -> NoReturn:
        self.fail(
            "“autoescape” is not available: the page's content type decides. "
            "Mark a trusted text with |safe instead."
        )

    parse_block = parse_extends = parse_include = parse_import = parse_from = refuse
    parse_autoescape = refuse_autoescape
