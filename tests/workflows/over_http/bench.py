"""Where cases are sent: each to an application of its own, through the door of experiences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Flask

from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Account, Application, Flow
from app.schemas.flow import FlowPost
from app.services.flow_ports.mailbox import Mailbox
from app.services.flows import create_flow
from app.services.flows.storage import storage_of
from app.services.run_records.reading import Message, find_runs, read_run, runs_path
from app.services.run_records.writer import RunRecords
from app.workflows.registry import node_specs
from config import Settings
from tests import factories
from tests.servers.fixtures import Servers
from tests.serving.doors import Answer, Door
from tests.workflows.over_http.case import Case, Json, Outcome, filled
from tests.workflows.over_http.elsewhere import Elsewhere

OUTPUT = "x-output"
FAILED = "failed"


@dataclass
class World:
    """What is there around one flow.

    it: the node's JSON, for a node that is not in the flow itself, but in one that the world has;
    names: what Case.world has made; servers: databases; answer: the last one."""

    application: Application
    settings: Settings
    elsewhere: Elsewhere
    servers: Servers
    records: RunRecords
    host: str
    it: Json
    names: dict[str, str] = field(default_factory=dict)
    flow: Flow | None = None
    answers: list[Answer] = field(default_factory=list)

    @property
    def answer(self) -> Answer:
        return self.answers[-1]

    @property
    def heard(self) -> list[Any]:
        """What the flow has asked elsewhere."""
        return self.elsewhere.heard

    def stored(self) -> Json:
        """What the flow has stored."""
        return storage_of(self.flow)

    def messages(self) -> list[Message]:
        """What debug nodes told, as the records of the runs have it; the newest run first."""
        self.records.flush()
        path = runs_path(self.settings.data)
        runs = find_runs(path, self.application.id).items
        found = [read_run(path, run.id) for run in runs]
        return [one for run in found if run for one in run.messages]

    def mail(self) -> list[Any]:
        """Messages in the mailbox, the newest first."""
        mailbox = Mailbox(self.settings.data / "mailbox")
        return [mailbox.read(one.name) for one in mailbox.kept(self.application.id)]


class Bench:
    """One Foyer with a door, and a server elsewhere that flows may call."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        door: Door,
        elsewhere: Elsewhere,
        owner_id: str,
        servers: Servers,
    ) -> None:
        self._app = app
        self._settings = settings
        self._owner_id = owner_id
        self._door = door
        self._elsewhere = elsewhere
        self._servers = servers

    def through(self, door: Door) -> "Bench":
        """The same, asked through another door."""
        return Bench(
            self._app, self._settings, door, self._elsewhere, self._owner_id, self._servers
        )

    def send(self, kind: str, case: Case, config: Json) -> tuple[Outcome, Outcome]:
        """What came of the case with that config, and what should come of it with its own."""
        with self._app.app_context():
            try:
                return self._send(kind, case, config)
            finally:
                db.session.remove()

    def _send(self, kind: str, case: Case, config: Json) -> tuple[Outcome, Outcome]:
        application = factories.make_application(db.session.get(Account, self._owner_id))
        host = f"{application.id}.localhost"
        it = {"id": "it", "type": kind, "config": config, "meta": case.meta}
        world = World(
            application=application,
            settings=self._settings,
            elsewhere=self._elsewhere,
            servers=self._servers,
            records=site_of(self._app).records,
            host=host,
            it=it,
        )
        self._elsewhere.heard.clear()
        names = world.names
        names |= {"elsewhere": self._elsewhere.url, "safe": self._elsewhere.safe_url}
        names |= case.world(world) if case.world else {}
        endpoint = factories.make_endpoint(application, route="/", method="post")
        graph = flow_around(it, case, endpoint.id)
        post = FlowPost(name="Case", flow_class="experience", **filled(graph, names))
        world.flow = create_flow(application, post, factories.BY, strict=True)
        for body in (*case.before, case.body):
            world.answers.append(self._ask(host, filled(body, names), filled(case.headers, names)))
        db.session.rollback()  # what is looked at next is what the flow has left
        return _outcome(case, world), case.expected(names)

    def _ask(self, host: str, body: Any, headers: Mapping[str, str]) -> Answer:
        headers = {"content-type": "application/json"} | dict(headers)
        return self._door.ask("POST", "/", host=host, headers=headers, body=orjson.dumps(body))


def flow_around(it: Json, case: Case, endpoint_id: str) -> Json:
    """Each output of the node leads to a reply that says which it is, and so do errors."""
    count = node_specs()[it["type"]].output_count(it["config"])
    wires = [[f"out{number}"] for number in range(count)]
    nodes = case.around(it | {"outputIds": wires})
    replies = [_reply(f"out{number}", str(number)) for number in range(max(count, 2))]
    triggers = [
        {"type": "endpoint", "key": endpoint_id, "outputIds": [[nodes[0]["id"]]]},
        {"type": "flowError", "outputIds": [[FAILED]]},
    ]
    return {"triggers": triggers, "nodes": [*nodes, *replies, _reply(FAILED, FAILED)]}


def _reply(id: str, output: str) -> Json:
    config = {
        "bodyTemplateType": "payload",
        "headerInfo": [{"keyTemplate": OUTPUT, "valueTemplate": output}],
    }
    return {"id": id, "type": "EndpointReplyNode", "config": config, "outputIds": [[]]}


def _outcome(case: Case, world: World) -> Outcome:
    output = world.answer.headers.get(OUTPUT)
    seen = case.look(world)
    if output is None:
        return Outcome(None, {}, None, seen)
    payload = world.answer.json
    if output == FAILED:
        error = payload["data"]["errorInfo"]["error"]
        return Outcome(None, {}, f"{error['name']}: {error['message']}", seen)
    return Outcome(int(output), payload.get("working", {}), None, seen)
