from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Flow

from .. import factories
from .conftest import SEEN, TOKEN


@pytest.fixture
def flow(application: Application) -> Flow:
    application.globals = [{"key": "a", "json": "1"}, {"key": "b", "json": "1"}]
    db.session.commit()
    return factories.make_flow(application, globals=[{"key": "b", "text": '"own <b>"'}])


@pytest.fixture
def path(application: Application, flow: Flow) -> str:
    base = f"/console/applications/{application.id}/experience/versions"
    return f"{base}/develop/workflows/{flow.id}"


def send(client: FlaskClient, path: str, *rows: tuple[str, str, str], **fields: str) -> Any:
    page = client.get(f"{path}/globals").text
    token, seen = TOKEN.search(page), SEEN.search(page)
    assert token
    assert seen
    typed: dict[str, Any] = {"csrf_token": token[1], "seen": seen[1]} | fields
    for part, values in zip(("key", "kind", "text"), zip(*rows, strict=True), strict=True):
        typed[f"globals-{part}"] = list(values)
    typed["globals-description"] = typed["globals-cloud"] = [""] * len(rows)
    return client.post(f"{path}/globals", data=typed)


def test_it_tells_whose_value_a_run_reads(owner_client: FlaskClient, path: str) -> None:
    text = owner_client.get(f"{path}/globals").text.split('id="read-h"')[1]
    rows = [row for row in text.split("<tr") if "globals." in row]
    assert "globals.a" in rows[0]
    assert "the application" in rows[0]
    assert "own &lt;b&gt;" in rows[1]
    assert "this workflow" in rows[1]
    assert "the application" in rows[1]


def test_they_are_saved(owner_client: FlaskClient, path: str, flow: Flow) -> None:
    assert send(owner_client, path, ("c", "number", "7")).status_code == 302
    db.session.expire_all()
    assert flow.globals == [{"key": "c", "json": "7"}]


def test_a_bad_row_is_told_and_stays(owner_client: FlaskClient, path: str, flow: Flow) -> None:
    refused = send(owner_client, path, ("c d", "number", "seven"))
    assert refused.status_code == 400
    assert "seven is no number" in refused.text
    assert 'value="c d"' in refused.text


def test_what_the_editor_saved_meanwhile_is_not_overwritten(
    owner_client: FlaskClient, path: str, flow: Flow
) -> None:
    stale = SEEN.search(owner_client.get(f"{path}/globals").text)
    assert stale
    flow.globals = [{"key": "theirs", "json": "1"}]
    db.session.commit()
    refused = send(owner_client, path, ("c", "number", "7"), seen=stale[1])
    assert refused.status_code == 409
    assert "theirs" in refused.text


def test_the_editor_cannot_overwrite_what_was_saved_here(
    owner_client: FlaskClient, path: str, flow: Flow
) -> None:
    page = owner_client.get(path).text
    seen = page.split('"seen": "')[1].split('"')[0]
    token = page.split('"csrf": "')[1].split('"')[0]
    send(owner_client, path, ("c", "number", "7"))
    graph = {"seen": seen, "triggers": [], "nodes": [], "globals": []}
    answer = owner_client.post(f"{path}/graph", json=graph, headers={"X-CSRFToken": token})
    assert answer.status_code == 409
    assert answer.json["flow"]["globals"] == [{"key": "c", "json": "7"}]
