"""flow: the values that it stores."""

from app.api.calls import Call
from app.api.flows import flow, row_of
from app.schemas.answer import Success
from app.schemas.flow_records import StorageAnswer, StorageEntry, StorageMetadata
from app.services.flows.storage import (
    clear_storage,
    set_storage_entry,
    storage_of,
    storage_size,
)

STORAGE = "/storage"


@flow.get("getStorageEntries", below=STORAGE)
def find_all(call: Call) -> StorageAnswer:
    """All values, by their keys. Every version of the workflow has the same."""
    return StorageAnswer(storage_of(row_of(call)))


@flow.patch("setStorageEntry", below=STORAGE, body_name="entry")
def set_one(call: Call, body: StorageEntry) -> Success:
    """Set one value; the others stay."""
    set_storage_entry(row_of(call), body)
    return Success()


@flow.delete("clearStorageEntries", below=STORAGE)
def clear(call: Call) -> StorageAnswer:
    """Forget all values."""
    clear_storage(row_of(call))
    return StorageAnswer({})


@flow.get("getStorageEntriesMetadata", below="/storage-metadata")
def metadata(call: Call) -> StorageMetadata:
    """How many bytes and keys."""
    memory_used, keys_count = storage_size(row_of(call).id)
    return StorageMetadata(memory_used=memory_used, keys_count=keys_count)
