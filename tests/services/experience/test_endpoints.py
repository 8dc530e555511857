from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Endpoint, Group, new_id
from app.schemas import EndpointPatch
from app.services.author import Author
from app.services.experience.endpoints import delete_endpoint, find_rival, update_endpoint
from app.services.lookup import develop_of
from tests.conftest import Clock
from tests.factories import BY, make_endpoint, make_group, make_version

PAGE = {"type": "page", "value": "0123456789abcdef01234567"}


def frozen_copy(endpoint: Endpoint) -> Endpoint:
    application = db.session.get_one(Application, endpoint.application_id)
    return db.session.get_one(Endpoint, (endpoint.id, make_version(application).id))


def test_an_endpoint_lives_in_develop(application: Application, stopped_clock: Clock) -> None:
    endpoint = make_endpoint(application, route="/a", static_reply=PAGE)
    assert endpoint.version_id == develop_of(application.id).id
    assert endpoint.static_reply == PAGE
    assert (endpoint.enabled, endpoint.access) == (True, "public")
    assert endpoint.creation_date == endpoint.last_updated == stopped_clock.time
    assert (endpoint.created_by_id, endpoint.created_by_type) == (BY.id, "user")


def test_a_change_is_signed_and_dated(application: Application, stopped_clock: Clock) -> None:
    endpoint = make_endpoint(application)
    made = stopped_clock.time
    stopped_clock.advance(hours=1)
    update_endpoint(endpoint, EndpointPatch(enabled=False), Author("b" * 24, "apiToken"))
    assert endpoint.creation_date == made
    assert endpoint.last_updated == stopped_clock.time
    assert endpoint.created_by_id == BY.id
    assert (endpoint.last_updated_by_id, endpoint.last_updated_by_type) == ("b" * 24, "apiToken")


def test_a_patch_leaves_alone_what_it_does_not_name(application: Application) -> None:
    endpoint = make_endpoint(application, description="kept", static_reply=PAGE)
    update_endpoint(endpoint, EndpointPatch(enabled=False), BY)
    assert (endpoint.enabled, endpoint.description) == (False, "kept")
    assert endpoint.static_reply == PAGE


def test_a_reply_is_taken_away_with_null(application: Application) -> None:
    endpoint = make_endpoint(application, static_reply=PAGE)
    update_endpoint(endpoint, EndpointPatch(static_reply=None), BY)
    assert endpoint.static_reply is None


@pytest.mark.parametrize(
    ("first", "second", "witness"),
    [
        ("/a", "/a", "/a"),
        ("/{id}", "/{userId}", "/x"),
        ("/a/b", "/a/b/{c?}", "/a/b"),
        ("/t/{p1}/{p2}/e", "/t/{p*2}/e", "/t/x/x/e"),
    ],
)
def test_a_conflicting_route_is_refused_naming_both(
    application: Application, first: str, second: str, witness: str
) -> None:
    endpoint = make_endpoint(application, route=first)
    with pytest.raises(AlreadyExists) as refused:
        make_endpoint(application, route=second)
    assert refused.value.message == (
        f"`get {second}` conflicts with `get {first}` (endpoint {endpoint.id}): "
        f"both would answer `{witness}`"
    )
    assert refused.value.field == "route"


def test_of_conflicting_routes_saved_at_once_only_one_is_kept(
    app: Flask, application: Application
) -> None:
    """Each alone is fine, and so is moving an endpoint where another is about to be made."""
    moving, outcomes = make_endpoint(application, route="/old").id, []
    id, version_id = application.id, develop_of(application.id).id
    together = Barrier(4)

    def attempt(save: Callable[[], object]) -> None:
        with app.app_context():
            together.wait()
            try:
                save()
                outcomes.append("saved")
            except AlreadyExists:
                outcomes.append("refused")

    def create() -> None:
        make_endpoint(db.session.get_one(Application, id), route="/{id}")

    def move() -> None:
        endpoint = db.session.get_one(Endpoint, (moving, version_id))
        update_endpoint(endpoint, EndpointPatch(route="/{userId}"), BY)

    threads = [Thread(target=attempt, args=(save,)) for save in [create, move, create, create]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["saved"]


def test_a_disabled_endpoint_still_holds_its_route(application: Application) -> None:
    make_endpoint(application, route="/a", enabled=False)
    with pytest.raises(AlreadyExists):
        make_endpoint(application, route="/a")


def test_another_method_or_application_is_no_conflict(application: Application) -> None:
    make_endpoint(application, route="/a")
    make_endpoint(application, route="/a", method="post")
    make_endpoint(route="/a")


def test_a_route_cannot_be_changed_into_a_conflict(application: Application) -> None:
    make_endpoint(application, route="/{id}")
    endpoint = make_endpoint(application, route="/{id}", method="post")
    with pytest.raises(AlreadyExists):
        update_endpoint(endpoint, EndpointPatch(method="get"), BY)
    assert endpoint.method == "post"


def test_an_endpoint_is_not_in_its_own_way(application: Application) -> None:
    endpoint = make_endpoint(application, route="/{id}")
    update_endpoint(endpoint, EndpointPatch(route="/{userId}"), BY)
    assert endpoint.route == "/{userId}"


def test_a_rival_can_be_looked_for_before_saving(application: Application) -> None:
    endpoint = make_endpoint(application, route="/{id}")
    rival = find_rival(endpoint.version_id, "get", "/{userId}")
    assert rival is not None
    assert rival.endpoint_id == endpoint.id
    assert find_rival(endpoint.version_id, "get", "/{userId}", but=endpoint.id) is None


def test_groups_are_given_by_id(application: Application, group: Group) -> None:
    endpoint = make_endpoint(application, access="group", experience_group_ids=[group.id])
    assert endpoint.groups == [group]
    update_endpoint(endpoint, EndpointPatch(experience_group_ids=[]), BY)
    assert endpoint.groups == []


@pytest.mark.parametrize("other", [None, "of another application"])
def test_an_unknown_group_is_refused(application: Application, other: str | None) -> None:
    id = make_group().id if other else new_id()
    with pytest.raises(ValidationError, match=f"experienceGroupIds names {id}, which is no group"):
        make_endpoint(application, experience_group_ids=[id])


def test_device_access_needs_a_device(application: Application) -> None:
    with pytest.raises(ValidationError, match="deviceIdTemplate is required"):
        make_endpoint(application, access="device")
    endpoint = make_endpoint(application)
    with pytest.raises(ValidationError):
        update_endpoint(endpoint, EndpointPatch(access="device"), BY)
    patch = EndpointPatch(access="device", device_id_template="{{ request.params.id }}")
    assert update_endpoint(endpoint, patch, BY).access == "device"


def test_a_frozen_endpoint_cannot_be_changed_or_deleted(application: Application) -> None:
    frozen = frozen_copy(make_endpoint(application))
    with pytest.raises(ValidationError, match="is frozen"):
        update_endpoint(frozen, EndpointPatch(enabled=False), BY)
    with pytest.raises(ValidationError, match="is frozen"):
        delete_endpoint(frozen, BY)


def test_a_frozen_copy_outlives_the_endpoint(application: Application, group: Group) -> None:
    endpoint = make_endpoint(application, route="/a", experience_group_ids=[group.id])
    frozen = frozen_copy(endpoint)
    delete_endpoint(endpoint, BY)
    assert frozen.route == "/a"
    assert frozen.groups == [group]
    assert find_rival(develop_of(application.id).id, "get", "/a") is None
