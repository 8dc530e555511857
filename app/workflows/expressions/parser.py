"""Tokens in, tree out. Ranks as in JavaScript; ^ is power, ranks above a sign in front of it
and is worked out from the right."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from app.workflows.expressions.errors import ExpressionError
from app.workflows.expressions.functions import FUNCTIONS
from app.workflows.expressions.operands import operand
from app.workflows.expressions.operators import UNARY
from app.workflows.expressions.tokens import Token, tokenize
from app.workflows.expressions.tree import Call, Chain, Literal, Logic, Node, Unary
from app.workflows.values import UNDEFINED

DEEPEST = 40  # parentheses, calls, signs and powers inside each other
RANKS = {
    operator: rank
    for rank, operators in enumerate(
        ("||", "&&", "=== !== == !=", "< > <= >=", "<< >>", "+ -", "* / %"), start=1
    )
    for operator in operators.split()
}
WORDS = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": UNDEFINED,
    "PI": math.pi,
    "E": math.e,
}


def parse(source: str, language: str) -> Node:
    """An empty expression is false. Raises ExpressionError."""
    parser = Parser(source, language)
    if parser.at_end:
        return Literal(False)
    tree = parser.expression()
    if not parser.at_end:
        raise parser.unexpected("An operator is missing before")
    return tree


class Parser:
    def __init__(self, source: str, language: str) -> None:
        self.language = language
        self.tokens = tokenize(source)
        self.token = next(self.tokens)
        self.depth = 0

    def expression(self, above: int = 0) -> Node:
        """Everything that ranks above the given rank."""
        left = self.signed()
        while (rank := self.rank()) > above:
            rest = []
            while self.rank() == rank:
                operator = self.take().value
                rest.append((operator, self.expression(rank)))
            if operator in ("||", "&&"):
                left = Logic(operator, (left, *(right for _, right in rest)))
            else:
                left = Chain(left, tuple(rest))
        return left

    def signed(self) -> Node:
        """-x, !x, typeof x, x ^ y"""
        if self.token.value in UNARY and self.token.kind in ("operator", "name"):
            operator = self.take().value
            with self.deeper():
                return Unary(operator, self.signed())
        base = self.primary()
        if not self.take_if("^"):
            return base
        with self.deeper():
            return Chain(base, (("^", self.signed()),))

    def primary(self) -> Node:
        match self.token.kind:
            case "number":
                return Literal(self.take().value)
            case "text":
                text = self.take()
                holds_values = "{{" in text.value and "}}" in text.value
                return operand(text, self.language) if holds_values else Literal(text.value)
            case "reference":
                return operand(self.take(), self.language)
            case "name":
                return self.word()
        if not self.take_if("("):
            raise self.unexpected("A value is missing before")
        with self.deeper():
            inner = self.expression()
        self.expect(")")
        return inner

    def word(self) -> Node:
        name = self.take()
        if name.value in WORDS:
            return Literal(WORDS[name.value])
        function = FUNCTIONS.get(name.value)
        if function is None or not self.take_if("("):
            raise unknown(name)
        arguments = self.arguments()
        if function.takes not in (None, len(arguments)):
            plural = "" if function.takes == 1 else "s"
            raise ExpressionError(
                f"{name.value}() takes {function.takes} argument{plural}, not {len(arguments)}.",
                name.position,
            )
        return Call(name.value, arguments)

    def arguments(self) -> tuple[Node, ...]:
        if self.take_if(")"):
            return ()
        with self.deeper():
            found = [self.expression()]
            while self.take_if(","):
                found.append(self.expression())
        self.expect(")")
        return tuple(found)

    # -- tokens

    @property
    def at_end(self) -> bool:
        return self.token.kind == "end"

    def rank(self) -> int:
        return RANKS.get(self.token.value, 0) if self.token.kind == "operator" else 0

    def take(self) -> Token:
        taken = self.token
        if not self.at_end:
            self.token = next(self.tokens)
        return taken

    def take_if(self, operator: str) -> bool:
        fits = self.token.kind == "operator" and self.token.value == operator
        if fits:
            self.take()
        return fits

    def expect(self, operator: str) -> None:
        if not self.take_if(operator):
            raise self.unexpected(f"“{operator}” is missing before")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"This is nested more than {DEEPEST} deep."
            raise ExpressionError(message, self.token.position)
        yield
        self.depth -= 1

    def unexpected(self, message: str) -> ExpressionError:
        what = "the end" if self.at_end else f"“{self.token.value}”"
        return ExpressionError(f"{message} {what}.", self.token.position)


def unknown(name: Token) -> ExpressionError:
    if name.value in FUNCTIONS:
        message = f"{name.value} is a function: write {name.value}(…)."
    else:
        message = (
            f"“{name.value}” means nothing here. A value of the payload is written"
            " {{ data.name }}, a text in quotes."
        )
    return ExpressionError(message, name.position)
