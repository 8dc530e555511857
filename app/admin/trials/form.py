"""Trying an endpoint: the form that describes a request, and its answer as text."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from flask import request
from sqlalchemy import select
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from app.admin.forms import Refused, ResourceForm
from app.admin.place import Bench
from app.admin.trials.requests import Trial, Tried, hosts_serving
from app.extensions import db
from app.models import Endpoint, User
from app.redaction import HIDDEN, is_sensitive
from app.routing import example_path
from app.services.experience.endpoints import parsed_route
from app.services.lookup import user_by_email

BODY_SHOWN = 64 * 1024  # characters
USERS_OFFERED = 100
WITH_BODY = ("post", "put", "patch", "delete")


class TryForm(ResourceForm):
    path = StringField("Path")
    user = StringField("As")
    host = SelectField("At")
    headers = TextAreaField("Headers")
    body = TextAreaField("Body")
    runs_flows = BooleanField("Run the workflows")

    @classmethod
    def sent(cls) -> Self:
        """In the address or in the body of the request; the former changes nothing."""
        if request.method == "POST":
            return cls()
        return cls(formdata=request.args, meta={"csrf": False})

    @property
    def was_sent(self) -> bool:
        return "path" in request.values

    def offer(self, bench: Bench, endpoint: Endpoint) -> None:
        self.offer_hosts(bench)
        if not self.was_sent:
            self.path.data = example_path(parsed_route(endpoint.route))

    def offer_hosts(self, bench: Bench) -> None:
        names = [host.name for host in hosts_serving(bench)]
        self.host.choices = {name: name for name in names} or {"": "no host"}

    def trial(self, bench: Bench, method: str) -> Trial:
        """Raises Refused."""
        path = (self.path.data or "").strip()
        if not path.startswith("/"):
            self.refuse("path", "A path begins with a slash, such as `/pumps`.")
        user, headers = self._user(bench), self._headers()
        if self.errors:
            raise Refused
        return Trial(
            method,
            path,
            user,
            headers,
            self.body.data or "" if method in WITH_BODY else "",
            self.host.data or None,
            request.method == "POST" and self.runs_flows.data,
        )

    def _user(self, bench: Bench) -> User | None:
        email = (self.user.data or "").strip()
        if not email:
            return None
        found = user_by_email(bench.application.id, email)
        if found is None:
            self.refuse("user", "Nobody has this e-mail. Leave it empty for nobody.")
        return found

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for number, line in enumerate((self.headers.data or "").splitlines(), start=1):
            name, colon, value = line.partition(":")
            if line.strip() and not (colon and name.strip()):
                self.refuse("headers", f"Line {number} is no header. Write `Name: value`.")
            elif line.strip():
                headers[name.strip().lower()] = value.strip()
        return headers


@dataclass(frozen=True)
class Shown:
    """An answer as text. headers: without secrets; left_out: characters of the body."""

    status: int
    phrase: str
    headers: list[tuple[str, str]]
    body: str
    size: int
    left_out: int
    curl: str

    @classmethod
    def of(cls, tried: Tried) -> "Shown":
        reply = tried.reply
        text = reply.body.decode(errors="replace")
        headers = [(name, HIDDEN if is_sensitive(name) else value) for name, value in reply.headers]
        return cls(
            reply.status,
            _phrase(reply.status),
            headers,
            text[:BODY_SHOWN],
            len(reply.body),
            max(len(text) - BODY_SHOWN, 0),
            curl_of(tried),
        )


def emails_in(bench: Bench) -> list[str]:
    """Of the users to choose from."""
    query = select(User.email).filter_by(application_id=bench.application.id)
    return list(db.session.scalars(query.order_by(User.email).limit(USERS_OFFERED)))


def curl_of(tried: Tried) -> str:
    """To send the same from a terminal; a token has to be put in."""
    asked = tried.request
    words = ["curl", "-i"]
    if asked.method != "get":
        words += ["-X", asked.method.upper()]
    for name, value in asked.headers.items():
        if name not in ("host", "content-length"):
            words += ["-H", _quoted(f"{name}: {_without_token(name, value)}")]
    if asked.body:
        words += ["--data-binary", _quoted(asked.body.decode())]
    return " ".join([*words, _quoted(tried.url)])


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else ""


def _without_token(name: str, value: str) -> str:
    if name == "authorization":
        return "Bearer TOKEN"
    return HIDDEN if is_sensitive(name) else value


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
