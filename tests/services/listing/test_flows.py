from typing import Any

import pytest

from app.errors import ValidationError
from app.models import Application, Flow
from app.schemas.flow import FlowPatch, TriggerFilter
from app.services.flows import delete_flow, update_flow
from app.services.listing import (
    ListQuery,
    flow_version_ids,
    list_flow_versions,
    list_flows,
    list_flows_by_version,
)
from tests.conftest import Clock
from tests.factories import BY, make_custom_node, make_flow, make_flow_version, make_version

KEY = "5" * 24
TRIGGER = {"type": "endpoint", "key": KEY, "config": {}}
SAY = {"id": "a", "type": "DebugNode", "config": {"level": 'a "b"', "on": True, "n": 1}}


def names(application: Application, query: Any = None, **extra: Any) -> list[str]:
    page = list_flows(application, ListQuery(query=query, extra=extra))
    return [flow.name for flow in page.items]


def named(*wanted: str) -> list[TriggerFilter]:
    return [TriggerFilter(key=one) if one == KEY else TriggerFilter(kind=one) for one in wanted]


@pytest.fixture
def flows(application: Application) -> dict[str, Flow]:
    made = {
        "Alpha": make_flow(application, name="Alpha", nodes=[SAY], triggers=[TRIGGER]),
        "beta": make_flow(application, name="beta", enabled=False),
        "Gamma": make_flow(application, name="Gamma", flow_class="cloud"),
        "delta": make_custom_node(application, name="delta", custom_node_supports=["cloud"]),
    }
    make_flow(name="Elsewhere")
    return made


def test_flows_are_listed_by_class(application: Application, flows: dict[str, Flow]) -> None:
    assert names(application, flow_class="experience") == ["Alpha", "beta"]
    assert names(application, flow_class="cloud") == ["Gamma"]
    assert names(application) == ["Alpha", "beta", "delta", "Gamma"]
    page = list_flows(application, ListQuery(filter_field="name", filter="?l*", per_page=1))
    assert page.total_count == 0
    page = list_flows(application, ListQuery(filter_field="name", filter="*lt*", per_page=1))
    assert [flow.name for flow in page.items] == ["delta"]


def test_flows_are_found_by_their_triggers(
    application: Application, flows: dict[str, Flow]
) -> None:
    assert names(application, trigger_filter=named(KEY)) == ["Alpha"]
    assert names(application, trigger_filter=named("customNodeStart", KEY)) == ["Alpha", "delta"]
    both = [TriggerFilter(key=KEY, kind="timer")]
    assert names(application, trigger_filter=both) == []
    assert len(names(application, trigger_filter=[])) == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "Alpha beta delta Gamma"),
        ({"name": {"$startsWith": "b"}}, "beta"),
        ({"enabled": False}, "beta"),
        ({"enabled": {"$ne": False}}, "Alpha delta Gamma"),
        ({"enabled": {"$in": [True, "x"]}}, "Alpha delta Gamma"),
        ({"enabled": "true"}, ""),
        ({"flowClass": {"$in": ["cloud", "customNode"]}}, "delta Gamma"),
        ({"customNodeSupports": "cloud"}, "delta"),
        ({"customNodeSupports": {"$ne": "cloud"}}, "Alpha beta Gamma"),
        ({"defaultVersion": None}, "Alpha beta delta Gamma"),
        ({"nodes": {"type": "DebugNode"}}, "Alpha"),
        ({"nodes": {"$ne": {"type": "DebugNode"}}}, "beta delta Gamma"),
        ({"nodes": {"type": "DebugNode", "config": {"level": 'a "b"', "on": True}}}, "Alpha"),
        ({"nodes": {"type": "DebugNode", "config": {"on": 1}}}, ""),
        ({"nodes": {"type": "DebugNode", "config": {"level": "b"}}}, ""),
        ({"triggers": {"$eq": {"type": "endpoint", "key": KEY}}}, "Alpha"),
        ({"triggers": {"type": "endpoint", "key": "6" * 24}}, ""),
        (
            {"$or": [{"name": "beta"}, {"triggers": {"type": "endpoint"}}], "$nor": [{"id": KEY}]},
            "Alpha beta",
        ),
        ({"creationDate": {"$gt": 0}}, "Alpha beta delta Gamma"),
    ],
)
def test_an_advanced_query_replaces_the_filters(
    application: Application, flows: dict[str, Flow], query: Any, found: str
) -> None:
    assert names(application, query, flow_class="cloud") == found.split()


@pytest.mark.parametrize(
    "query", [{"nope": 1}, {"nodes": {}}, {"nodes": {"type": 1}}, {"id": "x"}, {"$or": 1}]
)
def test_a_query_that_means_nothing_is_refused(application: Application, query: Any) -> None:
    with pytest.raises(ValidationError):
        names(application, query)


def test_frozen_flows_are_looked_at_only_if_asked(
    application: Application, flows: dict[str, Flow]
) -> None:
    make_version(application)
    update_flow(flows["Alpha"], FlowPatch(nodes=[]), BY)
    delete_flow(flows["beta"], BY)
    for query, found in (
        ({"nodes": {"type": "DebugNode"}}, ["Alpha"]),
        ({"name": "beta"}, ["beta"]),
        ({"id": flows["beta"].id}, ["beta"]),
        ({"customNodeSupports": "edge"}, []),
    ):
        assert names(application, query) == []
        assert names(application, query, all_versions=True) == found
    assert names(application, flow_class="experience") == ["Alpha"]


def test_versions_are_listed_by_flow(application: Application, flows: dict[str, Flow]) -> None:
    for name in ("v2", "v1", "w"):
        make_flow_version(flows["Gamma"], version=name)
    listed = list_flow_versions(flows["Gamma"], ListQuery(filter_field="version", filter="v*"))
    assert [one.version for one in listed.items] == ["v1", "v2"]
    queried = list_flow_versions(flows["Gamma"], ListQuery(query={"version": {"$gt": "v1"}}))
    assert [one.version for one in queried.items] == ["v2", "w"]
    assert len(flow_version_ids(flows["Gamma"], None)) == 3
    assert len(flow_version_ids(flows["Gamma"], {"flowId": flows["Alpha"].id})) == 0


def test_versions_are_listed_by_name(
    application: Application, flows: dict[str, Flow], stopped_clock: Clock
) -> None:
    make_version(application, version="v1"), make_version(application, version="v2")
    make_flow_version(flows["Gamma"], version="v1")

    def found(version: str, q: ListQuery) -> list[str]:
        return [one.name for one in list_flows_by_version(application, version, q).items]

    assert found("v1", ListQuery(extra={"flow_class": "experience"})) == ["Alpha", "beta"]
    assert found("v1", ListQuery(extra={"flow_class": "cloud"})) == ["Gamma"]
    assert found("v2", ListQuery()) == ["Alpha", "beta"]
    assert found("v3", ListQuery()) == []
    assert found("v1", ListQuery(extra={"trigger_filter": named(KEY)})) == ["Alpha"]
    assert found("v1", ListQuery(query={"enabled": False})) == ["beta"]
    page = list_flows_by_version(application, "v2", ListQuery())
    assert page.items[0].versions == ["v1", "v2"]
