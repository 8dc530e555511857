"""Cuts an expression into tokens."""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from app.rendering.values import tidy
from app.workflows.expressions.errors import ExpressionError

Kind = Literal["number", "text", "reference", "name", "operator", "end"]


class Token(NamedTuple):
    """value: the number, the text without quotes, otherwise the token as it is written."""

    kind: Kind
    value: Any
    position: int


TOKEN = re.compile(
    r"""\s*(?:
      (?P<number> (?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+) (?:[eE][+-]?[0-9]+)? (?![\w$.]) )
    | (?P<text> '(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*" )
    | (?P<name> [A-Za-z_$][\w$]* )
    | (?P<operator> ===|!==|==|!=|>=|<=|>>|<<|&&|\|\||[-+*/%^!<>(),] )
    | (?P<end> \Z )
    )""",
    re.VERBOSE | re.DOTALL,
)
REFERENCE = re.compile(r"\s*\{\{")
IN_REFERENCE = re.compile(  # .[key], 'text', "text", a bracket
    r"""\.\[[^\]]*\] | '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | [\[({] | [\])}]""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.S)
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
HINTS = {
    "=": "Compare with ===.",
    "&": "“And” is &&.",
    "|": "“Or” is ||.",
    "?": "Use a Conditional node instead.",
    "{": "A value of the payload is written {{ data.name }}.",
    ".": "A value of the payload is written {{ data.name }}.",
    "[": "A value of the payload is written {{ data.list.[0] }}.",
    "'": "A text ends with the quote it begins with.",
    '"': "A text ends with the quote it begins with.",
}


def tokenize(source: str) -> Iterator[Token]:
    """The last token is always “end”. Raises ExpressionError."""
    position = 0
    while True:
        if found := REFERENCE.match(source, position):
            start = found.end() - 2
            position = reference_end(source, start)
            yield Token("reference", source[start:position], start)
            continue
        found = TOKEN.match(source, position)
        if found is None:
            raise unreadable(source, position)
        kind: Kind = found.lastgroup  # type: ignore[assignment]
        yield Token(kind, READ.get(kind, str)(found[kind]), found.start(kind))
        if kind == "end":
            return
        position = found.end()


def reference_end(source: str, start: int) -> int:
    """Behind the }} that closes the {{ at start; texts and brackets in between may hold }}."""
    position, depth = start + 2, 0
    while found := IN_REFERENCE.search(source, position):
        position = found.end()
        if found[0] in "[({":
            depth += 1
        elif found[0] in "])}":
            if depth == 0 and source.startswith("}}", found.start()):
                return position + 1
            depth = max(depth - 1, 0)
    raise ExpressionError("This {{ is not closed.", start)


def unreadable(source: str, position: int) -> ExpressionError:
    position += len(source[position:]) - len(source[position:].lstrip())
    character = source[position]
    hint = HINTS.get(character, "")
    return ExpressionError(f"“{character}” cannot be read here. {hint}".rstrip(), position)


def read_text(quoted: str) -> str:
    return ESCAPE.sub(unescaped, quoted[1:-1])


def unescaped(escape: re.Match[str]) -> str:
    *codes, character = escape.groups()
    for code in codes:
        if code:
            return chr(min(int(code, 16), 0x10FFFF))
    return ESCAPED.get(character, character)


READ = {"number": lambda digits: tidy(float(digits)), "text": read_text}
