from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Flow
from app.schemas.flow_records import StorageEntry
from app.services.flows.storage import set_storage_entry, storage_of

from .. import factories
from .conftest import counted, post

At = Callable[[str], str]


@pytest.fixture
def flow(application: Application) -> Flow:
    return factories.make_flow(application, name="Sign in")


@pytest.fixture
def at(application: Application, flow: Flow) -> At:
    base = f"/console/applications/{application.id}/experience/versions"
    return lambda there: f"{base}/develop/workflows/{flow.id}/{there}"


def keep(flow: Flow, **values: Any) -> None:
    for key, value in values.items():
        set_storage_entry(flow, StorageEntry(key=key, value=value))


def kept(flow: Flow) -> dict[str, Any]:
    db.session.expire_all()
    return storage_of(flow)


def test_without_values_it_says_how_they_come(owner_client: FlaskClient, at: At) -> None:
    assert "Nothing stored yet" in owner_client.get(at("storage")).text


def test_values_are_listed_with_their_size(owner_client: FlaskClient, at: At, flow: Flow) -> None:
    keep(flow, visits=12, last={"who": "<b>Ida</b>"})
    text = owner_client.get(at("storage")).text
    assert "2 values, " in text
    assert "&lt;b&gt;Ida" in text


def test_the_filter_looks_into_keys_and_values(
    owner_client: FlaskClient, at: At, flow: Flow
) -> None:
    keep(flow, visits=12, last="50%_off", other="fifty")
    assert ">visits<" in owner_client.get(at("storage?filter=VISIT")).text
    found = owner_client.get(at("storage?filter=%25_o")).text
    assert ">last<" in found
    assert ">other<" not in found
    assert "No stored value matches" in owner_client.get(at("storage?filter=nowhere")).text


def test_they_sort_by_size(owner_client: FlaskClient, at: At, flow: Flow) -> None:
    keep(flow, a="long" * 9, b=1)
    text = owner_client.get(at("storage?sort=size")).text
    assert text.index(">b<") < text.index(">a<")


def test_a_list_of_many_takes_as_many_queries_as_of_one(
    owner_client: FlaskClient, at: At, flow: Flow
) -> None:
    keep(flow, one=1)
    with counted() as few:
        owner_client.get(at("storage"))
    keep(flow, **{f"k{number}": number for number in range(60)})
    with counted() as many:
        text = owner_client.get(at("storage")).text
    assert len(many) == len(few)
    assert "1 to 50 of 61" in text


def test_a_value_is_added_under_a_new_key_only(
    owner_client: FlaskClient, at: At, flow: Flow
) -> None:
    there = at("storage/new")
    assert post(owner_client, there, key="a/b ü", value='{"n": 1}').status_code == 302
    refused = post(owner_client, there, key="a/b ü", value="2")
    assert refused.status_code == 400
    assert "There is a value under" in refused.text
    assert kept(flow) == {"a/b ü": {"n": 1}}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"key": "", "value": "1"}, "This must not be empty."),
        ({"key": "k", "value": ""}, "Write a JSON value"),
        ({"key": "k", "value": "{oops"}, "this is no JSON"),
        ({"key": "k", "value": '"' + "x" * 17000 + '"'}, "larger than 16384 bytes"),
    ],
)
def test_what_cannot_be_stored_stays_in_the_form_with_the_reason(
    owner_client: FlaskClient, at: At, flow: Flow, typed: dict[str, str], sentence: str
) -> None:
    refused = post(owner_client, at("storage/new"), **typed)
    assert refused.status_code == 400
    assert sentence in refused.text
    assert typed["value"][:5].replace('"', "&#34;") in refused.text
    assert kept(flow) == {}


def test_an_edit_is_stored(owner_client: FlaskClient, at: At, flow: Flow) -> None:
    keep(flow, visits=12)
    post(owner_client, at("storage/value?key=visits"), value="null")
    assert kept(flow) == {"visits": None}


def test_an_edit_of_what_a_run_has_written_meanwhile_is_refused(
    owner_client: FlaskClient, at: At, flow: Flow
) -> None:
    keep(flow, visits=12)
    there = at("storage/value?key=visits")
    stale = owner_client.get(there).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    keep(flow, visits=13)
    refused = post(owner_client, there, seen=stale, value="0")
    assert refused.status_code == 409
    assert "13" in refused.text
    assert kept(flow) == {"visits": 13}
    post(owner_client, there, value="0")
    assert kept(flow) == {"visits": 0}


def test_one_value_is_deleted_or_all(owner_client: FlaskClient, at: At, flow: Flow) -> None:
    keep(flow, a=1, b=2, c=3)
    post(owner_client, at("storage/delete?key=b"))
    assert kept(flow) == {"a": 1, "c": 3}
    assert "all 2 values" in owner_client.get(at("storage/delete")).text
    post(owner_client, at("storage/delete"))
    assert kept(flow) == {}


def test_a_key_that_is_not_there_is_not_found(owner_client: FlaskClient, at: At) -> None:
    for there in ("storage/value?key=a", "storage/value", "storage/delete?key=a"):
        assert owner_client.get(at(there)).status_code == 404


def test_it_is_not_for_others(stranger_client: FlaskClient, at: At) -> None:
    for there in ("storage", "storage/new", "globals", "press"):
        assert stranger_client.get(at(there)).status_code == 404


def test_from_a_frozen_version_it_is_only_looked_at(
    application: Application, owner_client: FlaskClient, at: At, flow: Flow
) -> None:
    keep(flow, visits=12)
    factories.make_version(application, version="v1")

    def frozen(there: str) -> str:
        return at(there).replace("/develop/", "/v1/")

    assert "Delete" not in owner_client.get(frozen("storage")).text
    assert "Save value" not in owner_client.get(frozen("storage/value?key=visits")).text
    for there in ("storage/new", "storage/delete?key=visits"):
        assert owner_client.get(frozen(there)).status_code == 409
