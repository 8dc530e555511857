"""Which experience answers at which address."""

import pytest
from flask import Flask

from app.experience.blueprint import site_of
from app.schemas import DomainPatch, SlugPatch, VersionPost
from app.services.experience.domains import delete_domain, update_domain
from app.services.experience.slugs import update_slug
from app.services.experience.versions import create_version, delete_version
from app.serving.pipeline.host import decide_host

from .. import factories
from .conftest import Museum

NOBODY = {"error": "No experience answers at this address"}


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "nobody.localhost",
        "example.org",
        "a.museum.localhost",
        "[::2]",
        "..",
        "x" * 300,
        "%00.localhost",
    ],
)
def test_an_unknown_or_absent_host_is_not_found(museum: Museum, host: str | None) -> None:
    answer = museum.ask("/", host=host)
    assert (answer.status, answer.json) == (404, NOBODY)


def test_the_slug_of_the_application_id_always_answers(museum: Museum) -> None:
    museum.answering("/", "here")
    assert museum.ask("/", host=f"{museum.application.id}.localhost:8000").text == "here"


def test_a_host_is_found_whatever_its_case_and_port(museum: Museum) -> None:
    museum.answering("/", "here")
    assert museum.ask("/", host=museum.host.upper() + ":1234").text == "here"
    assert museum.ask("/", host=museum.host + ".").text == "here"


@pytest.mark.parametrize("end", [":80@evil.example", ":x", ":80/", "@evil.example", ":80:80", ":²"])
def test_a_host_with_something_else_than_a_port_is_nobodys(museum: Museum, end: str) -> None:
    museum.answering("/", "home")
    assert museum.ask("/", headers={"host": museum.host + ":80"}).status == 200
    assert museum.ask("/", headers={"host": museum.host + end}).status in (400, 404)


def test_an_exact_domain_goes_before_a_wildcard_of_one_label(museum: Museum) -> None:
    museum.answering("/", "{{ experience.version }}")
    create_version(museum.application, VersionPost(version="v1"), factories.BY)
    name = f"{museum.application.id[:12]}.example.com"
    factories.make_domain(museum.application, domain_name=f"*.{name}")
    factories.make_domain(museum.application, domain_name=f"shop.{name}", version="v1")
    assert museum.ask("/", host=f"shop.{name}").text == "v1"
    assert museum.ask("/", host=f"other.{name}").text == "develop"
    assert museum.ask("/", host=name).json == NOBODY
    assert museum.ask("/", host=f"a.b.{name}").json == NOBODY


def test_pointing_a_host_elsewhere_takes_effect_at_once(museum: Museum) -> None:
    page = museum.page("old")
    museum.endpoint("/", static_reply={"type": "page", "value": page.id})
    create_version(museum.application, VersionPost(version="v1"), factories.BY)
    slug = factories.make_slug(museum.application, version="v1")
    host = f"{slug.slug}.localhost"
    museum.answering("/new", "new")
    assert museum.ask("/new", host=host).status == 404
    update_slug(slug, SlugPatch(version="develop"), factories.BY)
    assert museum.ask("/new", host=host).text == "new"
    update_slug(slug, SlugPatch(version=None), factories.BY)
    assert museum.ask("/new", host=host).json == NOBODY


def test_a_host_whose_version_is_gone_fails_until_it_is_pointed_elsewhere(museum: Museum) -> None:
    museum.answering("/", "here")
    version = create_version(museum.application, VersionPost(version="v1"), factories.BY)
    name = f"{museum.application.id[:12]}.example.org"
    domain = factories.make_domain(museum.application, domain_name=name, version="v1")
    assert museum.ask("/", host=name).text == "here"
    delete_version(version, factories.BY)
    assert museum.ask("/", host=name).json == NOBODY
    update_domain(domain, DomainPatch(version="develop"), factories.BY, "localhost")
    assert museum.ask("/", host=name).text == "here"
    delete_domain(domain, factories.BY)
    assert museum.ask("/", host=name).json == NOBODY


def test_the_console_is_on_no_experience_host(museum: Museum) -> None:
    for path in ("/console/", "/healthz", "/static/dist/console.js", "/openapi.json"):
        assert museum.ask(path).json == {"error": "No endpoint found for route"}
    museum.answering("/static/{file*}", "mine: {{ request.params.file }}")
    museum.answering("/healthz", "mine too")
    assert museum.ask("/static/a.css").text == "mine: a.css"
    assert museum.ask("/healthz").text == "mine too"


def test_a_published_version_stays_as_it_was(museum: Museum) -> None:
    museum.answering("/", "first")
    create_version(museum.application, VersionPost(version="v1"), factories.BY)
    slug = factories.make_slug(museum.application, version="v1")
    museum.answering("/second", "second")
    assert museum.ask("/second").text == "second"
    assert museum.ask("/second", host=f"{slug.slug}.localhost").status == 404
    assert museum.ask("/", host=f"{slug.slug}.localhost").text == "first"


def test_long_host_names_are_not_remembered(museum: Museum, app: Flask) -> None:
    reads = site_of(app).store.reads()
    before = len(reads.hosts)
    for number in range(50):
        name = f"{number}.{'x' * 5_000}.localhost"
        assert decide_host(name, "localhost", reads).kind is None
    assert len(reads.hosts) == before
