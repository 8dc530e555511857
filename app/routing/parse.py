"""Route text to segments. The grammar is that of hapi's router (hapijs/call), plus `{*name}`."""

import re
from typing import NoReturn
from urllib.parse import unquote

from app.routing.path import PLAIN
from app.routing.segments import Literal, Mixed, Param, Route, Segment, Wildcard

MAX_SEGMENTS = 512  # as many as a route of 1,024 characters can spell out

_STAR_FIRST = re.compile(r"\{\*([A-Za-z0-9_]+)\}")
_PIECE = re.compile(r"\{[^{}]*\}|[^{}]+|[{}]")
_PARAMETER = re.compile(r"\{([A-Za-z0-9_]+)(\?|\*([0-9]*))?\}")
_CODE_OR_CHARACTER = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL)
_UNRESERVED = re.compile(rf"[A-Za-z0-9{re.escape(PLAIN)}]+")


class RouteSyntaxError(ValueError):
    """reason: a sentence that ends in the way out; position: 0-based, into the route."""

    def __init__(self, route: str, reason: str, position: int) -> None:
        super().__init__(f"`{route}` is not a route: {reason}")
        self.route = route
        self.reason = reason
        self.position = position


def normalise_route(text: str) -> str:
    """`{*any}`, which some documents write, becomes `{any*}`; all else is left as it is."""
    return _STAR_FIRST.sub(r"{\1*}", text)


def parse_route(text: str) -> Route:
    """Raises RouteSyntaxError."""
    return _Parser(normalise_route(text)).route()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.names: set[str] = set()

    def route(self) -> Route:
        if not self.text.startswith("/"):
            self.refuse("it has to start with `/`.", 0)
        texts = self.text[1:].split("/")
        segments: list[Segment] = []
        at = 1
        for index, text in enumerate(texts):
            final = index == len(texts) - 1
            if not text and not final:
                self.refuse("it has an empty segment. Take one of the two slashes away.", at)
            segments += self.segment(text, at, final)
            if len(segments) > MAX_SEGMENTS:
                self.refuse(f"it has more than {MAX_SEGMENTS} segments. Use a wildcard.", at)
            at += len(text) + 1
        return Route(self.text, tuple(segments))

    def segment(self, text: str, at: int, final: bool) -> list[Segment]:
        pieces = [(piece[0], at + piece.start()) for piece in _PIECE.finditer(text)]
        if len(pieces) == 1 and text.startswith("{"):
            return self.parameter(text, at, final)
        if "{" in text or "}" in text:
            return [self.mixed(pieces)]
        if text in (".", ".."):
            self.refuse(f"`{text}` is resolved before routes are looked up. Leave it out.", at)
        return [self.literal(text, at)]

    def parameter(self, text: str, at: int, final: bool) -> list[Segment]:
        name, mark, count = self.named(text, at)
        if mark == "?":
            if not final:
                self.refuse(f"`{text}` can only come last. Move it, or make it `{{{name}}}`.", at)
            return [Param(name, optional=True)]
        if mark == "*":
            if not final:
                self.refuse(f"`{text}` can only come last. Move it, or say `{{{name}*2}}`.", at)
            return [Wildcard(name)]
        if count.startswith("0"):
            self.refuse(f"`{text}` has a count that starts with 0. Count from 1: `*2`.", at)
        if len(count) > len(str(MAX_SEGMENTS)):
            self.refuse(f"it has more than {MAX_SEGMENTS} segments. Use a wildcard.", at)
        return [Param(name)] * int(count or 1)

    def mixed(self, pieces: list[tuple[str, int]]) -> Mixed:
        literals: list[Literal] = []
        params: list[Param] = []
        for text, at in pieces:
            if text[0] not in "{}":
                literals.append(self.literal(text, at))
                continue
            name, mark, _ = self.named(text, at)
            if mark not in ("", "?"):
                self.refuse(f"`{text}` needs a segment of its own. Put a slash around it.", at)
            if len(literals) == len(params):
                if params:
                    self.refuse(
                        f"`{text}` follows another parameter. Put text or a slash between.", at
                    )
                literals.append(Literal("", ""))
            params.append(Param(name, optional=mark == "?"))
        if len(literals) == len(params):
            literals.append(Literal("", ""))
        return Mixed(tuple(literals), tuple(params))

    def named(self, text: str, at: int) -> tuple[str, str, str]:
        """Name, mark ("", "?", "*" or "*2") and the digits of the count."""
        parameter = _PARAMETER.fullmatch(text)
        if parameter is None:
            self.refuse_parameter(text, at)
        name, mark, count = parameter.groups(default="")
        if name in self.names:
            self.refuse(f"the name `{name}` comes twice. Give each parameter its own.", at)
        self.names.add(name)
        return name, mark, count

    def literal(self, text: str, at: int) -> Literal:
        for found in _CODE_OR_CHARACTER.finditer(text):
            if not _UNRESERVED.fullmatch(found[0]):
                self.check_code(found[0], at + found.start())
        try:
            return Literal(text, unquote(text, errors="strict"))
        except UnicodeDecodeError:
            self.refuse(f"the percent codes in `{text}` are not UTF-8. Encode the text again.", at)

    def check_code(self, code: str, at: int) -> None:
        if code == "%":
            self.refuse("`%` needs two hex digits. A percent sign itself is written `%25`.", at)
        if not code.startswith("%"):
            self.refuse(f"`{code}` has to be percent-encoded. Write `{_escaped(code)}`.", at)
        if code != code.upper():
            self.refuse(f"`{code}` has to be upper case. Write `{code.upper()}`.", at)
        plain = chr(int(code[1:], 16))
        if plain.isascii() and _UNRESERVED.fullmatch(plain):
            self.refuse(f"`{code}` needs no percent code. Write `{plain}`.", at)

    def refuse_parameter(self, text: str, at: int) -> NoReturn:
        if text in ("{", "}"):
            self.refuse(f"`{text}` has no partner. A parameter looks like `{{name}}`.", at)
        self.refuse(
            f"`{text}` is not a parameter. A name has letters, digits and `_` only, "
            "and may be followed by `?`, `*` or a count such as `*2`.",
            at,
        )

    def refuse(self, reason: str, position: int) -> NoReturn:
        raise RouteSyntaxError(self.text, reason, position)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="surrogatepass"))
