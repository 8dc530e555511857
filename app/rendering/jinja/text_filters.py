"""Jinja's text filters. What they would build is measured first."""

import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from jinja2.utils import urlize as link_urls
from markupsafe import Markup, escape

from app.rendering.errors import RenderError
from app.rendering.helpers.encoding import query_string_encode
from app.rendering.jinja.number_filters import whole
from app.rendering.printing import join_texts
from app.rendering.printing import text as text_of
from app.rendering.state import Scope

LONGEST_FOR_SLOW_FILTERS = 20_000  # their cost grows faster than their input
WORD_START = re.compile(r"([-\s({\[<]+)")
BAD_IN_ATTRIBUTE_NAME = re.compile(r"[^\w:.-]", re.ASCII)


def text(scope: Scope, value: Any) -> str:
    """Counted; markup stays markup."""
    found = value if isinstance(value, str) else text_of(value, scope.rt)
    scope.rt.will_make(len(found))
    return found


def slow(scope: Scope, value: Any) -> str:
    found = text(scope, value)
    if len(found) > LONGEST_FOR_SLOW_FILTERS:
        limit = f"{LONGEST_FOR_SLOW_FILTERS:,}"
        raise RenderError(f"This filter takes a text of up to {limit} characters.")
    return found


def on_text(function: Callable[[str], Any]) -> Callable[[Scope, Any], Any]:
    return lambda scope, value: function(text(scope, value))


def title(source: str) -> str:
    parts = WORD_START.split(source)
    return "".join(part[:1].upper() + part[1:].lower() for part in parts if part)


def center(scope: Scope, value: Any, width: Any = 80) -> str:
    scope.rt.will_make(whole(width))
    return text(scope, value).center(whole(width))


def indent(scope: Scope, value: Any, width: Any = 4, first: Any = False, blank: Any = False) -> str:
    source = text(scope, value)
    size = len(width) if isinstance(width, str) else max(whole(width), 0)
    scope.rt.will_make(len(source) + (source.count("\n") + 1) * size)
    before = width if isinstance(width, str) else " " * size
    lines = [
        before + line if (index or first) and (line or blank) else line
        for index, line in enumerate(source.split("\n"))
    ]
    return join_texts(lines, "\n", scope.rt)


def replace(scope: Scope, value: Any, old: Any, new: Any, count: Any = -1) -> str:
    """Markup in one of the arguments makes the others escaped, as with ~."""
    source, found, other = (text(scope, part) for part in (value, old, new))
    if any(isinstance(part, Markup) for part in (source, found, other)):
        source, found, other = escape(source), escape(found), escape(other)
    scope.rt.will_make(len(source) + source.count(found) * len(other))
    return source.replace(found, other, whole(count, -1))


def wordwrap(
    scope: Scope,
    value: Any,
    width: Any = 79,
    break_long_words: Any = True,
    wrapstring: Any = "\n",
) -> str:
    source, between = slow(scope, value), text(scope, wrapstring)
    wrapper = textwrap.TextWrapper(
        max(whole(width), 1),
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=bool(break_long_words),
    )
    wrapped = [line for part in source.split("\n") for line in wrapper.wrap(part) or [""]]
    return join_texts([like(source, line) for line in wrapped], between, scope.rt)


def truncate(
    scope: Scope,
    value: Any,
    length: Any = 255,
    killwords: Any = False,
    end: Any = "...",
    leeway: Any = 5,
) -> str:
    source, size, tail = text(scope, value), whole(length, 255), text(scope, end)
    if len(source) <= size + whole(leeway):
        return source
    kept = source[: max(size - len(tail), 0)]
    return kept + tail if killwords else kept.rsplit(" ", 1)[0] + tail


def urlize(
    scope: Scope,
    value: Any,
    trim_url_limit: Any = None,
    nofollow: Any = False,
    target: Any = None,
    rel: Any = None,
) -> str:
    limit = None if trim_url_limit is None else whole(trim_url_limit)
    words = {"noopener", *(["nofollow"] if nofollow else []), *text_of(rel, scope.rt).split()}
    target = None if target is None else text(scope, target)
    linked = link_urls(slow(scope, value), limit, " ".join(sorted(words)), target)
    scope.rt.will_make(len(linked))
    return scope.rt.safe(linked)


def urlencode(scope: Scope, value: Any) -> str:
    if isinstance(value, Mapping):
        return query_string_encode(scope, value)
    return quote(text(scope, value), errors="replace")


def xmlattr(scope: Scope, value: Any, autospace: Any = True) -> str:
    """Attributes of an object's fields; missing and null ones are left out."""
    if not isinstance(value, Mapping):
        return ""
    parts = []
    for key, entry in scope.rt.walk(value).items():
        if entry is None or not isinstance(key, str):
            continue
        if not key or BAD_IN_ATTRIBUTE_NAME.search(key):
            raise RenderError(f"“{key[:60]}” cannot be the name of an attribute.")
        parts.append(f'{key}="{escape(text(scope, entry))}"')
    scope.rt.will_make(sum(map(len, parts)))
    joined = " ".join(parts)
    return scope.rt.safe(" " + joined if autospace and joined else joined)


def striptags(scope: Scope, value: Any) -> str:
    return str(Markup(slow(scope, value)).striptags())  # noqa: S704  (only to take tags out)


def safe(scope: Scope, value: Any) -> Markup:
    return Markup(text(scope, value))  # noqa: S704  (the author says so)


def escaped(scope: Scope, value: Any) -> Markup:
    """Markup stays as it is."""
    result = escape(text(scope, value))
    scope.rt.will_make(len(result))
    return result


def force_escape(scope: Scope, value: Any) -> Markup:
    return escaped(scope, str(text(scope, value)))


def like(source: str, result: str) -> str:
    """Markup if the source was: a piece of it."""
    return Markup(result) if isinstance(source, Markup) else result  # noqa: S704
