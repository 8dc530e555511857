"""An operation: one method of one path. Everything about it is derived from its declaration."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from pydantic import BaseModel, TypeAdapter
from pydantic import ValidationError as PydanticError

from app.api.calls.scopes import Access
from app.schemas.messages import read, refusal
from app.schemas.query import Query
from app.schemas.texts import Id24, Name

PLACEHOLDER = re.compile(r"\{(\w+)\}")
NAMED = frozenset({"experienceVersionIdOrName", "flowVersionId"})
"""Path parameters that take a name, too."""

_id: TypeAdapter[str] = TypeAdapter(Id24)
_name: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True)
class Alias:
    """Another way to the same operation, for readers of an older description.

    when: it is meant only where one of these stands in the query string; empty for always.
    """

    path: str
    when: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Operation:
    """answers: the resource that its answer shows, where that is another one."""

    resource: str
    action: str
    method: str
    path: str
    access: Access
    handler: Callable[..., Any]
    status: int = 200
    scope: str = ""
    body_name: str = ""
    aliases: tuple[Alias, ...] = ()
    answers: str = ""
    hints: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hints", get_type_hints(self.handler))

    @property
    def name(self) -> str:
        return f"{self.resource}.{self.action}"

    @property
    def summary(self) -> str:
        return inspect.getdoc(self.handler) or ""

    @property
    def parameters(self) -> list[str]:
        """Those of the path."""
        return PLACEHOLDER.findall(self.path)

    @property
    def query(self) -> type[Query]:
        schema: type[Query] = self.hints.get("query", Query)
        return schema

    @property
    def body(self) -> type[BaseModel] | None:
        return self.hints.get("body")

    @property
    def answer(self) -> type[BaseModel] | None:
        """None when it answers without a body."""
        schema = self.hints["return"]
        return None if schema is type(None) else schema

    @property
    def scopes(self) -> frozenset[str]:
        return self.access.scopes(self.resource, self.scope or self.action)

    def read_path(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: _read_one(name, value) for name, value in values.items()}

    def read_query(self, values: Mapping[str, Any]) -> Query:
        return read(self.query, values)

    def read_body(self, value: Any) -> BaseModel | None:
        return read(self.body, value, self.body_name) if self.body else None


def _read_one(name: str, value: str) -> str:
    try:
        return (_name if name in NAMED else _id).validate_python(value)
    except PydanticError as error:
        raise refusal(error, name) from None


_registry: list[Operation] = []


def register(operation: Operation) -> None:
    if any(operation.name == other.name for other in _registry):
        raise ValueError(f"{operation.name} is declared twice")
    _registry.append(operation)


def operations() -> list[Operation]:
    """All there are, in the order of their paths."""
    return sorted(_registry, key=lambda operation: (operation.path, operation.method))


def opened_by(scopes: Iterable[str]) -> set[str]:
    """The names of the operations that a token with those scopes may call."""
    held = set(scopes)
    return {operation.name for operation in _registry if operation.scopes & held}
