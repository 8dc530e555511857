"""A page that loops inside C, where no budget reaches it."""

from collections.abc import Iterator
from http.client import HTTPException
from threading import Thread

import pytest

from config import Settings

from ..browser.server import Server, running_server
from .conftest import Museum
from .doors import Door, WsgiDoor, ask, connections_by_process

# Two lists of 2^40 leaves each, in 80 small steps, because both halves are the same list again.
# Comparing them is one operation for the template, and decades for the interpreter.
ENDLESS_IN_C = """
{% set lists = namespace(a=[1], b=[1]) %}
{% for i in range(40) %}
{% set lists.a = [lists.a, lists.a] %}{% set lists.b = [lists.b, lists.b] %}
{% endfor %}
{{ lists.a == lists.b }}
"""


@pytest.fixture
def own_server(shared_settings: Settings) -> Iterator[Server]:
    """A worker of it will die, so it is nobody else's."""
    with running_server(shared_settings.data, FOYER_DEMO="0", FOYER_RENDER_SECONDS="0.5") as server:
        yield server


@pytest.fixture
def door(app: object) -> Door:
    return WsgiDoor(app)


def test_a_stuck_worker_is_replaced_while_the_other_goes_on(
    museum: Museum, own_server: Server
) -> None:
    museum.answering("/stuck", ENDLESS_IN_C)
    museum.answering("/fine", "fine")
    first, second = connections_by_process(own_server.port)
    victim = ask(first, "GET", "/healthz", host="localhost").json["process"]
    survivor = ask(second, "GET", "/healthz", host="localhost").json["process"]

    cut_off: list[Exception] = []
    thread = Thread(target=_ask_for_trouble, args=(first, museum.host, cut_off))
    thread.start()
    answers = []
    while thread.is_alive():
        answers.append(ask(second, "GET", "/fine", host=museum.host).text)
    thread.join()

    assert cut_off, "the endless page was answered"
    assert len(answers) > 10
    assert set(answers) == {"fine"}
    replaced = connections_by_process(own_server.port)
    processes = {ask(c, "GET", "/healthz", host="localhost").json["process"] for c in replaced}
    assert survivor in processes
    assert victim not in processes
    for connection in (first, second, *replaced):
        connection.close()


def _ask_for_trouble(connection: object, host: str, cut_off: list[Exception]) -> None:
    try:
        ask(connection, "GET", "/stuck", host=host)
    except (HTTPException, OSError) as error:
        cut_off.append(error)
