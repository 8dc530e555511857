import json
from typing import Any

import pytest

from app.errors import ValidationError
from app.models import Application, Flow
from app.services.flows.exporting import export_flow, read_export
from app.services.flows.importing import import_flows
from app.services.flows.linked import flows_in
from app.services.lookup import find_version
from app.workflows.triggers import ANY_ENDPOINT
from tests.factories import (
    BY,
    make_application,
    make_custom_node,
    make_endpoint,
    make_flow,
    make_flow_version,
    make_version,
)

NODE = {"id": "a", "type": "DebugNode", "config": {"message": "hi"}, "outputIds": []}
ELSEWHERE = "e" * 24


def bring(application: Application, given: Any, **how: Any) -> list[Flow]:
    text = given if isinstance(given, str) else json.dumps(given)
    return import_flows(application, read_export(text, how.pop("known", ()), **how), BY).flows


def trigger(endpoint_id: str) -> dict[str, Any]:
    return {"type": "endpoint", "key": endpoint_id, "outputIds": [["a"]]}


def test_what_was_exported_comes_back_in_another_application(application: Application) -> None:
    flow = make_flow(
        application,
        name="Hall",
        description="Opens",
        nodes=[NODE],
        globals=[{"key": "k", "text": "1"}],
    )
    (copy,) = bring(make_application(), export_flow(flow))
    assert copy.id != flow.id
    assert copy.content() == flow.content()


def test_custom_nodes_come_along_with_their_versions(application: Application) -> None:
    custom = make_custom_node(application, name="Stamp")
    make_flow_version(custom, version="v1", triggers=custom.triggers, nodes=custom.nodes)
    call = {
        "id": "a",
        "type": "CustomNodeExecuteNode",
        "config": {"customNodeId": custom.id, "customNodeVersion": "v1"},
        "outputIds": [],
    }
    flow = make_flow(application, nodes=[call])
    copy, node = bring(make_application(), export_flow(flow))
    assert node.name == "Stamp"
    assert copy.nodes[0]["config"]["customNodeId"] == node.id != custom.id


def test_a_frozen_one_is_exported_as_it_was(application: Application) -> None:
    flow = make_flow(application, nodes=[NODE])
    make_version(application, version="v1")
    (frozen,) = flows_in(find_version(application.id, "v1"))
    exported = export_flow(frozen)
    assert (exported["flowId"], exported["nodes"]) == (flow.id, flow.nodes)


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"flows": [one]}])
def test_a_flow_alone_in_a_list_or_in_an_import_is_read(
    application: Application, wrap: Any
) -> None:
    given = {"id": ELSEWHERE, "name": "Hall", "nodes": [NODE], "description": None}
    (flow,) = bring(application, wrap(given))
    assert (flow.name, flow.flow_class, flow.enabled) == ("Hall", "experience", True)


def test_triggers_of_endpoints_that_are_not_there_lead_to_the_one_that_was_chosen(
    application: Application,
) -> None:
    here, chosen = make_endpoint(application), make_endpoint(application)
    triggers = [trigger(here.id), trigger(ELSEWHERE), trigger(ANY_ENDPOINT)]
    given = {"name": "Hall", "nodes": [NODE], "triggers": triggers}
    known = [here.id, chosen.id]
    (flow,) = bring(application, given, known=known, endpoint_id=chosen.id, enabled=False)
    assert [one["key"] for one in flow.triggers] == [here.id, chosen.id, ANY_ENDPOINT]
    assert not flow.enabled
    (flow,) = bring(application, given, known=known)
    assert flow.triggers[1]["key"] == ELSEWHERE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<html>", "This is not JSON (line 1, column 1)"),
        ("[]", "There is no workflow in it"),
        ("3", "There is no workflow in it"),
        ('{"flows": "x"}', "There is no workflow in it"),
        ('{"name": "Timer", "flowClass": "cloud", "nodes": []}', "`Timer` is no workflow of an"),
        ('{"name": 3, "nodes": []}', "In the workflow number 1 in the file: name must be text"),
        (
            '[{"name": "A", "nodes": []}, {"name": "B", "nodes": [{"type": "Nonsense"}]}]',
            "In the workflow `B`: Nonsense is not valid",
        ),
        (
            '{"name": "A", "nodes": [], "customNodes": [{"name": "C", "flowClass": "customNode", '
            '"id": "short"}]}',
            "In the custom node `C`, number 2 in the file: id",
        ),
        ('{"name": "A", "nodes": [{"type": "Nonsense"}]}', "Nonsense is not valid for Experience"),
        ('{"name": "A", "nodes": 7}', "nodes"),
        ('{"name": "A", "triggers": {"a": 7}}', "triggers"),
    ],
)
def test_what_is_no_export_is_refused_in_words(
    application: Application, text: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        bring(application, text)
    assert sentence in refused.value.message
