from app.workflows.flow import compile_flow
from app.workflows.triggers import ANY_ENDPOINT, PUBLIC, endpoint_triggers, envelope
from tests.workflows.fakes import START

STORED = {
    "id": "f1",
    "name": "Flow",
    "triggers": [
        {"type": "endpoint", "key": "e1"},
        {"type": "endpoint", "key": ANY_ENDPOINT},
        {"type": "endpoint", "key": "e2"},
        {"type": "virtualButton", "key": "e1"},
    ],
}


def keys(endpoint_id, **changes):
    flow = compile_flow(STORED | changes)
    return [trigger.key for trigger in endpoint_triggers(flow, endpoint_id)]


def test_a_request_fires_its_endpoints_triggers_and_those_for_any():
    assert keys("e1") == ["e1", ANY_ENDPOINT]
    assert keys(None) == [ANY_ENDPOINT]
    assert keys("e1", enabled=False) == []


def test_the_envelope_shares_nothing():
    flow = compile_flow(STORED, globals={"list": [1]}, application={"id": "app", "name": "App"})
    data, experience = {"body": {"a": 1}}, {"version": "develop", "user": {"id": "u"}}
    payload = envelope(
        flow,
        flow.triggers[0],
        now=START,
        data=data,
        relay=PUBLIC,
        experience=experience,
    )
    assert payload == {
        "time": START,
        "data": data,
        "applicationId": "app",
        "applicationName": "App",
        "flowId": "f1",
        "flowName": "Flow",
        "flowVersion": "develop",
        "triggerId": "e1",
        "triggerType": "endpoint",
        "relayId": "000000000000000000000000",
        "relayType": "public",
        "globals": {"list": [1]},
        "experience": experience,
    }
    payload["globals"]["list"].append(2)
    payload["data"]["body"]["a"] = 2
    payload["experience"]["user"]["id"] = "x"
    assert (flow.globals, data["body"], experience["user"]) == (
        {"list": [1]},
        {"a": 1},
        {"id": "u"},
    )
