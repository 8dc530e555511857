"""Short words for the flows that tests put behind endpoints."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic, sleep
from typing import Any

from flask import Flask

from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Endpoint, Flow, FlowStorage
from app.serving.request import PublicRequest
from app.serving.serve import serve
from app.serving.site import Site
from app.workflows.triggers import ANY_ENDPOINT

from .. import factories
from .conftest import Museum

Json = dict[str, Any]
TRIGGERS = ("endpoint", "flowError", "virtualButton", "customNodeStart")


def trigger(endpoint: Endpoint | None, *first: str) -> Json:
    key = endpoint.id if endpoint else ANY_ENDPOINT
    return {"type": "endpoint", "key": key, "config": {}, "outputIds": [list(first)]}


def on_error(*first: str, scope: str = "local") -> Json:
    return {"type": "flowError", "config": {"scope": scope}, "outputIds": [list(first)]}


def node(id: str, kind: str, config: Json, *then: str) -> Json:
    return {"id": id, "type": kind, "config": config, "outputIds": [list(then)]}


def reply(id: str = "reply", **config: Any) -> Json:
    return node(id, "EndpointReplyNode", config)


def text(body: str, **config: Any) -> Json:
    return reply(bodyTemplate=body, **config)


def throw(message: str = "no luck") -> Json:
    return node("throw", "ThrowErrorNode", {"messageTemplate": message})


def delay(seconds: float, then: str = "reply") -> Json:
    return node("delay", "DelayNode", {"delay": seconds}, then)


def store(key: str, then: str = "reply") -> Json:
    config = {"keyName": key, "valueType": "template", "value": "yes"}
    return node("store", "StoreValueNode", config, then)


def stored(museum: Museum) -> list[str]:
    """Keys, as soon as there are any."""
    rows = db.select(FlowStorage.key).join(Flow, Flow.id == FlowStorage.flow_id)
    rows = rows.filter(Flow.application_id == museum.application.id).order_by(FlowStorage.key)
    give_up = monotonic() + 10
    while monotonic() < give_up:
        db.session.rollback()
        if keys := db.session.scalars(rows).all():
            return list(keys)
        sleep(0.01)
    return []


def application_flow(museum: Museum, *parts: Json, **fields: Any) -> Flow:
    return flow(museum, *parts, flow_class="cloud", **fields)


def button(*first: str, key: str = "", payload: str = "") -> Json:
    meta = {"uiId": "press-me", "payload": payload}
    made = {"type": "virtualButton", "meta": meta, "outputIds": [list(first)]}
    return made | ({"key": key} if key else {})


def flow(museum: Museum, *parts: Json, **fields: Any) -> Flow:
    """Of triggers and nodes."""
    triggers = [part for part in parts if part["type"] in TRIGGERS]
    nodes = [part for part in parts if part not in triggers]
    return factories.make_flow(museum.application, triggers=triggers, nodes=nodes, **fields)


def answering(museum: Museum, route: str, *nodes: Json, method: str = "get") -> Endpoint:
    """An endpoint with a flow of those nodes, of which the first comes first."""
    endpoint = museum.endpoint(route, method)
    flow(museum, trigger(endpoint, nodes[0]["id"]), *nodes)
    return endpoint


@contextmanager
def site_with(app: Flask, **changed: Any) -> Iterator[Site]:
    """The site, but for what is changed."""
    yield replace(site_of(app), **changed)


def asked(museum: Museum, path: str, site: Site) -> Any:
    """In this process, whatever the door."""
    request = PublicRequest(
        method="get", host=museum.host, path=path, headers={"host": museum.host}
    )
    return serve(request, site)
