"""What the official command line asks, in its order, and the fields that it reads."""

import hashlib
from typing import Any

import pytest

from app.models import Account, Application
from tests.api.conftest import Api
from tests.factories import PASSWORD, make_slug, make_view

VERSION = {"Accept-Version": "^1.26.1", "Accept": "application/json"}


@pytest.fixture
def cli(nobody_api: Api, owner: Account) -> Api:
    """Logged in: single sign-on first, then the password, then where to look."""
    sso = nobody_api.call("GET", "/auth/ssoDomain", email=owner.email, headers=VERSION)
    assert sso.data == b""
    credentials = {
        "email": owner.email,
        "password": PASSWORD,
        "twoFactorCode": "",
        "requestedScopes": ["all.User.cli"],
        "tokenTTL": 0,
    }
    token = nobody_api.call("POST", "/auth/user", credentials, headers=VERSION).json["token"]
    cli = Api(nobody_api.client, token)
    assert set(cli.call("GET", "/whitelabels/domain", headers=VERSION).json) == {
        *("appUrl", "endpointDomain")
    }
    return cli


def test_it_configures(cli: Api, application: Application) -> None:
    found = cli.get("/applications", filterField="name", filter="mus")
    assert found["count"] == 1
    assert found["items"][0].items() >= {"applicationId": application.id, "name": "Museum"}.items()
    tour = {"ftueTracking": [{"name": "experience", "version": 3, "status": "skipped"}]}
    assert (
        cli.patch(f"/applications/{application.id}", tour)["ftueTracking"] == tour["ftueTracking"]
    )
    refusal = Api(cli.client, "old").refused("GET", "/applications")
    assert refusal[2] == "Invalid access token"


def test_it_downloads_and_uploads_views(cli: Api, application: Application) -> None:
    views = cli.at(f"/applications/{application.id}/experience/views")
    assert views.get(page=0, perPage=1000).items() >= {"count": 0, "items": []}.items()
    body = "<p>é\r\n</p>\n"
    for kind in ("layout", "page", "component"):
        made = views.post("", {"viewType": kind, "name": f"a/{kind}", "body": body})
        assert checksum(made) == hashlib.md5(body.encode()).hexdigest()  # noqa: S324 - as it does
    listed = views.get(page=0, perPage=1000)
    assert (listed["count"], listed["totalCount"]) == (3, 3)
    assert [checksum(view) for view in listed["items"]] == [checksum(made)] * 3
    assert views.get(page=1, perPage=1000)["items"] == []
    changed = views.patch(f"/{made['id']}", {"body": "new"})
    assert (changed["name"], changed["body"]) == ("a/component", "new")
    assert changed["lastUpdated"] >= made["lastUpdated"]
    assert views.delete(f"/{made['id']}") == {"success": True}


def checksum(view: dict[str, Any]) -> str:
    return hashlib.md5(view["body"].encode()).hexdigest()  # noqa: S324 - as it does


def test_it_sets_layouts(cli: Api, application: Application) -> None:
    layout = make_view(application, view_type="layout", name="Frame")
    page = make_view(application, name="Home")
    views = cli.at(f"/applications/{application.id}/experience/views")
    [found] = views.get(viewType="page", filterField="name", filter="Home")["items"]
    assert found["id"] == page.id
    assert views.get(viewType="layout")["items"][0]["id"] == layout.id
    assert views.patch(f"/{page.id}", {"layoutId": layout.id})["layoutName"] == "Frame"
    assert "layoutName" not in views.patch(f"/{page.id}", {"layoutId": None})


def test_it_publishes_versions(cli: Api, application: Application) -> None:
    slug = make_slug(application)
    experience = cli.at(f"/applications/{application.id}/experience")
    assert experience.get("/domains")["items"] == []
    ids = {one["slug"]: one["id"] for one in experience.get("/slugs")["items"]}
    body = {"version": "v1", "domainIds": [], "slugIds": [ids[slug.slug]]}
    experience.post("/versions", body)
    [found] = experience.get("/versions", filterField="version", filter="v1")["items"]
    assert [one["slug"] for one in found["attachedSlugs"]] == [slug.slug]
    assert found["attachedDomains"] == []


def test_it_bootstraps_once(cli: Api, application: Application) -> None:
    path = f"/applications/{application.id}"
    assert cli.get(path)["ftueTracking"] == []
    begun = cli.patch(f"{path}/experience/bootstrap", {})
    assert begun["resourceSuffix"] == ""
    assert begun["email"]
    assert begun["password"]
    [tour] = cli.get(path)["ftueTracking"]
    assert (tour["name"], tour["status"]) == ("experience", "completed")
    assert tour["version"] >= 2
    assert cli.get(f"{path}/experience/views", page=0, perPage=1000)["count"] > 0
