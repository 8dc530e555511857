"""What a handler knows about the call it answers, and the rows that it may touch."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from app.api.calls.operation import Operation
from app.errors import Forbidden, NotFound
from app.extensions import db
from app.models import Account, Application, Version
from app.schemas.query import Query
from app.services.accounts.api_login import Caller
from app.services.author import Author
from app.services.lookup import develop_of, find_row, find_version

FORBIDDEN = "Access is forbidden"

Row = TypeVar("Row")


@dataclass
class Call:
    """path: the values of its parameters. caller: who asks; None where nobody is asked."""

    operation: Operation
    path: dict[str, str]
    query: Query = field(default_factory=Query)
    caller: Caller | None = None

    @property
    def by(self) -> Author:
        return self._caller.author

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(self._caller.scopes)

    @property
    def ttl(self) -> int:
        """Of the token, in milliseconds; 0 never expires."""
        return self._caller.ttl

    @cached_property
    def account(self) -> Account:
        """Raises Forbidden for a token of an application."""
        if self._caller.account is None:
            raise Forbidden(FORBIDDEN)
        return self._caller.account

    @property
    def owner(self) -> Account | Application:
        """Whose token it is."""
        return self._caller.application or self.account

    @cached_property
    def application(self) -> Application:
        """The one that the path names: yours, or 404."""
        application = db.session.get(Application, self.path["applicationId"])
        if application is None or not self._reaches(application):
            raise NotFound("Application")
        return application

    def version(self, id_or_name: str) -> Version:
        return find_version(self.application.id, id_or_name)

    @cached_property
    def develop(self) -> Version:
        """The only version in which anything changes."""
        return develop_of(self.application.id)

    def row(self, model: type[Row], parameter: str, title: str, **where: Any) -> Row:
        """The row of that application whose id stands in the path, or 404."""
        id = self.path[parameter]
        return find_row(model, title, id=id, application_id=self.application.id, **where)

    @property
    def _caller(self) -> Caller:
        if self.caller is None:
            raise Forbidden(FORBIDDEN)
        return self.caller

    def _reaches(self, application: Application) -> bool:
        caller = self._caller
        if caller.application is not None:
            return caller.application.id == application.id
        return self.account.id == application.owner_id
