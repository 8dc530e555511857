"""Requests that the console sends to an experience, in this process, to see how they are answered.

They are not counted. Workflows run only if they are told to, and their runs are marked as trials.
"""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from flask import current_app, request

from app.admin.place import Bench
from app.admin.publishing.addresses import Host, hosts_at
from app.admin.trials.decisions import Step, steps_of
from app.models import Application, User
from app.services.clock import now
from app.services.experience.tokens import issue_token
from app.serving.pipeline.host import HostDecision, straight_to
from app.serving.request import PublicRequest, Reply, host_name
from app.serving.serve import serve
from app.serving.site import Site
from app.serving.trace import Trace

TOKEN_TTL = 60 * 60 * 1000  # milliseconds
PATH_SAFE = "/!$&'()*+,;=:@-._~%"
QUERY_SAFE = PATH_SAFE + "?"


@dataclass(frozen=True)
class Trial:
    """path: with its query, as typed; user: whose token is sent along; headers: lower-case names;
    host: its name, with the port; None for the first that serves the version."""

    method: str
    path: str
    user: User | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    host: str | None = None
    runs_flows: bool = False


class Tried(NamedTuple):
    request: PublicRequest
    reply: Reply
    trace: Trace

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.trace)

    @property
    def url(self) -> str:
        """Without its token."""
        asked = self.request
        query = f"?{asked.query_string}" if asked.query_string else ""
        return f"{asked.scheme}://{asked.headers['host']}{asked.path}{query}"


def hosts_serving(bench: Bench) -> list[Host]:
    """Those that would open."""
    return [host for host in hosts_at(bench.application, bench.version.name) if host.url]


def ask(bench: Bench, trial: Trial) -> Tried:
    """A version that no host serves is asked all the same."""
    hosts = [host.name for host in hosts_serving(bench)]
    host = trial.host if trial.host in hosts else next(iter(hosts), None)
    asked = _request(bench.application, trial, host)
    reply = serve(
        asked,
        Site.of(current_app),
        count=False,
        run_flows=trial.runs_flows,
        host=None if host else _straight_to(bench),
    )
    if reply.trace is None:
        raise RuntimeError("a reply without its trace")
    return Tried(asked, reply, reply.trace)


def _straight_to(bench: Bench) -> HostDecision:
    application = bench.application
    return straight_to(application.id, bench.version.name, application.revision)


def _request(application: Application, trial: Trial, host: str | None) -> PublicRequest:
    path, _, query = trial.path.partition("#")[0].partition("?")
    host = host or f"{application.id}.{request.host}"
    headers = {"accept": "*/*", **trial.headers, "host": host}
    body = trial.body.encode()
    if body:
        headers.setdefault("content-type", _content_type(trial.body))
        headers["content-length"] = str(len(body))
    if trial.user:
        headers["authorization"] = f"Bearer {_token(application, trial.user)}"
    return PublicRequest(
        method=trial.method,
        host=host_name(host),
        path=quote(path, PATH_SAFE),
        query_string=quote(query, QUERY_SAFE),
        headers=headers,
        body=body,
        scheme=request.scheme,
        client=request.remote_addr,
    )


def _token(application: Application, user: User) -> str:
    return issue_token(application.id, application.token_secret, user.id, now(), TOKEN_TTL)


def _content_type(body: str) -> str:
    """Of a body that is sent without one: JSON where it looks like it, else a form's."""
    is_json = body.lstrip()[:1] in ("{", "[", '"')
    return "application/json" if is_json else "application/x-www-form-urlencoded"
