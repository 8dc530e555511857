import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import Application, Domain, RequestCount, Slug
from app.services.clock import now

from .. import factories
from .conftest import post

PEM = "-----BEGIN CERTIFICATE-----\n" + "x" * 40


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/hosts"


@pytest.fixture
def slug(application: Application) -> Slug:
    factories.make_version(application, version="v1")
    return factories.make_slug(application, slug="museum", version="v1")


def ask(application: Application, host: str, count: int, version: str = "v1") -> None:
    row = RequestCount(
        application_id=application.id,
        time=now(),
        endpoint_id="a" * 24,
        version=version,
        host=host,
        status=200,
        count=count,
    )
    db.session.add(row)
    db.session.commit()


def reread(row: Domain | Slug) -> Domain | Slug:
    db.session.expire_all()
    return row


def test_it_lists_both_kinds_with_their_versions_and_requests(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    factories.make_domain(application, domain_name="museum.example")
    ask(application, "museum", 38214)
    text = owner_client.get(path).text
    assert "museum<wbr>.example" in text
    assert "38\u2009214" in text
    assert f"{application.id}.localhost" in text


def test_a_host_that_serves_nothing_says_so(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_slug(application, slug="closed", version=None)
    assert "Every request to it fails." in owner_client.get(path).text


def test_a_host_whose_version_was_deleted_names_it(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    base = f"/console/applications/{application.id}/experience"
    post(owner_client, f"{base}/delete-version/v1")
    assert "v1 was deleted" in owner_client.get(path).text


def test_it_filters_and_sorts_by_the_address(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    factories.make_slug(application, slug="annex")
    ask(application, "museum", 5)
    text = owner_client.get(f"{path}?filter=annex").text
    assert "annex<wbr>." in text
    assert "museum<wbr>." not in text
    text = owner_client.get(f"{path}?sort=requests&direction=desc").text
    assert text.index("museum<wbr>.") < text.index("annex<wbr>.")
    text = owner_client.get(path).text
    assert text.index("annex<wbr>.") < text.index("museum<wbr>.")


def test_the_filter_keeps_the_order(slug: Slug, owner_client: FlaskClient, path: str) -> None:
    text = owner_client.get(f"{path}?sort=requests&direction=desc").text
    assert '<input type="hidden" name="sort" value="requests">' in text
    assert '<input type="hidden" name="direction" value="desc">' in text


def test_a_slug_is_added_and_what_is_wrong_with_it_stands_beside_it(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    refused = post(owner_client, f"{path}/slugs/new", slug="Not Good", version="develop")
    assert refused.status_code == 400
    assert "lower-case letters" in refused.text
    assert 'value="Not Good"' in refused.text
    assert post(owner_client, f"{path}/slugs/new", slug="good", version="").status_code == 302
    assert db.session.scalars(select(Slug).filter_by(slug="good")).one().version is None


def test_a_taken_slug_is_refused_at_its_field(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    refused = post(owner_client, f"{path}/slugs/new", slug="museum", version="develop")
    assert 'id="slug-error"' in refused.text


def test_pointing_says_how_many_requests_move(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    ask(application, "museum", 655)
    there = f"{path}/slugs/{slug.id}/version"
    assert "655 requests a day come here" in owner_client.get(there).text
    assert post(owner_client, there, version="develop", seen=seen(owner_client, there)).location
    assert reread(slug).version == "develop"


def test_rolling_back_is_offered_and_begins_with_where_it_pointed_before(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    there = f"{path}/slugs/{slug.id}/version"
    assert "Roll back" not in owner_client.get(path).text
    post(owner_client, there, version="develop", seen=seen(owner_client, there))
    assert "before: v1" in owner_client.get(path).text
    assert '<option selected value="v1">' in owner_client.get(f"{there}?to=v1").text


def test_a_host_that_was_pointed_elsewhere_meanwhile_is_not_overwritten(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    there = f"{path}/slugs/{slug.id}/version"
    stale = seen(owner_client, there)
    slug.version = None
    db.session.commit()
    refused = post(owner_client, there, version="develop", seen=stale)
    assert refused.status_code == 409
    assert reread(slug).version is None


def test_a_domain_keeps_its_key_until_it_is_told_to_forget_it(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    given = {"domain_name": "museum.example", "version": "develop"}
    made = post(owner_client, f"{path}/domains/new", **given, ssl_key=PEM, ssl_cert=PEM)
    assert made.status_code == 302
    domain = db.session.scalars(select(Domain)).one()
    there = f"{path}/domains/{domain.id}"
    assert "A key is stored" in owner_client.get(there).text
    assert domain.ssl_key not in owner_client.get(there).text.replace(domain.ssl_cert, "", 1)
    post(owner_client, there, **given, seen=seen(owner_client, there), ssl_key="", ssl_cert="")
    assert (reread(domain).ssl_key, domain.ssl_cert) == (PEM, None)
    post(owner_client, there, **given, seen=seen(owner_client, there), forget_key="y")
    assert reread(domain).ssl_key is None


def test_a_domain_below_the_console_is_refused(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    refused = post(
        owner_client, f"{path}/domains/new", domain_name="a.localhost", version="develop"
    )
    assert refused.status_code == 400
    assert "where the console lives" in refused.text


def test_wildcards_are_taken_and_open_nothing(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    post(owner_client, f"{path}/domains/new", domain_name="*.museum.example", version="develop")
    text = owner_client.get(path).text
    assert "*<wbr>.museum" in text
    assert 'href="http://*' not in text


def test_deleting_says_what_it_costs(
    application: Application, slug: Slug, owner_client: FlaskClient, path: str
) -> None:
    ask(application, "museum", 12)
    there = f"{path}/slugs/{slug.id}/delete"
    assert "12 requests a day come here" in owner_client.get(there).text
    post(owner_client, there)
    assert db.session.scalars(select(Slug).filter_by(slug="museum")).one_or_none() is None


def test_the_default_slug_stays(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    default = db.session.scalars(select(Slug).filter_by(slug=application.id)).one()
    assert f"Delete {application.id}" not in owner_client.get(path).text
    assert post(owner_client, f"{path}/slugs/{default.id}/delete").status_code == 400
    renamed = post(owner_client, f"{path}/slugs/{default.id}", slug="other", version="develop")
    assert renamed.status_code in (400, 409)


def test_hosts_of_others_are_not_there(
    application: Application, slug: Slug, stranger_client: FlaskClient, path: str
) -> None:
    for there in (path, f"{path}/slugs/{slug.id}", f"{path}/slugs/{slug.id}/version"):
        assert stranger_client.get(there).status_code == 404


def test_a_host_of_another_application_of_yours_is_not_reached_through_this_one(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    other = factories.make_slug(factories.make_application())
    assert owner_client.get(f"{path}/slugs/{other.id}").status_code == 404


def seen(client: FlaskClient, path: str) -> str:
    """The fingerprint in the form at that address."""
    return client.get(path).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
