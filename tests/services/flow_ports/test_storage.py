import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine

from app.extensions import db
from app.models import Application, Flow
from app.services.flow_ports.storage import Storage
from app.services.flows import delete_flow
from app.services.flows.storage import VALUE_BYTES
from app.workflows import ports
from app.workflows.errors import Refused
from app.workflows.values import UNDEFINED
from config import Settings
from tests.factories import BY, make_flow

TIMES = 30


@pytest.fixture
def flow(application: Application) -> Flow:
    return make_flow(application)


@pytest.fixture
def storage(application: Application) -> ports.Storage:
    return Storage(db.engine)


def test_it_keeps_a_value(storage: ports.Storage, flow: Flow) -> None:
    assert storage.get(flow.id, "a") is UNDEFINED
    storage.put(flow.id, "a", [1, None])
    storage.put(flow.id, "b", None)
    assert storage.get(flow.id, "a") == [1, None]
    assert storage.all(flow.id) == {"a": [1, None], "b": None}
    assert storage.all(make_flow().id) == {}


def test_a_date_is_kept_as_text(storage: ports.Storage, flow: Flow) -> None:
    storage.put(flow.id, "a", {"at": datetime(2025, 3, 1, 12, tzinfo=UTC), "no": UNDEFINED})
    assert storage.get(flow.id, "a") == {"at": "2025-03-01T12:00:00.000Z"}


def test_it_gives_back_what_it_removes(storage: ports.Storage, flow: Flow) -> None:
    storage.put(flow.id, "a", 1)
    assert (storage.remove(flow.id, "a"), storage.remove(flow.id, "a")) == (1, UNDEFINED)


def test_it_adds(storage: ports.Storage, flow: Flow) -> None:
    assert [storage.add(flow.id, "a", one) for one in (1, 0.5, -3)] == [1, 1.5, -1.5]
    assert storage.get(flow.id, "a") == -1.5


@pytest.mark.parametrize("value", ["1", None, True, [1]])
def test_it_adds_only_to_numbers(storage: ports.Storage, flow: Flow, value: Any) -> None:
    storage.put(flow.id, "a", value)
    with pytest.raises(Refused, match="not a number"):
        storage.add(flow.id, "a", 1)
    assert storage.get(flow.id, "a") == value


def test_a_sum_is_a_number(storage: ports.Storage, flow: Flow) -> None:
    for amount in (float("nan"), float("inf")):
        with pytest.raises(Refused, match="not a finite number"):
            storage.add(flow.id, "a", amount)
    assert storage.get(flow.id, "a") is UNDEFINED


@pytest.mark.parametrize(("key", "value"), [("", 1), ("k" * 256, 1), ("a", "x" * VALUE_BYTES)])
def test_it_has_limits(storage: ports.Storage, flow: Flow, key: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        storage.put(flow.id, key, value)
    assert refused.value.kind == "Validation"


def test_a_flow_that_has_gone_keeps_nothing(storage: ports.Storage, flow: Flow) -> None:
    id = flow.id
    delete_flow(flow, BY)
    for act in (lambda: storage.put(id, "a", 1), lambda: storage.add(id, "a", 1)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.kind == "NotFound"


def test_no_addition_is_lost_between_threads(storage: ports.Storage, flow: Flow) -> None:
    id = flow.id
    with ThreadPoolExecutor(4) as pool:
        sums = list(pool.map(lambda _: storage.add(id, "a", 1), range(TIMES)))
    assert sorted(sums) == list(range(1, TIMES + 1))


def count_up(url: str, flow_id: str) -> None:
    storage = Storage(create_engine(url))
    for _ in range(TIMES):
        storage.add(flow_id, "a", 1)


def test_no_addition_is_lost_between_processes(
    storage: ports.Storage, flow: Flow, settings: Settings
) -> None:
    id = flow.id
    db.session.rollback()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=count_up, args=(settings.database_url, id)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert storage.get(id, "a") == 2 * TIMES
