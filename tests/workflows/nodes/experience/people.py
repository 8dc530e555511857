"""Users and groups that only note what they are asked, and one user who is always there."""

from typing import Any

from app.workflows.errors import Refused
from tests.workflows.run_flow import Ran, run_node

ANN = {"id": "a" * 24, "email": "Ann@example.com", "firstName": "Ann", "experienceGroups": []}
GUIDES = {"id": "9" * 24, "name": "Guides"}
PASSWORD = "correct horse"
TOKEN = "ann's token"


class FakeUsers:
    """asked: (method, *arguments), in order."""

    def __init__(self, refusal: Refused | None = None) -> None:
        self.asked: list[Any] = []
        self.refusal = refusal

    def _note(self, *what: Any) -> None:
        self.asked.append(what)
        if self.refusal:
            raise self.refusal

    def find(self, id_or_email: str) -> Any:
        self._note("find", id_or_email)
        return ANN if id_or_email.lower() in (ANN["id"], "ann@example.com") else None

    def search(self, query: Any, **options: Any) -> Any:
        self._note("search", query, options)
        return {"items": [ANN], "count": 1, "totalCount": 7, **options}

    def check_password(self, id_or_email: str, password: str) -> Any:
        self._note("check_password", id_or_email, password)
        return ANN if (id_or_email in ANN.values()) and password == PASSWORD else None

    def check_token(self, token: str) -> Any:
        self._note("check_token", token)
        return ANN if token == TOKEN else None

    def new_token(self, user_id: str, *, ttl_ms: Any = None, extra_data: Any = None) -> str:
        self._note("new_token", user_id, ttl_ms, extra_data)
        return "a new token"

    def revoke_tokens(self, user_id: str) -> None:
        self._note("revoke_tokens", user_id)

    def note_login(self, user_id: str) -> None:
        self._note("note_login", user_id)


class FakeGroups:
    def __init__(self, refusal: Refused | None = None) -> None:
        self.asked: list[Any] = []
        self.refusal = refusal

    def _note(self, *what: Any) -> None:
        self.asked.append(what)
        if self.refusal:
            raise self.refusal

    def find(self, id_or_name: str) -> Any:
        self._note("find", id_or_name)
        return GUIDES if id_or_name == GUIDES["id"] else None

    def search(self, query: Any, **options: Any) -> Any:
        self._note("search", query, options)
        return {"items": [GUIDES], "count": 1, "totalCount": 7, **options}


def run(kind: str, config: Any, data: Any = None, refusal: Any = None, **options: Any) -> Ran:
    """ran.ports.users.asked and ran.ports.groups.asked tell what was asked for."""
    return run_node(
        kind, config, data, users=FakeUsers(refusal), groups=FakeGroups(refusal), **options
    )
