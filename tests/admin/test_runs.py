"""Recorded runs in the console: their list, one of them, and its request sent again."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.admin.place import Bench
from app.admin.trials.requests import Trial, ask
from app.extensions import db
from app.models import Account, Application, Endpoint, Flow, User
from app.services.clock import now
from app.services.flows.records import ErrorRecord
from app.services.lookup import develop_of
from app.services.run_records.drafts import (
    CallDraft,
    MessageDraft,
    Origin,
    StepDraft,
    snapshot,
)
from app.services.run_records.reading import RunFilter, find_runs, runs_path
from app.serving.site import Site
from app.workflows.engine.run import RunError
from app.workflows.errors import NodeError
from app.workflows.flow import compile_flow

from .. import factories
from .conftest import counted, post

NODES = [
    {"id": "fetch", "type": "HttpNode", "meta": {"label": "Ask the shop"}, "outputIds": [["say"]]},
    {"id": "say", "type": "DebugNode", "meta": {"label": "Say it"}, "outputIds": [[]]},
]


@pytest.fixture
def base(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop"


@pytest.fixture
def flow(application: Application) -> Flow:
    return factories.make_flow(application, name="Orders", nodes=NODES)


def origin(flow: Flow, **overrides: Any) -> Origin:
    return Origin(flow.application_id, **({"method": "get", "path": "/"} | overrides))


def failure(name: str = "TimeoutError", node_id: str = "fetch") -> RunError:
    return RunError(NodeError("It took too long", name), node_id, "HttpNode", "Ask the shop")


def stepped(flow: Flow, *payloads: Any, **overrides: Any) -> str:
    """A run through NODES. payloads: the one it began with, then the one after each step."""
    compiled = compile_flow({"id": flow.id, "name": flow.name, "nodes": NODES})
    steps = [
        StepDraft(
            number,
            number - 1,
            compiled.nodes[NODES[number - 1]["id"]],
            compiled,
            (),
            0.001 * number,
            0.002,
            0,
            before=snapshot(payloads[0]) if number == 1 else None,
            payload=snapshot(payload),
        )
        for number, payload in enumerate(payloads[1:], start=1)
    ]
    return factories.make_run(flow, **({"flow": compiled, "steps": steps} | overrides))


def page_of(flow: Flow, run_id: str, base: str, more: str = "") -> str:
    return f"{base}/workflows/{flow.id}/runs/{run_id}{more}"


def listed(client: FlaskClient, address: str) -> list[str]:
    """Ids of the runs in the list, in its order."""
    text = client.get(address).text
    return [part[:24] for part in text.split('id="run-')[1:]]


class TestList:
    def test_it_tells_of_each_run_the_newest_first(
        self, owner_client: FlaskClient, flow: Flow, member: User, base: str
    ) -> None:
        first = factories.make_run(flow, origin=origin(flow, path="/shop", user_id=member.id))
        second = factories.make_run(flow, seconds=5.0, error=failure())
        assert listed(owner_client, f"{base}/runs") == [second, first]
        text = unescape(owner_client.get(f"{base}/runs").text)
        for words in ("<wbr>/shop", "Orders", "member@example.com", "nobody", "5.0 s"):
            assert words.replace("<wbr>", "") in text
        assert "<b>TimeoutError</b> at Ask the shop" in text

    @pytest.mark.parametrize(
        "asked",
        [
            "flow={flow}",
            "status=error",
            "method=post",
            "filter=/shop/*",
            "filter=hop",
            "user=Member@example.com",
            "error=TimeoutError",
            "node=fetch",
            "trace=t1",
            "span=hour",
            "first={first}",
            "status=error&method=post&user=member@example.com&span=day",
        ],
    )
    def test_the_address_says_which(
        self,
        application: Application,
        owner_client: FlaskClient,
        member: User,
        base: str,
        asked: str,
    ) -> None:
        flow = factories.make_flow(application, name="Shop")
        wanted = factories.make_run(
            flow,
            error=failure(),
            origin=origin(flow, method="post", path="/shop/7", user_id=member.id, trace_id="t1"),
        )
        factories.make_run(factories.make_flow(application), started=now() - timedelta(hours=30))
        first = f"{now() - timedelta(minutes=5):%Y-%m-%dT%H:%M}"
        address = f"{base}/runs?{asked.format(flow=flow.id, first=first)}"
        assert listed(owner_client, address) == [wanted]

    def test_runs_until_a_moment_are_found(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        factories.make_run(flow)
        old = factories.make_run(flow, started=now() - timedelta(hours=30))
        last = f"{now() - timedelta(hours=1):%Y-%m-%dT%H:%M}"
        assert listed(owner_client, f"{base}/runs?last={last}") == [old]

    def test_an_email_that_nobody_has_finds_nothing(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        factories.make_run(flow)
        text = owner_client.get(f"{base}/runs?user=who@example.com").text
        assert "No recorded run fits." in text

    def test_what_makes_no_sense_counts_as_not_there(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = factories.make_run(flow)
        address = f"{base}/runs?status=odd&method=ask&span=ever&first=soon&page=-1"
        assert listed(owner_client, address) == [run]

    def test_they_come_page_by_page(self, owner_client: FlaskClient, flow: Flow, base: str) -> None:
        ids = [factories.make_run(flow) for _ in range(52)]
        assert listed(owner_client, f"{base}/runs") == ids[:1:-1]
        assert listed(owner_client, f"{base}/runs?page=1") == [ids[1], ids[0]]

    def test_each_version_has_its_own(
        self, application: Application, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        factories.make_version(application, version="v1")
        frozen = compile_flow({"id": flow.id, "name": flow.name}, version="v1")
        own = factories.make_run(flow)
        of_v1 = factories.make_run(flow, flow=frozen)
        there = base.replace("/develop", "/v1")
        assert listed(owner_client, f"{base}/runs") == [own]
        assert listed(owner_client, f"{there}/runs") == [of_v1]
        assert owner_client.get(page_of(flow, of_v1, there)).status_code == 200
        assert owner_client.get(page_of(flow, of_v1, base)).status_code == 404

    def test_it_says_how_runs_come_to_be_when_there_is_none(
        self, owner_client: FlaskClient, base: str
    ) -> None:
        text = owner_client.get(f"{base}/runs").text
        assert "No run yet" in text
        assert "Not every run is recorded" in text

    def test_the_number_of_queries_does_not_grow_with_the_runs(
        self, application: Application, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        def ran() -> None:
            user = factories.make_user(application)
            factories.make_run(flow, origin=origin(flow, user_id=user.id))

        ran()
        with counted() as few:
            owner_client.get(f"{base}/runs")
        for _ in range(4):
            ran()
        with counted() as many:
            owner_client.get(f"{base}/runs")
        assert len(many) == len(few)

    def test_a_run_that_was_tried_is_marked(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        factories.make_run(flow, origin=origin(flow, is_trial=True))
        assert ">tried<" in owner_client.get(f"{base}/runs").text


class TestNew:
    def cursor(self, app: Flask, flow: Flow) -> int:
        path = runs_path(app.config["FOYER"].data)
        return find_runs(path, flow.application_id, RunFilter()).cursor

    def test_only_what_came_since_is_given(
        self, app: Flask, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        factories.make_run(flow)
        since = self.cursor(app, flow)
        assert listed(owner_client, f"{base}/runs/new?since={since}") == []
        run = factories.make_run(flow)
        text = owner_client.get(f"{base}/runs/new?since={since}").text
        assert f'id="run-{run}"' in text
        assert f'data-cursor="{self.cursor(app, flow)}"' in text

    def test_what_the_filter_leaves_out_is_counted(
        self, app: Flask, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        factories.make_run(flow)
        since = self.cursor(app, flow)
        failed = factories.make_run(flow, error=failure())
        other = factories.make_run(flow)
        address = f"{base}/runs/new?status=error&since={since}"
        assert listed(owner_client, address) == [failed]
        text = owner_client.get(address).text
        assert 'data-others="1"' in text
        assert f'data-left-out="{other}"' in text

    def test_the_editor_gets_those_of_its_workflow(
        self, app: Flask, application: Application, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = factories.make_run(flow)
        other = factories.make_flow(application)
        factories.make_run(other)
        address = f"{base}/workflows/{flow.id}/runs/recent"
        assert listed(owner_client, address) == [run]
        assert listed(owner_client, f"{address}?since={self.cursor(app, flow)}") == []


class TestOneRun:
    def test_it_shows_what_a_step_did_to_the_payload(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = stepped(flow, {"a": 1}, {"a": 1, "answer": 42}, {"a": 1, "answer": 43})
        first = owner_client.get(page_of(flow, run, base, "?step=1")).text
        assert '<span class="t add">  &#34;answer&#34;: 42</span>' in first
        last = owner_client.get(page_of(flow, run, base)).text
        assert '<span class="t del">  &#34;answer&#34;: 42</span>' in last
        assert '<span class="t add">  &#34;answer&#34;: 43</span>' in last
        part = owner_client.get(page_of(flow, run, base, "/steps/1")).text
        assert part.strip() in first.replace("\r", "")
        assert "<html" not in part

    def test_it_opens_at_the_step_that_failed(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        compiled = compile_flow({"id": flow.id, "name": flow.name, "nodes": NODES})
        error = failure()
        steps = [
            StepDraft(1, 0, compiled.nodes["fetch"], compiled, (), 0.0, 0.1, error=error.error),
            StepDraft(2, 0, compiled.nodes["say"], compiled, (), 0.0, 0.1, 0),
        ]
        run = factories.make_run(flow, flow=compiled, steps=steps, error=error)
        text = owner_client.get(page_of(flow, run, base)).text
        assert '<h2 id="step-h">Ask the shop</h2>' in text
        assert "<strong>TimeoutError at Ask the shop</strong>It took too long" in text

    def test_messages_and_calls_stand_at_their_step(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        message = MessageDraft(2, 0.001, "info", "Half way", snapshot({"count": 3}))
        call = CallDraft(1, "http", "send", 0.0, ({"url": "/shop"},), 0.2, {"status": 204})
        run = stepped(flow, {}, {}, {}, messages=[message], calls=[call])
        first = owner_client.get(page_of(flow, run, base, "?step=1")).text
        second = owner_client.get(page_of(flow, run, base, "?step=2")).text
        assert "Asked <b>http</b> to send" in first
        assert "&#34;status&#34;: 204" in first
        assert "Half way" not in first
        assert "Half way" in second
        assert "&#34;count&#34;: 3" in second

    def test_it_says_what_is_hidden_and_what_is_cut(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = stepped(flow, {}, {"password": "secret-7", "long": ["x" * 5000] * 50}, {})
        text = owner_client.get(page_of(flow, run, base, "?step=1")).text
        assert "1 value is hidden" in text
        assert "secret-7" not in text
        assert "long texts and lists are cut" in text

    def test_nodes_that_are_gone_since_are_marked(
        self, application: Application, owner_client: FlaskClient, base: str
    ) -> None:
        flow = factories.make_flow(application, nodes=NODES[1:])
        run = stepped(flow, {}, {}, {}, started=now() - timedelta(minutes=1))
        text = owner_client.get(page_of(flow, run, base)).text
        assert "The workflow was edited since." in text
        assert text.count(">gone<") == 1
        data = owner_client.get(page_of(flow, run, base, "/data")).json
        assert [step["isGone"] for step in data["steps"]] == [True, False]

    def test_a_run_outlives_its_workflow(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = stepped(flow, {}, {}, {})
        flow.deleted_in_develop = True
        db.session.commit()
        text = owner_client.get(page_of(flow, run, base)).text
        assert "The workflow is not in develop any more." in text
        assert "Open on the canvas" not in text

    def test_the_editor_is_told_its_way(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = stepped(flow, {}, {}, {}, error=failure())
        data = owner_client.get(page_of(flow, run, base, "/data")).json
        assert [(one["number"], one["after"], one["nodeId"]) for one in data["steps"]] == [
            (1, 0, "fetch"),
            (2, 1, "say"),
        ]
        assert data["error"]["nodeId"] == "fetch"
        assert data["steps"][0]["milliseconds"] == 2.0

    def test_one_without_steps_says_so(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = factories.make_run(flow)
        assert "It took no step" in owner_client.get(page_of(flow, run, base)).text
        assert owner_client.get(page_of(flow, run, base, "/steps/1")).status_code == 404


SCREENS = ("", "/data", "/steps/1", "/again")


@pytest.mark.parametrize("more", SCREENS)
def test_nobody_else_sees_a_run(
    application: Application,
    owner_client: FlaskClient,
    stranger_client: FlaskClient,
    flow: Flow,
    base: str,
    more: str,
) -> None:
    run = stepped(flow, {}, {}, {})
    assert owner_client.get(page_of(flow, run, base, more)).status_code == 200
    assert stranger_client.get(page_of(flow, run, base, more)).status_code == 404
    foreign = stepped(factories.make_flow(), {}, {}, {})
    assert owner_client.get(page_of(flow, foreign, base, more)).status_code == 404
    other = factories.make_flow(application)
    assert owner_client.get(page_of(other, run, base, more)).status_code == 404


def test_the_list_is_nobody_elses(stranger_client: FlaskClient, flow: Flow, base: str) -> None:
    for place in ("runs", "runs/new", f"workflows/{flow.id}/runs/recent", "requests/t1"):
        assert stranger_client.get(f"{base}/{place}").status_code == 404


# -- with the request that began it


Asked = Callable[..., str]


@pytest.fixture
def shop(application: Application) -> Endpoint:
    """Its workflow answers with the name that it is sent, and who sends it."""
    endpoint = factories.make_endpoint(application, method="post", route="/shop/{item}")
    factories.make_endpoint(application, method="post", route="/shop/new")
    config = {
        "replyType": "custom",
        "responseCodeTemplate": "202",
        "bodyTemplateType": "string",
        "bodyTemplate": "{{ data.body.name }} for {{ experience.user.email }}",
    }
    factories.make_flow(
        application,
        name="Shop",
        triggers=[{"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["a"]]}],
        nodes=[{"id": "a", "type": "EndpointReplyNode", "config": config, "outputIds": [[]]}],
    )
    return endpoint


@pytest.fixture
def asked(app: Flask, application: Application) -> Asked:
    """Send that trial; the address of its run, below the version."""

    def asked(path: str, **trial: Any) -> str:
        with app.test_request_context(base_url="http://localhost:8000"):
            bench = Bench(application, develop_of(application.id))
            ask(bench, Trial("post", path, runs_flows=True, **trial))
        Site.of(app).records.flush()
        [run, *_] = find_runs(runs_path(app.config["FOYER"].data), application.id).items
        return f"workflows/{run.flow_id}/runs/{run.id}"

    return asked


class TestRequest:
    def test_its_trace_is_explained(
        self, owner_client: FlaskClient, shop: Endpoint, asked: Asked, base: str
    ) -> None:
        run = owner_client.get(f"{base}/{asked('/shop/7')}").text
        trace = run.split("/requests/")[1][:24]
        page = owner_client.get(f"{base}/requests/{trace}").text
        assert f'href="{base}/endpoints/{shop.id}"' in page
        assert "it fits, and no more specific route does" in page
        assert "segment 2: 7 is not new" in page
        assert '<li class="skipped">' in page  # no token
        assert ">Shop</a>" in page

    def test_one_of_another_application_is_not_there(
        self,
        owner: Account,
        application: Application,
        owner_client: FlaskClient,
        shop: Endpoint,
        asked: Asked,
    ) -> None:
        run = find_trace(owner_client, application, asked)
        other = factories.make_application(owner)
        there = f"/console/applications/{other.id}/experience/versions/develop"
        assert owner_client.get(f"{there}/requests/{run}").status_code == 404

    def test_a_refusal_is_told_as_such(
        self, application: Application, owner_client: FlaskClient, asked: Asked, base: str
    ) -> None:
        config = {"replyType": "custom", "responseCodeTemplate": "418", "bodyTemplate": "no"}
        factories.make_flow(
            application,
            triggers=[{"type": "endpoint", "key": "0" * 24, "config": {}, "outputIds": [["a"]]}],
            nodes=[{"id": "a", "type": "EndpointReplyNode", "config": config, "outputIds": [[]]}],
        )
        run = owner_client.get(f"{base}/{asked('/nowhere')}").text
        trace = run.split("/requests/")[1][:24]
        page = owner_client.get(f"{base}/requests/{trace}").text
        assert page.count('<li class="refused">') == 2  # the route, and the reply


def find_trace(client: FlaskClient, application: Application, asked: Asked) -> str:
    base = f"/console/applications/{application.id}/experience/versions/develop"
    return client.get(f"{base}/{asked('/shop/7')}").text.split("/requests/")[1][:24]


class TestAgain:
    def send(self, client: FlaskClient, address: str, **fields: str) -> TestResponse:
        return post(client, address, **({"runs_flows": "y"} | fields))

    def test_the_form_begins_with_what_was_sent(
        self, owner_client: FlaskClient, shop: Endpoint, asked: Asked, member: User, base: str
    ) -> None:
        run = asked("/shop/7?size=9", user=member, body="name=Nut&password=abc-7")
        page = unescape(owner_client.get(f"{base}/{run}/again").text)
        assert 'value="/shop/7?size=9"' in page
        assert 'value="member@example.com"' in page
        assert "name=Nut&password=[redacted]" in page
        assert "Secrets were not recorded." in page
        assert "abc-7" not in page

    def test_it_is_sent_as_the_one_who_is_chosen(
        self,
        owner_client: FlaskClient,
        shop: Endpoint,
        asked: Asked,
        member: User,
        outsider: User,
        base: str,
    ) -> None:
        address = f"{base}/{asked('/shop/7', user=member, body='name=Nut')}/again"
        fields = {"method": "post", "path": "/shop/8", "body": "name=Bolt"}
        page = self.send(owner_client, address, user="outsider@example.com", **fields)
        assert "202 Accepted" in page.text
        assert "Bolt for outsider@example.com" in page.text
        assert "Bolt for </pre>" in self.send(owner_client, address, user="", **fields).text

    def test_a_value_that_is_still_hidden_is_asked_for(
        self, owner_client: FlaskClient, shop: Endpoint, asked: Asked, base: str
    ) -> None:
        address = f"{base}/{asked('/shop/7', body='password=abc')}/again"
        body = "password=[redacted]"
        answer = self.send(owner_client, address, method="post", path="/shop/7", body=body)
        assert answer.status_code == 400
        assert "Write what stood in place of <code>[redacted]</code>" in answer.text
        assert body in answer.text

    def test_json_is_sent_as_json(
        self, owner_client: FlaskClient, shop: Endpoint, asked: Asked, base: str
    ) -> None:
        run = asked("/shop/7", body='{"name": "Nut"}')
        page = unescape(owner_client.get(f"{base}/{run}/again").text)
        assert '{\n  "name": "Nut"\n}' in page
        assert "content-type: application/json" in page

    def test_a_frozen_version_can_be_asked_again(
        self,
        app: Flask,
        application: Application,
        owner_client: FlaskClient,
        shop: Endpoint,
        base: str,
    ) -> None:
        version = factories.make_version(application, version="v1")
        with app.test_request_context(base_url="http://localhost:8000"):
            ask(Bench(application, version), Trial("post", "/shop/7", runs_flows=True))
        Site.of(app).records.flush()
        [run] = find_runs(runs_path(app.config["FOYER"].data), application.id).items
        address = f"{base.replace('/develop', '/v1')}/workflows/{run.flow_id}/runs/{run.id}/again"
        sent = self.send(owner_client, address, method="post", path="/shop/7", body="name=Old")
        assert "Old for" in sent.text

    def test_a_run_that_no_request_began_cannot_be_sent(
        self, owner_client: FlaskClient, flow: Flow, base: str
    ) -> None:
        run = factories.make_run(flow, origin=Origin(flow.application_id))
        assert owner_client.get(page_of(flow, run, base, "/again")).status_code == 404


def test_the_settings_of_a_workflow_lead_to_its_runs(
    app: Flask, owner_client: FlaskClient, flow: Flow, base: str
) -> None:
    factories.make_run(flow)
    record = ErrorRecord(flow.id, "develop", now(), "TimeoutError", "Too long", "fetch", "Ask it")
    counters = Site.of(app).counters
    counters.add_error(record)
    counters.flush()
    text = unescape(owner_client.get(f"{base}/workflows/{flow.id}/settings").text)
    assert f"{base}/runs?flow={flow.id}&span=day" in text
    assert "node=fetch" in text
