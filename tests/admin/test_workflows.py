import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.extensions import db
from app.models import Application, Endpoint, Flow, FlowCount, FlowError, RequestCount
from app.schemas import ReplyObject
from app.services.clock import now
from app.services.flows.exporting import export_flow
from app.workflows.triggers import ANY_ENDPOINT

from .. import factories
from .conftest import TOKEN, post

REPLY = {"id": "a", "type": "EndpointReplyNode", "config": {}, "outputIds": []}
ANSWER = {
    "replyType": "custom",
    "responseCodeTemplate": "200",
    "bodyTemplateType": "string",
    "bodyTemplate": "ok",
}


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/workflows"


def started_by(*endpoint_ids: str) -> dict[str, Any]:
    triggers = [{"type": "endpoint", "key": id, "outputIds": [["a"]]} for id in endpoint_ids]
    return {"triggers": triggers, "nodes": [REPLY | {"config": ANSWER}]}


def reread(flow: Flow) -> Flow:
    db.session.expire_all()
    return flow


def seen(client: FlaskClient, path: str) -> str:
    return client.get(path).text.split('name="seen"')[1].split('value="')[1].split('"')[0]


class TestList:
    def test_it_tells_what_starts_each_and_how_it_runs(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint = factories.make_endpoint(application, method="post", route="/login")
        flow = factories.make_flow(
            application, name="Sign <in>", **started_by(endpoint.id, ANY_ENDPOINT, "e" * 24)
        )
        for version, runs in (("develop", 12), ("v1", 99)):
            row = FlowCount(
                flow_id=flow.id,
                time=now(),
                version=version,
                run_count=runs,
                paths_completed=runs,
                paths_failed=3,
                wall_time=1,
            )
            db.session.add(row)
        db.session.commit()
        text = owner_client.get(path).text
        assert "Sign &lt;in&gt;" in text
        assert "any endpoint" in text
        assert "an endpoint that is gone" in text
        assert "/login" in text
        assert ">12<" in text
        assert ">99<" not in text

    def test_one_that_nothing_starts_is_flagged(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        factories.make_flow(application, **started_by("e" * 24))
        assert "Nothing starts it." in owner_client.get(path).text

    def test_the_filter_finds_names_and_routes(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint = factories.make_endpoint(application, route="/pumps")
        factories.make_flow(application, name="Alpha", **started_by(endpoint.id))
        factories.make_flow(application, name="Beta")
        assert "1 of 2" in owner_client.get(f"{path}?filter=PUMPS").text
        assert "No workflow matches" in owner_client.get(f"{path}?filter=nothing").text

    def test_it_says_what_a_workflow_is_when_there_is_none(
        self, owner_client: FlaskClient, path: str
    ) -> None:
        assert "No workflow yet" in owner_client.get(path).text

    def test_the_switch_acts_at_once_and_keeps_the_filter(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        flow = factories.make_flow(application, name="Alpha")
        there = f"{path}/{flow.id}/enabled?filter=alp"
        answer = post(owner_client, there, form_on=path, on="n")
        assert answer.location.endswith("?filter=alp")
        assert not reread(flow).enabled

    def test_the_number_of_queries_does_not_grow_with_the_workflows(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        def queries() -> int:
            asked: list[object] = []

            def note(*given: object) -> None:
                asked.append(given[2])

            event.listen(db.engine, "before_cursor_execute", note)
            owner_client.get(path)
            event.remove(db.engine, "before_cursor_execute", note)
            return len(asked)

        factories.make_flow(application)
        few = queries()
        for _ in range(4):
            factories.make_flow(application, **started_by(factories.make_endpoint(application).id))
        assert queries() == few

    def test_a_frozen_version_shows_its_own(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        flow = factories.make_flow(application, name="Then")
        factories.make_version(application, version="v1")
        post(
            owner_client,
            f"{path}/{flow.id}/settings",
            name="Now",
            seen=seen(owner_client, f"{path}/{flow.id}/settings"),
            enabled="y",
            description="",
        )
        there = path.replace("/develop/", "/v1/")
        for page in (there, f"{there}/{flow.id}/settings"):
            text = owner_client.get(page).text
            assert "Then" in text
            assert "Save settings" not in text
            assert "Add workflow" not in text
            assert "Delete" not in text
        assert owner_client.get(f"{there}/new").status_code == 409


class TestNew:
    def test_it_answers_the_endpoint_that_was_chosen(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint = factories.make_endpoint(application, route="/parts")
        post(
            owner_client,
            f"{path}/new",
            name="Parts",
            description="",
            starter="object",
            endpoint=endpoint.id,
        )
        flow = db.session.scalars(select(Flow)).one()
        assert (flow.name, flow.triggers[0]["key"]) == ("Parts", endpoint.id)
        assert flow.nodes[0]["type"] == "EndpointReplyNode"

    def test_a_starter_needs_its_endpoint(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        factories.make_endpoint(application)
        for endpoint in ("", "e" * 24):
            refused = post(
                owner_client,
                f"{path}/new",
                name="Parts",
                description="",
                starter="object",
                endpoint=endpoint,
            )
            assert refused.status_code == 400
            assert "Choose the endpoint that it answers." in refused.text
            assert 'value="Parts"' in refused.text
        assert db.session.scalars(select(Flow)).all() == []

    def test_an_empty_one_needs_a_name(self, owner_client: FlaskClient, path: str) -> None:
        there = f"{path}/new"
        typed = {"description": "", "starter": "empty", "endpoint": ""}
        assert "This must not be empty." in post(owner_client, there, name="", **typed).text
        assert post(owner_client, there, name="Empty", **typed).status_code == 302


class TestSettings:
    def test_it_tells_pages_errors_and_versions(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        page = factories.make_view(application, name="Hall")
        config = {"replyType": "page", "pageIdTemplate": page.id}
        flow = factories.make_flow(application, nodes=[REPLY | {"config": config}])
        factories.make_version(application, version="v1")
        error = FlowError(
            flow_id=flow.id,
            time=now(),
            version="develop",
            node_label="Look up",
            name="Error",
            message="No <such> table",
        )
        db.session.add(error)
        db.session.commit()
        text = owner_client.get(f"{path}/{flow.id}/settings").text
        assert ">Hall</a>" in text
        assert "No &lt;such&gt; table" in text
        assert f"versions/v1/workflows/{flow.id}" in text

    def test_what_would_halt_a_run_is_told(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        config = {"delay": {"a": 1}}
        flow = factories.make_flow(
            application,
            nodes=[{"id": "a", "type": "DelayNode", "config": config, "outputIds": []}],
        )
        assert "This looks wrong." in owner_client.get(f"{path}/{flow.id}/settings").text

    def test_a_stale_edit_is_refused_with_the_difference(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        flow = factories.make_flow(application, name="First")
        there = f"{path}/{flow.id}/settings"
        stale = seen(owner_client, there)
        flow.name = "Theirs"
        db.session.commit()
        typed = {"name": "Yours", "description": "", "enabled": "y"}
        refused = post(owner_client, there, seen=stale, **typed)
        assert refused.status_code == 409
        assert "Theirs" in refused.text
        assert reread(flow).name == "Theirs"

    def test_workflows_of_others_are_not_there(
        self, application: Application, stranger_client: FlaskClient, path: str
    ) -> None:
        flow = factories.make_flow(application)
        one = f"{path}/{flow.id}"
        for there in (path, one, f"{one}/settings", f"{one}/export", f"{path}/import"):
            assert stranger_client.get(there).status_code == 404

    def test_one_of_another_application_or_class_is_not_there(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        for flow in (factories.make_flow(), factories.make_flow(application, flow_class="cloud")):
            assert owner_client.get(f"{path}/{flow.id}").status_code == 404


class TestDelete:
    def told(self, client: FlaskClient, path: str, flow: Flow) -> str:
        return client.get(f"{path}/{flow.id}/delete").text

    def test_it_says_what_would_get_404(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint = factories.make_endpoint(application, route="/login")
        flow = factories.make_flow(application, **started_by(endpoint.id))
        row = RequestCount(
            application_id=application.id,
            time=now(),
            endpoint_id=endpoint.id,
            version="develop",
            host="museum",
            status=200,
            count=655,
        )
        db.session.add(row)
        db.session.commit()
        assert "655 requests a day would get 404" in self.told(owner_client, path, flow)
        post(owner_client, f"{path}/{flow.id}/delete")
        assert db.session.scalars(select(Flow)).all() == []

    def test_what_somebody_else_answers_goes_on(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        page = factories.make_view(application)
        reply = ReplyObject(kind="page", value=page.id)
        endpoint = factories.make_endpoint(application, static_reply=reply)
        flow = factories.make_flow(application, **started_by(endpoint.id))
        assert "goes on: answered by its page" in self.told(owner_client, path, flow)
        shared = factories.make_endpoint(application)
        factories.make_flow(application, name="Twin", **started_by(shared.id))
        flow = factories.make_flow(application, **started_by(shared.id))
        assert "goes on: answered by Twin" in self.told(owner_client, path, flow)

    def test_endpoints_that_are_off_lose_nothing(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint: Endpoint = factories.make_endpoint(application, enabled=False)
        flow = factories.make_flow(application, **started_by(endpoint.id))
        assert "No endpoint that is on starts it" in self.told(owner_client, path, flow)

    def test_one_that_every_request_starts_says_so(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        flow = factories.make_flow(application, **started_by(ANY_ENDPOINT))
        assert "Every request starts it." in self.told(owner_client, path, flow)


class TestFiles:
    def send(self, client: FlaskClient, path: str, **fields: Any) -> Any:
        token = TOKEN.search(client.get(f"{path}/import").text)
        assert token
        given = {"csrf_token": token[1], "text": "", "endpoint": "", "enabled": "y"} | fields
        return client.post(f"{path}/import", data=given, content_type="multipart/form-data")

    def test_an_export_comes_in_again(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint = factories.make_endpoint(application)
        flow = factories.make_flow(application, name="Sign in: é", **started_by(endpoint.id))
        answer = owner_client.get(f"{path}/{flow.id}/export")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="Sign-in.flow"'
        file = (io.BytesIO(answer.data), "in.flow")
        assert self.send(owner_client, path, file=file).status_code == 302
        copy = db.session.scalars(select(Flow).where(Flow.id != flow.id)).one()
        assert copy.content() == flow.content() | {"name": "Sign in: é (2)"}

    def test_its_text_will_do_and_may_wait_switched_off(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        endpoint = factories.make_endpoint(application)
        flow = factories.make_flow(factories.make_application(), **started_by("e" * 24))
        text = json.dumps(export_flow(flow))
        self.send(owner_client, path, text=text, endpoint=endpoint.id, enabled="")
        copy = db.session.scalars(select(Flow).filter_by(application_id=application.id)).one()
        assert copy.triggers[0]["key"] == endpoint.id

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "Choose a file, or paste its text below."),
            ({"text": "<html>"}, "This is not JSON"),
            ({"text": '{"name": 3, "nodes": []}'}, "must be text"),
        ],
    )
    def test_what_is_no_export_is_refused_and_the_text_stays(
        self, owner_client: FlaskClient, path: str, fields: dict[str, str], sentence: str
    ) -> None:
        refused = self.send(owner_client, path, **fields)
        assert refused.status_code == 400
        assert sentence in refused.text
        assert refused.text.count("&lt;html&gt;") == ("html" in fields.get("text", ""))

    def test_all_that_the_list_shows_go_into_one_file_and_come_back(
        self, application: Application, owner_client: FlaskClient, path: str
    ) -> None:
        for name in ("Alpha", "Alpine", "Beta"):
            factories.make_flow(application, name=name)
        answer = owner_client.get(f"{path}/export?filter=alp")
        assert [flow["name"] for flow in answer.json["flows"]] == ["Alpha", "Alpine"]
        sent = self.send(owner_client, path, file=(io.BytesIO(answer.data), "all.json"))
        text = owner_client.get(sent.location).text
        assert "2 workflows are there now." in text
        assert "Alpha was taken, so it is called Alpha (2)." in text
