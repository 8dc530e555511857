"""Several processes on one database: what one of them saved, the others know, and it stays."""

import sqlite3
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

from ..browser.server import EMAIL, PASSWORD, Server, running_server
from ..factories import PASSWORD as FACTORY_PASSWORD
from .conftest import Museum, page_reply
from .doors import Door, WsgiDoor, api, ask, connections_by_process, log_in

WRITERS = 4
WRITES_EACH = 250
KILL_AFTER = 400


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


def test_a_save_in_one_process_is_seen_by_the_next_request_in_another(
    museum: Museum, server: Server, owner: Any
) -> None:
    page = museum.page("nothing yet")
    museum.endpoint("/", static_reply=page_reply(page))
    one, other = connections_by_process(server.port)
    token = log_in(one, owner.email, FACTORY_PASSWORD)
    path = f"/applications/{museum.application.id}/experience/views/{page.id}"
    for number in range(20):
        saved = api(one, "PATCH", path, {"body": f"saved {number}"}, token)
        assert saved.status == 200, saved.text
        assert ask(other, "GET", "/", host=museum.host).text == f"saved {number}"
        assert ask(one, "GET", "/", host=museum.host).text == f"saved {number}"
    for connection in (one, other):
        connection.close()


def test_sigkill_loses_no_acknowledged_write_and_leaves_a_sound_database(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    enough = Event()
    with running_server(tmp_path) as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        token = log_in(connection, EMAIL, PASSWORD)
        applications = api(connection, "GET", "/applications", token=token).json["items"]
        connection.close()
        path = f"/applications/{applications[0]['id']}/experience/endpoints"

        def write(writer: int) -> None:
            connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
            try:
                for number in range(WRITES_EACH):
                    value = {"method": "get", "route": f"/w{writer}/n{number}"}
                    answer = api(connection, "POST", path, value, token)
                    assert answer.status == 201, answer.text
                    acknowledged.append(answer.json["id"])
                    if len(acknowledged) >= KILL_AFTER:
                        enough.set()
            except (HTTPException, OSError):
                pass  # the server is gone, as it should be
            finally:
                connection.close()

        writers = [Thread(target=write, args=(number,)) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        assert enough.wait(60)
        server.kill()
        for writer in writers:
            writer.join()

    assert KILL_AFTER <= len(acknowledged) < WRITERS * WRITES_EACH
    with closing(sqlite3.connect(tmp_path / "foyer.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {row[0] for row in database.execute("SELECT id FROM endpoints")}
    assert set(acknowledged) <= kept
    with running_server(tmp_path) as again:
        connection = HTTPConnection("127.0.0.1", again.port, timeout=30)
        assert ask(connection, "GET", "/", host="demo.localhost").status == 200
        connection.close()
