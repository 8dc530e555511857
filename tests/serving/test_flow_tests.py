"""Saved tests of workflows, run."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import NotFound
from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Flow, FlowStorage, FlowTest, SignInFailures, User
from app.schemas.flow_test import FlowTestPost
from app.schemas.messages import read
from app.services.bootstrap import BootstrapOptions, bootstrap
from app.services.flow_tests import create_flow_test
from app.services.flow_tests.from_run import case_of, hidden_in, replaced
from app.services.flows import develop_flows
from app.services.run_records.reading import RunFilter, find_runs, read_run, runs_path
from app.serving.runs.flow_tests import FlowTestResult, run_flow_test
from app.serving.site import Site

from .. import factories
from .conftest import Museum, make_museum
from .doors import WsgiDoor
from .flows import button, delay, flow, node, on_error, store, text, throw, trigger

HTTP = {"method": "GET", "uriTemplate": "https://example.com/rate", "responsePath": "working.rate"}


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    site = site_of(app)
    site.records.start()
    return site


@pytest.fixture
def museum(owner: Any, app: Flask) -> Museum:
    return make_museum(owner, WsgiDoor(app))


def answering(museum: Museum, *nodes: Any, **fields: Any) -> Flow:
    """Started by an endpoint of its own; the first node comes first."""
    return flow(museum, trigger(museum.endpoint("/it"), nodes[0]["id"]), *nodes, **fields)


def ran(site: Site, made: Flow, version: str = "develop", **fields: Any) -> FlowTestResult:
    return run_flow_test(site, factories.make_flow_test(made, **fields), version)


def number_of(model: Any, **where: Any) -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count()).select_from(model).filter_by(**where)).one()


def test_a_flow_that_replies_as_expected_passes(museum: Museum, site: Site) -> None:
    made = answering(museum, text("Hello {{ data.body.name }}", responseCodeTemplate="201"))
    payload = {"data": {"body": {"name": "Ann"}}}
    expected = {"status": 201, "body": "Hello Ann"}
    assert ran(site, made, payload=payload, expected=expected).passed
    result = ran(site, made, payload=payload, expected={"status": 200, "body": "Hello Bob"})
    assert not result.passed
    assert [(one.where, one.expected, one.got) for one in result.differences] == [
        ("status", "200", "201"),
        ("body", "Hello Bob", "Hello Ann"),
    ]


def test_a_flow_that_does_not_reply_differs_from_one_that_should(
    museum: Museum, site: Site
) -> None:
    made = answering(museum, node("log", "DebugNode", {}))
    [difference] = ran(site, made, expected={"status": 200}).differences
    assert (difference.where, difference.got) == ("reply", "no reply")
    assert ran(site, made).passed


def test_a_run_that_halts_fails_unless_it_is_to_halt(museum: Museum, site: Site) -> None:
    made = answering(museum, throw("no luck"))
    [problem] = ran(site, made).problems
    assert problem == "The run halted at “Throw Error” with Error: no luck."
    assert ran(site, made, expected_error="Error").passed
    [problem] = ran(site, made, expected_error="Timeout").problems
    assert problem.endswith("Timeout was expected.")
    calm = answering_other(museum)
    [problem] = ran(site, calm, expected_error="Error").problems
    assert problem == "The run came to its end; it was to halt with Error."


def answering_other(museum: Museum) -> Flow:
    return flow(museum, trigger(museum.endpoint("/other"), "reply"), text("fine"))


def test_the_handler_of_an_error_may_reply(museum: Museum, site: Site) -> None:
    made = answering(museum, throw(), on_error("reply"), text("sorry"))
    assert ran(site, made, expected_error="Error", expected={"body": "sorry"}).passed


def test_a_call_gets_the_answer_of_its_stub(museum: Museum, site: Site) -> None:
    body = text("{{ working.rate.body.eur }} {{ working.rate.statusCode }}")
    made = answering(museum, node("http", "HttpNode", HTTP, "reply"), body)
    stub = {"port": "http", "method": "send", "answer": {"status": 203, "body": {"eur": 1.1}}}
    assert ran(site, made, stubs=[stub], expected={"body": "1.1 203"}).passed


def test_a_call_without_a_stub_fails_with_a_sentence_that_says_what_to_add(
    museum: Museum, site: Site
) -> None:
    made = answering(museum, node("http", "HttpNode", HTTP, "reply"), text("unreached"))
    result = ran(site, made)
    [problem] = result.problems
    assert problem.startswith("The call http.send [")
    assert "https://example.com/rate" in problem
    assert problem.endswith('Add one to the stubs: {"port": "http", "method": "send", "answer": …}')


def test_stubs_answer_in_their_order_and_only_what_they_fit(museum: Museum, site: Site) -> None:
    second = HTTP | {"uriTemplate": "https://example.com/two", "responsePath": "working.two"}
    made = answering(
        museum,
        node("http", "HttpNode", second, "again"),
        node("again", "HttpNode", HTTP, "reply"),
        text("{{ working.two.body }} {{ working.rate.body }}"),
    )
    first = {"port": "http", "method": "send", "answer": {"body": "first"}}
    later = {"port": "http", "method": "send", "answer": {"body": "later"}}
    assert ran(site, made, stubs=[first, later], expected={"body": "first later"}).passed
    fitting = first | {"request": {"url": "https://example.com/rate"}}
    assert ran(site, made, stubs=[fitting, later], expected={"body": "later first"}).passed


def test_a_stub_can_refuse(museum: Museum, site: Site) -> None:
    config = HTTP | {"errorBehavior": "payloadPath", "errorPath": "working.error"}
    made = answering(
        museum, node("http", "HttpNode", config, "reply"), text("{{ jsonEncode(working.error) }}")
    )
    stub = {"port": "http", "method": "send", "error": {"kind": "Timeout", "message": "too slow"}}
    expected = {"body": "too slow", "match": "contains"}
    assert ran(site, made, stubs=[stub], expected=expected).passed


@pytest.mark.parametrize(
    ("kind", "config", "call", "answer", "path"),
    [
        (
            "StructureEmailNode",
            {"toAddresses": ["a@example.com"], "subjectTemplate": "Hi", "bodyTemplate": "Hi"},
            ("mail", "send"),
            None,
            "resultPath",
        ),
        (
            "StructureSmsNode",
            {"phoneNumberTemplate": "+49301234567", "bodyTemplate": "Hi"},
            ("sms", "send"),
            None,
            "resultPath",
        ),
        (
            "LosantApiNode",
            {"resource": "application", "action": "get", "parameters": "{}"},
            ("api", "call"),
            {"name": "Museum"},
            "responsePath",
        ),
    ],
)
def test_whatever_leads_outside_is_stubbed(
    museum: Museum, site: Site, kind: str, config: Any, call: Any, answer: Any, path: str
) -> None:
    made = answering(museum, node("out", kind, config | {path: "working.out"}, "reply"), text("ok"))
    port, method = call
    stub = {"port": port, "method": method, "answer": answer}
    result = ran(site, made, stubs=[stub], expected={"body": "ok"})
    assert result.passed, result
    assert f"The call {port}.{method}" in ran(site, made).problems[0]


def test_what_it_writes_does_not_stay(museum: Museum, site: Site) -> None:
    create = {"emailTemplate": "new@example.com", "resultPath": "working.user"}
    create |= {"dataMethod": "individualFields", "passwordTemplate": "correct horse"}
    made = answering(
        museum,
        store("visits", "create"),
        node("create", "CreateExperienceUserNode", create, "get"),
        node(
            "get",
            "GetValueNode",
            {"keyName": "visits", "valuePath": "working.n"},
            "reply",
        ),
        text("{{ working.n }} {{ working.user.email }}"),
    )
    result = ran(site, made, expected={"body": "yes new@example.com"})
    assert result.passed, result
    assert number_of(FlowStorage, flow_id=made.id) == 0
    assert number_of(User, application_id=museum.application.id) == 0


def test_waiting_takes_no_time(museum: Museum, site: Site) -> None:
    made = answering(museum, delay(50), text("late"))
    result = ran(site, made, expected={"body": "late"})
    assert result.passed
    assert result.milliseconds < 50_000


def test_the_time_of_a_test_is_the_time_of_its_run(museum: Museum, site: Site) -> None:
    made = answering(museum, text("{{ time }}"))
    expected = {"body": "2025-03-01T12:00:00.000Z"}
    assert ran(site, made, payload={"time": "2025-03-01T12:00:00Z"}, expected=expected).passed


def test_somebody_may_ask(museum: Museum, site: Site) -> None:
    museum.user(email="ann@example.com")
    made = answering(museum, text("{{ experience.user.email }} {{ experience.endpoint.route }}"))
    expected = {"body": "ann@example.com /it"}
    assert ran(site, made, user="ann@example.com", expected=expected).passed
    [problem] = ran(site, made, user="bob@example.com", expected=expected).problems
    assert problem == "The experience has no user bob@example.com."


def test_buttons_begin_a_run_too(museum: Museum, site: Site) -> None:
    made = flow(museum, button("throw", key="go"), throw("{{ data.reason }}"))
    [problem] = ran(site, made, payload={"data": {"reason": "pressed"}}).problems
    assert problem.endswith("with Error: pressed.")


def test_what_nodes_remember_begins_anew_with_each_test(museum: Museum, site: Site) -> None:
    once = {"ratePerMinute": "0.01"}
    made = answering(
        museum,
        {"id": "once", "type": "ThrottleNode", "config": once, "outputIds": [[], ["reply"]]},
        text("passed"),
    )
    for _ in range(2):
        assert ran(site, made, expected={"body": "passed"}).passed


def test_a_flow_that_is_switched_off_can_be_tested(museum: Museum, site: Site) -> None:
    made = answering(museum, text("hidden"), enabled=False)
    assert ran(site, made, expected={"body": "hidden"}).passed


def test_each_version_is_tested_as_it_is(museum: Museum, site: Site) -> None:
    made = answering(museum, text("old"))
    factories.make_version(museum.application, version="v1")
    made.nodes = [text("new")]
    db.session.commit()
    test = factories.make_flow_test(made, expected={"body": "new"})
    assert run_flow_test(site, test).passed
    assert not run_flow_test(site, test, "v1").passed
    with pytest.raises(NotFound):
        run_flow_test(site, test, "v2")


def test_a_trigger_that_is_gone_is_told(museum: Museum, site: Site) -> None:
    made = answering(museum, text("it"))
    test = factories.make_flow_test(made)
    made.triggers = []
    db.session.commit()
    [problem] = run_flow_test(site, test).problems
    assert problem == "The workflow no longer has the trigger that this test begins with."


def test_its_run_is_recorded_as_a_trial(museum: Museum, site: Site) -> None:
    made = answering(museum, text("it"))
    result = ran(site, made)
    assert result.run_id
    run = read_run(runs_path(site.settings.data), result.run_id)
    assert run is not None
    assert [step.node_id for step in run.steps] == ["reply"]
    assert run.reply["body"] == "it"


def test_a_log_in_passes_without_leaving_a_trace(museum: Museum, site: Site) -> None:
    done = bootstrap(museum.application, BootstrapOptions(), factories.BY)
    login = next(one for one in develop_flows(museum.application.id) if one.name == "Log in")
    data = {"method": "post", "body": {"email": done.email, "password": done.password}}
    fields: dict[str, Any] = {
        "trigger": login.triggers[1]["key"],
        "payload": {"data": data},
        "expected": {
            "kind": "redirect",
            "location": "/",
            "cookies": {"authorization": {"value": "[redacted]", "path": "/"}},
        },
    }
    failures = number_of(SignInFailures)
    result = ran(site, login, **fields)
    assert result.passed, result
    wrong = data | {"body": {"email": done.email, "password": "wrong"}}
    refused = ran(site, login, **fields | {"payload": {"data": wrong}})
    assert "kind" in [one.where for one in refused.differences]
    assert number_of(SignInFailures) == failures
    user = db.session.scalars(select(User).filter_by(application_id=museum.application.id)).one()
    assert user.last_login is None


def test_secrets_are_hidden_in_what_is_told(museum: Museum, site: Site) -> None:
    body = '{"token": "very secret", "n": 1}'
    made = answering(museum, text(body))
    result = ran(site, made, expected={"body": {"n": 2}})
    assert "very secret" not in str(result.wire())
    assert result.wire()["passed"] is False


def saved(site: Site, museum: Museum, flow: Flow, **shown: str) -> FlowTest:
    """The newest run of a flow as a test, with what its record hides as it is. shown: by the name
    of the field."""
    site.records.flush()
    path = runs_path(site.settings.data)
    newest = find_runs(path, museum.application.id, RunFilter(flow_id=flow.id)).items[0]
    run = read_run(path, newest.id)
    assert run is not None
    case = case_of(run, flow.triggers)
    for place in list(hidden_in(case["payload"])):
        case["payload"] = replaced(case["payload"], place, shown[str(place[-1])])
    return create_flow_test(flow, read(FlowTestPost, case), factories.BY)


def test_a_recorded_run_becomes_a_test_that_passes(museum: Museum, site: Site) -> None:
    museum.user(email="ann@example.com")
    check = {"emailTemplate": "{{ data.body.email }}", "resultPath": "working.user"}
    check |= {"findMethod": "emailOrId", "emailOrIdTemplate": "{{ data.body.email }}"}
    mail = {"toAddresses": ["a@example.com"], "subjectTemplate": "Hi", "bodyTemplate": "Hi"}
    endpoint = museum.endpoint("/find", "post")
    made = flow(
        museum,
        trigger(endpoint, "find"),
        node("find", "GetExperienceUserNode", check, "mail"),
        node("mail", "StructureEmailNode", mail, "reply"),
        text('{"email": "{{ working.user.email }}", "token": "secret"}'),
    )
    body = b'{"email": "ann@example.com"}'
    headers = {"content-type": "application/json"}
    assert museum.ask("/find", "POST", body=body, headers=headers).status == 200
    test = saved(site, museum, made)
    assert [stub["port"] for stub in test.stubs] == ["mail"]
    result = run_flow_test(site, test)
    assert result.passed, result


def test_of_a_broken_log_in_a_test_is_made_that_passes_once_it_is_mended(
    museum: Museum, site: Site
) -> None:
    done = bootstrap(museum.application, BootstrapOptions(), factories.BY)
    flows = develop_flows(museum.application.id)
    login = next(one for one in flows if one.name == "Log in")
    whole = login.nodes
    login.nodes = [
        one | {"config": {"expression": "1 +"}} if one["id"] == "sent" else one for one in whole
    ]
    db.session.commit()
    form = f"email={quote(done.email or '')}&password={quote(done.password or '')}".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    museum.ask("/login", "POST", body=form, headers=headers)
    test = saved(site, museum, login, password=done.password or "")
    assert test.expected is None
    assert test.stubs == []
    test.expected = {"kind": "redirect", "location": "/"}
    db.session.commit()
    [problem] = run_flow_test(site, test).problems
    assert "InvalidExpression" in problem
    login.nodes = whole
    db.session.commit()
    result = run_flow_test(site, test)
    assert result.passed, result
