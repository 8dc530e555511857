"""A resource: a name and a path. Its operations are declared on it, one decorator each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from app.api.calls.operation import Alias, Operation, register
from app.api.calls.scopes import Access

Handler = TypeVar("Handler", bound=Callable[..., Any])

_registry: dict[str, "Resource"] = {}


class Resource:
    """name: what scopes and `_type` call it. items: the resource of what a collection holds.

    body_name: what clients call the body they send. access: of all its operations; each may differ.
    is_versioned: whether the same id stands for a copy in each version.
    A handler says with its type hints what it takes and gives: query, body and the answer. Its
    docstring is the description of the call.
    """

    def __init__(
        self,
        name: str,
        path: str,
        items: "Resource | None" = None,
        body_name: str = "",
        access: Access | None = None,
        is_versioned: bool = False,
    ) -> None:
        self.name = name
        self.path = path
        self.items = items
        self.body_name: str = body_name or (items.body_name if items else name)
        self.access: Access = access or (items.access if items else Access())
        self.is_versioned = is_versioned
        _registry[name] = self

    def get(self, action: str = "get", **options: Any) -> Callable[[Handler], Handler]:
        return self._declare("GET", action, **{"reads": True, **options})

    def post(self, action: str = "post", **options: Any) -> Callable[[Handler], Handler]:
        return self._declare("POST", action, **{"status": 201, **options})

    def patch(self, action: str = "patch", **options: Any) -> Callable[[Handler], Handler]:
        return self._declare("PATCH", action, **options)

    def delete(self, action: str = "delete", **options: Any) -> Callable[[Handler], Handler]:
        return self._declare("DELETE", action, **options)

    def _declare(
        self,
        method: str,
        action: str,
        below: str = "",
        reads: bool = False,
        bounded: bool = True,
        cli: tuple[str, ...] | None = None,
        **options: Any,
    ) -> Callable[[Handler], Handler]:
        """below: the rest of the path, where it goes on."""
        access = replace(
            self.access, reads=reads, bounded=bounded, cli=self.access.cli if cli is None else cli
        )

        def declare(handler: Handler) -> Handler:
            register(
                Operation(
                    resource=self.name,
                    action=action,
                    method=method,
                    path=self.path + below,
                    access=access,
                    handler=handler,
                    **{"body_name": self.body_name, **options},
                )
            )
            return handler

        return declare


def resource_named(name: str) -> Resource:
    return _registry[name]


__all__ = ["Alias", "Resource", "resource_named"]
