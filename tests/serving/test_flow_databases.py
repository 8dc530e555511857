"""Flows reach databases through the ports of the real site."""

from typing import Any

from flask import Flask

from app.experience.blueprint import site_of
from tests import factories
from tests.serving.conftest import Museum
from tests.serving.doors import Answer

Json = dict[str, Any]


def sql(id: str, query: str, *then: str, **config: Any) -> Json:
    config = {"query": query, "resultPath": f"working.{id}", **config}
    return {"id": id, "type": "SqlNode", "config": config, "outputIds": [list(then)]}


def answering(museum: Museum, *nodes: Json) -> Answer:
    """What comes of those nodes, one after the other, and a reply with all that they wrote."""
    endpoint = museum.endpoint("/")
    trigger = {"type": "endpoint", "key": endpoint.id, "outputIds": [[nodes[0]["id"]]]}
    config = {"bodyTemplateType": "path", "bodyTemplate": "working"}
    reply = {"id": "reply", "type": "EndpointReplyNode", "config": config, "outputIds": []}
    factories.make_flow(museum.application, triggers=[trigger], nodes=[*nodes, reply])
    return museum.ask("/")


def test_an_application_has_sqlite_files(app: Flask, museum: Museum) -> None:
    server = {"systemTemplate": "sqlite3", "databaseTemplate": "shop.db"}
    answer = answering(
        museum,
        sql("made", "CREATE TABLE things (name)", "put", **server),
        sql(
            "put", "INSERT INTO things VALUES (?)", "got", parameters=["{{ data.path }}"], **server
        ),
        sql("got", "SELECT * FROM things", "reply", **server),
    )
    assert answer.json == {"made": ["success"], "put": ["success"], "got": [{"name": "/"}]}
    folder = site_of(app).settings.data / "sqlite" / museum.application.id
    assert [path.name for path in folder.iterdir()] == ["shop.db"]


def test_a_credential_is_found_and_its_private_server_refused(museum: Museum) -> None:
    stored = {"system": "pg", "host": "127.0.0.1", "username": "app", "password": "hidden"}
    factories.make_credential(museum.application, name="db", kind="sql", sql_config=stored)
    answer = answering(museum, sql("got", "SELECT 1", "reply", credentialNameTemplate="db"))
    errors = "127.0.0.1 leads into a private network; this is refused"
    assert answer.json == {"got": {"errors": errors}}
