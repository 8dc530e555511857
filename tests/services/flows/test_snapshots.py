"""Experience flows in versions of the experience."""

from sqlalchemy import func, select

from app.extensions import db
from app.models import Application, Flow, FlowStorage, FlowVersion
from app.schemas import VersionPatch
from app.schemas.flow import FlowPatch
from app.schemas.flow_records import StorageEntry
from app.services.applications.bulk_delete import DeleteOptions, delete_experience
from app.services.experience.versions import copy_to_develop, delete_version, update_version
from app.services.flows import delete_flow, update_flow
from app.services.flows.storage import set_storage_entry, storage_of
from app.services.flows.versions import find_flow_version
from app.services.lookup import develop_of
from tests.factories import BY, make_custom_node, make_flow, make_version


def snapshots() -> int:
    return db.session.scalars(select(func.count()).select_from(FlowVersion)).one()


def rename(flow: Flow, name: str) -> None:
    update_flow(flow, FlowPatch(name=name), BY)


def test_a_version_freezes_what_develop_has(application: Application) -> None:
    flow = make_flow(application, name="Before", description="Ships")
    make_custom_node(application), make_flow(application, flow_class="cloud"), make_flow()
    make_version(application, version="v1")
    rename(flow, "After")
    frozen = find_flow_version(flow, "v1")
    assert (frozen.name, frozen.description, frozen.versions) == ("Before", "Ships", ["v1"])
    assert (frozen.flow_id, frozen.flow_class, frozen.version) == (flow.id, "experience", None)
    assert snapshots() == 1


def test_what_is_the_same_is_kept_once(application: Application) -> None:
    flow = make_flow(application, name="Same")
    make_version(application, version="v1")
    update_flow(flow, FlowPatch(name="Same"), BY)
    make_version(application, version="v2")
    rename(flow, "Other")
    make_version(application, version="v3")
    rename(flow, "Same")
    make_version(application, version="v4")
    assert find_flow_version(flow, "v2").versions == ["v1", "v2", "v4"]
    assert find_flow_version(flow, "v3").versions == ["v3"]
    assert snapshots() == 2


def test_a_version_copied_to_develop_is_all_that_develop_has(application: Application) -> None:
    kept, changed = make_flow(application, name="Kept"), make_flow(application, name="Before")
    gone = make_flow(application, name="Gone")
    version = make_version(application)
    rename(changed, "After")
    delete_flow(gone, BY)
    added = make_flow(application, name="Added")
    untouched = kept.last_updated
    copy_to_develop(version, BY)
    rows = select(Flow.name).filter_by(application_id=application.id, deleted_in_develop=False)
    assert set(db.session.scalars(rows)) == {"Kept", "Before", "Gone"}
    assert db.session.get(Flow, added.id) is None
    assert kept.last_updated == untouched


def test_what_another_version_holds_is_only_hidden_by_a_copy(application: Application) -> None:
    empty = make_version(application, version="empty")
    flow = make_flow(application)
    make_version(application, version="full")
    patch = VersionPatch(source_version_id_or_name=empty.name)
    update_version(develop_of(application.id), patch, BY)
    assert flow.deleted_in_develop
    patch = VersionPatch(source_version_id_or_name="full")
    update_version(develop_of(application.id), patch, BY)
    assert not flow.deleted_in_develop


def test_a_backup_of_develop_holds_its_flows(application: Application) -> None:
    version = make_version(application)
    flow = make_flow(application)
    backup = copy_to_develop(version, BY, backup=True)
    assert backup
    assert find_flow_version(flow, backup.name).versions == [backup.name]


def test_a_version_takes_with_it_what_only_it_held(application: Application) -> None:
    shared, gone = make_flow(application), make_flow(application)
    first = make_version(application)
    delete_flow(gone, BY)
    second = make_version(application)
    gone_id = gone.id
    delete_version(first, BY)
    assert db.session.get(Flow, gone_id) is None
    assert find_flow_version(shared, second.name).versions == [second.name]
    delete_version(second, BY)
    assert snapshots() == 0
    assert db.session.get(Flow, shared.id) is shared


def test_stored_values_are_those_of_all_versions(application: Application) -> None:
    flow = make_flow(application)
    set_storage_entry(flow, StorageEntry(key="a", value=1))
    version = make_version(application)
    delete_flow(flow, BY)
    assert storage_of(flow) == {"a": 1}
    delete_version(version, BY)
    assert not db.session.query(FlowStorage).count()


def test_the_experience_goes_with_its_workflows_only_if_asked(application: Application) -> None:
    flow, cloud = make_flow(application), make_flow(application, flow_class="cloud")
    make_version(application)
    delete_experience(application, DeleteOptions(), BY)
    assert not flow.deleted_in_develop
    delete_experience(application, DeleteOptions(remove_workflows=True), BY)
    assert flow.deleted_in_develop
    id = flow.id
    delete_experience(application, DeleteOptions(remove_workflows=True, remove_versions=True), BY)
    assert db.session.get(Flow, id) is None
    assert db.session.get(Flow, cloud.id)
    assert snapshots() == 0
