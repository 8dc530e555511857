import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Version
from app.schemas import VersionPatch
from app.services.experience.versions import update_version
from app.services.lookup import develop_of

from .. import factories
from .conftest import post

TYPED = {
    "description": "",
    "allowed_cors_origins": "",
    "not_found_reply-kind": "none",
    "unauthorized_reply-kind": "none",
}


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/settings"


def seen(client: FlaskClient, path: str) -> str:
    return client.get(path).text.split('name="seen"')[1].split('value="')[1].split('"')[0]


def develop(application: Application) -> Version:
    db.session.expire_all()
    return develop_of(application.id)


def save(client: FlaskClient, path: str, **typed: str) -> int:
    given = TYPED | {name.replace("__", "-"): value for name, value in typed.items()}
    return post(client, path, seen=seen(client, path), **given).status_code


def test_everything_is_saved_at_once(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    page = factories.make_view(application, name="Lost")
    status = save(
        owner_client,
        path,
        endpoint_default_cors="y",
        allowed_cors_origins="https://a.example\r\n\r\n  https://b.example ",
        response_headers__name="x-frame-options",
        response_headers__value="DENY",
        not_found_reply__kind="page",
        not_found_reply__page=page.id,
        globals__key="colour",
        globals__kind="text",
        globals__text="blue",
        globals__description="",
        globals__cloud="",
        description="Before the fair",
    )
    assert status == 302
    found = develop(application)
    assert found.endpoint_default_cors
    assert found.allowed_cors_origins == ["https://a.example", "https://b.example"]
    assert found.response_headers == {"x-frame-options": "DENY"}
    assert found.not_found_reply == {"type": "page", "value": page.id}
    assert found.unauthorized_reply is None
    assert found.globals == [{"key": "colour", "json": '"blue"'}]
    assert found.description == "Before the fair"


def test_what_is_stored_comes_back_unchanged(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    update_version(
        develop(application),
        VersionPatch(endpoint_default_cors=False, allowed_cors_origins=["https://a.example"]),
        factories.BY,
    )
    text = owner_client.get(path).text
    assert "https://a.example</textarea>" in text
    assert "checked" not in text.split('name="endpoint_default_cors"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"allowed_cors_origins": "https://a.example\nx"}, "Row 2: is too short"),
        (
            {"response_headers__name": "content-length", "response_headers__value": "1"},
            "is set by the server itself",
        ),
        (
            {"not_found_reply__kind": "redirect", "not_found_reply__url": ""},
            "Say where to go",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    typed: dict[str, str],
    sentence: str,
) -> None:
    given = TYPED | {name.replace("__", "-"): value for name, value in typed.items()}
    given["description"] = "Still here"
    refused = post(owner_client, path, seen=seen(owner_client, path), **given)
    assert refused.status_code == 400
    assert sentence in refused.text
    assert "Still here" in refused.text
    assert develop(application).description is None


def test_a_stale_edit_is_shown_and_not_saved(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    stale = seen(owner_client, path)
    update_version(develop(application), VersionPatch(description="Theirs"), factories.BY)
    refused = post(owner_client, path, seen=stale, **(TYPED | {"description": "Yours"}))
    assert refused.status_code == 409
    assert "Theirs" in refused.text
    assert develop(application).description == "Theirs"


def test_a_frozen_version_only_shows_them(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_version(application, version="v1")
    there = path.replace("/develop/", "/v1/")
    text = owner_client.get(there).text
    assert "Save settings" not in text
    assert "<fieldset" in text
    assert "disabled" in text.split("<fieldset")[1].split(">")[0]
    assert post(owner_client, there, form_on=path, **TYPED).status_code == 409


def test_settings_of_others_are_not_there(stranger_client: FlaskClient, path: str) -> None:
    assert stranger_client.get(path).status_code == 404


def test_the_tree_leads_there(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    assert f'href="{path}"' in owner_client.get(path.removesuffix("/settings")).text
