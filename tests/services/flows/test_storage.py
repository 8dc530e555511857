from typing import Any

import pytest

from app.errors import ValidationError
from app.models import Application, Flow
from app.schemas.flow_records import StorageEntry
from app.services.flows.storage import (
    VALUE_BYTES,
    clear_storage,
    set_storage_entry,
    storage_of,
    storage_size,
)
from tests.factories import make_flow


@pytest.fixture
def flow(application: Application) -> Flow:
    return make_flow(application)


@pytest.mark.parametrize("value", [None, 0, 1.5, "text", "é", [1, {"a": None}], {}, False])
def test_a_value_comes_back_as_it_was(flow: Flow, value: Any) -> None:
    set_storage_entry(flow, StorageEntry(key="a", value=value))
    assert storage_of(flow) == {"a": value}


def test_one_key_is_set_and_the_others_stay(flow: Flow) -> None:
    for key, value in (("a", 1), ("b", 2), ("a", 3)):
        set_storage_entry(flow, StorageEntry(key=key, value=value))
    set_storage_entry(make_flow(), StorageEntry(key="c", value=1))
    assert storage_of(flow) == {"a": 3, "b": 2}
    clear_storage(flow)
    assert storage_of(flow) == {}


def test_its_size_is_known(flow: Flow) -> None:
    assert storage_size(flow.id) == (0, 0)
    set_storage_entry(flow, StorageEntry(key="é", value="é"))
    set_storage_entry(flow, StorageEntry(key="b", value=[1]))
    assert storage_size(flow.id) == (2 + 4 + 1 + 3, 2)


def test_a_value_has_a_limit(flow: Flow) -> None:
    set_storage_entry(flow, StorageEntry(key="a", value="x" * (VALUE_BYTES - 2)))
    with pytest.raises(ValidationError, match="larger than 16384 bytes"):
        set_storage_entry(flow, StorageEntry(key="a", value="x" * (VALUE_BYTES - 1)))
