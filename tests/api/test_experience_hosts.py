"""Domains and slugs."""

import pytest

from app.models import Account, Application
from tests.api.conftest import Api
from tests.factories import make_application, make_domain, make_slug

PEM = "x" * 50


def test_a_domain_never_shows_its_key(api: Api) -> None:
    body = {"domainName": "*.Ships.example", "sslKey": PEM, "sslCert": PEM, "sslBundle": PEM}
    made = api.post("/domains", body)
    assert (made["domainName"], made["version"]) == ("*.ships.example", "develop")
    assert made["sslCert"] == made["sslBundle"] == PEM
    for answer in (made, api.get(f"/domains/{made['id']}"), api.get("/domains")["items"][0]):
        assert "sslKey" not in answer
    changed = api.patch(f"/domains/{made['id']}", {"sslCert": None, "version": None})
    assert not {"sslCert", "version"} & set(changed)


def test_the_slug_of_the_id_is_there_and_stays(api: Api, application: Application) -> None:
    [slug] = api.get("/slugs")["items"]
    assert slug["slug"] == application.id
    for method, body in (("DELETE", {}), ("PATCH", {"slug": "other"})):
        assert api.refused(method, f"/slugs/{slug['id']}", body)[:2] == (400, "Validation")
    assert "version" not in api.patch(f"/slugs/{slug['id']}", {"version": None})


def test_lists_are_whole(api: Api, application: Application) -> None:
    for _ in range(3):
        make_slug(application)
    answer = api.get("/slugs", perPage=1)
    assert (answer["count"], answer["totalCount"]) == (4, 4)
    assert set(answer) == {*("_type", "_links", "items", "count", "totalCount", "applicationId")}


@pytest.mark.parametrize(
    ("path", "body", "kind", "message"),
    [
        ("/slugs", {"slug": "ab"}, "Validation", "experienceSlug.slug is too short"),
        ("/slugs", {"slug": "A_b"}, "Validation", "experienceSlug.slug may hold only"),
        ("/slugs", {"slug": "webmail"}, "Validation", "is reserved"),
        ("/slugs", {"slug": "taken"}, "AlreadyExists", "The slug `taken` is taken"),
        ("/slugs", {"slug": "free", "version": "v9"}, "Validation", "version names `v9`"),
        ("/domains", {"domainName": "a b.com"}, "Validation", "experienceDomain.domainName"),
        ("/domains", {"domainName": "taken.example"}, "AlreadyExists", "already registered"),
        ("/domains", {"domainName": "a.localhost"}, "Validation", "use a slug there"),
        ("/domains", {"domainName": "a.example", "sslKey": "x"}, "Validation", "sslKey is too"),
    ],
)
def test_it_says_what_cannot_be(
    api: Api, owner: Account, path: str, body: dict[str, str], kind: str, message: str
) -> None:
    """Names are unique on the whole server."""
    elsewhere = make_application(owner)
    make_slug(elsewhere, slug="taken")
    make_domain(elsewhere, domain_name="taken.example")
    before = api.get(path)
    status, found, said = api.refused("POST", path, body)
    assert (status, found) == (400, kind)
    assert message in said
    assert api.get(path) == before
