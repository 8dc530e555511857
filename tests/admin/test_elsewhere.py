"""What a version does not have is looked for in the others."""

import pytest
from flask.testing import FlaskClient

from app.admin.shell.elsewhere import places_of
from app.models import Application
from app.services.experience.endpoints import delete_endpoint
from app.services.flows import delete_flow

from .. import factories


@pytest.fixture
def versions(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions"


def test_what_is_newer_than_a_version_is_shown_where_it_is(
    application: Application, owner_client: FlaskClient, versions: str
) -> None:
    factories.make_version(application, version="v1")
    endpoint = factories.make_endpoint(application, method="post", route="/new")
    factories.make_version(application, version="v2")
    response = owner_client.get(f"{versions}/v1/endpoints/{endpoint.id}")
    assert response.status_code == 404
    assert "POST /new is not in v1" in response.text
    page = response.text.partition("<main")[2]
    urls = [f'href="{versions}/{name}/endpoints/{endpoint.id}"' for name in ("develop", "v2")]
    assert page.index(urls[0]) < page.index(urls[1])


def test_what_was_deleted_in_develop_is_shown_where_it_stayed(
    application: Application, owner_client: FlaskClient, versions: str
) -> None:
    endpoint = factories.make_endpoint(application)
    factories.make_version(application, version="v1")
    delete_endpoint(endpoint, factories.BY)
    response = owner_client.get(f"{versions}/develop/endpoints/{endpoint.id}")
    assert response.status_code == 404
    page = response.text.partition("<main")[2]
    assert f'href="{versions}/v1/endpoints/{endpoint.id}"' in page


def test_views_and_flows_are_looked_for_likewise(application: Application) -> None:
    view = factories.make_view(application, name="Hall")
    kept, gone = (factories.make_flow(application, name=name) for name in ("Kept", "Gone"))
    factories.make_version(application, version="v1")
    delete_flow(gone, factories.BY)
    assert places_of(application, {"kind": "pages", "view_id": view.id}) == (
        "Hall",
        ["develop", "v1"],
    )
    assert places_of(application, {"flow_id": kept.id}) == ("Kept", ["develop", "v1"])
    assert places_of(application, {"flow_id": gone.id}) == ("Gone", ["v1"])
    assert places_of(application, {}) == ("", [])


def test_what_nobody_has_is_an_ordinary_404(
    owner_client: FlaskClient, application: Application, versions: str
) -> None:
    foreign = factories.make_endpoint()
    for id in ("0" * 24, foreign.id):
        response = owner_client.get(f"{versions}/develop/endpoints/{id}")
        assert response.status_code == 404
        assert "There is no page here." in response.text
