from urllib.parse import quote

import pytest

from app.models import Application
from tests.api.conftest import Api
from tests.factories import make_domain, make_slug, make_version

SETTINGS = {
    "description": "Spring",
    "endpointDefaultCors": False,
    "allowedCorsOrigins": ["https://a.example"],
    "globals": [{"key": "colour", "json": '"blue"', "description": "A colour"}],
    "notFoundReply": {"type": "redirect", "value": "/", "statusCode": 302},
    "responseHeaders": {"X-Frame-Options": "DENY"},
}


def test_one_is_made_with_all_its_fields(api: Api, application: Application) -> None:
    domain, slug = make_domain(application), make_slug(application)
    hosts = {"domainIds": [domain.id], "slugIds": [slug.id]}
    made = api.post("/versions", {"version": "v1", **SETTINGS, **hosts})
    assert made.items() >= {"version": "v1", **SETTINGS}.items()
    assert made["attachedDomains"] == [{"id": domain.id, "domainName": domain.domain_name}]
    assert made["attachedSlugs"] == [{"id": slug.id, "slug": slug.slug}]
    assert "unauthorizedReply" not in made
    assert api.get("/versions/v1") == api.get(f"/versions/{made['id']}") == made
    develop = api.get("/versions/develop")
    assert (develop["version"], develop["endpointDefaultCors"]) == ("develop", True)


@pytest.mark.parametrize("name", ["v 1", "1/2", "ä", "a?b#c", "100%", "..", "new\nline", "stats"])
def test_a_name_may_hold_anything(api: Api, name: str) -> None:
    made = api.post("/versions", {"version": name})
    for path in (quote(name, safe=""), quote(name)):
        if name != "..":  # which clients take for the folder above
            assert api.get(f"/versions/{path}") == made
    assert api.get(f"/versions/{made['id']}")["version"] == name


def test_develop_is_changed_and_the_others_are_frozen(api: Api) -> None:
    api.post("/versions", {"version": "v1"})
    assert api.patch("/versions/develop", SETTINGS).items() >= SETTINGS.items()
    assert api.patch("/versions/v1", {"description": "Old"})["description"] == "Old"
    status, kind, message = api.refused("PATCH", "/versions/v1", {"globals": []})
    assert (status, kind) == (400, "Validation")
    assert "frozen" in message
    restored = api.patch("/versions/develop", {"sourceVersionIdOrName": "v1"})
    assert restored["endpointDefaultCors"] is True


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", "/versions", {"version": "v1"}, "The version `v1` already exists"),
        ("POST", "/versions", {"version": ""}, "experienceVersion.version must not be empty"),
        ("POST", "/versions", {"version": "v2", "slugIds": ["f" * 24]}, "slugIds names"),
        ("PATCH", "/versions/develop", {"version": "main"}, "experienceVersion.version is not a"),
        ("PATCH", "/versions/develop", {"sourceVersionIdOrName": "v9"}, "is no version"),
        ("DELETE", "/versions/develop", None, "version `develop` cannot be deleted"),
    ],
)
def test_it_says_what_cannot_be(
    api: Api, application: Application, method: str, path: str, body: object, message: str
) -> None:
    make_version(application, version="v1")
    before = api.get("/versions")
    status, _, said = api.refused(method, path, body)
    assert status == 400
    assert message in said
    assert api.get("/versions") == before


def test_hosts_stay_when_their_version_goes(api: Api, application: Application) -> None:
    make_version(application, version="v1")
    slug = make_slug(application, version="v1")
    api.delete("/versions/v1")
    assert api.get(f"/slugs/{slug.id}")["version"] == "v1"
