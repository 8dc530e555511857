"""The home of an application and the first page of a version: what is asked, what was edited."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Account, Application, Endpoint, RequestCount

from .. import factories
from ..conftest import Clock

BARS = re.compile(r"<time[^>]*>([^<]+)</time>\s*</th>" + r'\s*<td class="num">(.*?)</td>' * 3)


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}"


@pytest.fixture
def develop(path: str) -> str:
    return f"{path}/experience/versions/develop"


@pytest.fixture
def endpoint(application: Application) -> Endpoint:
    return factories.make_endpoint(application, route="/rooms/{id}")


@pytest.fixture
def clock(stopped_clock: Clock) -> Clock:
    """Half past noon."""
    stopped_clock.advance(minutes=30)
    return stopped_clock


def asked(endpoint: Endpoint, clock: Clock, count: int = 1, **values: Any) -> None:
    """That often, `ago` hours and a minute ago."""
    given = {"status": 200, "version": "develop", "host": "museum", "endpoint_id": endpoint.id}
    time = clock.time - timedelta(hours=values.pop("ago", 0), minutes=1)
    row = {"application_id": endpoint.application_id, "time": time, "count": count}
    db.session.add(RequestCount(**row | given | values))
    db.session.commit()


def bars(text: str) -> list[tuple[str, ...]]:
    """What the table says: when, and how many were answered, refused and failed."""
    return BARS.findall(text)


def test_an_application_with_nothing_in_it_says_where_to_begin(
    owner_client: FlaskClient, path: str, develop: str
) -> None:
    for text in (owner_client.get(path).text, owner_client.get(develop).text):
        assert "Nothing answers yet" in text
        assert f'href="{develop}/endpoints/new"' in text
        assert "traffic" not in text


def test_a_chart_without_requests_says_so_and_where_to_make_one(
    application: Application, owner_client: FlaskClient, path: str, endpoint: Endpoint
) -> None:
    factories.make_slug(application, slug="museum", version="develop")
    text = owner_client.get(path).text
    assert "No requests in the last 24 hours." in text
    assert 'href="http://museum.localhost/"' in text


def test_requests_are_counted_by_hour_as_answered_refused_and_failed(
    owner_client: FlaskClient, path: str, endpoint: Endpoint, clock: Clock
) -> None:
    for status, count in ((200, 1200), (304, 34), (403, 5), (404, 2), (500, 3), (504, 1)):
        asked(endpoint, clock, count, status=status, ago=2)
    asked(endpoint, clock, 9, ago=24)
    found = bars(owner_client.get(path).text)
    assert len(found) == 24
    assert found[-1] == ("12:00", "0", "0", "0")
    assert found[-3] == ("10:00", "1\N{THIN SPACE}234", "7", "4")
    assert sum(bar[1] != "0" for bar in found) == 1


@pytest.mark.parametrize(
    ("span", "length", "first", "last"),
    [("week", 28, "Sat 18:00", "Sat 12:00"), ("month", 30, "31 Jan", "1 Mar")],
)
def test_a_longer_time_has_longer_bars(
    owner_client: FlaskClient,
    path: str,
    endpoint: Endpoint,
    clock: Clock,
    span: str,
    length: int,
    first: str,
    last: str,
) -> None:
    asked(endpoint, clock, 5)
    found = bars(owner_client.get(f"{path}?span={span}").text)
    assert len(found) == length
    assert (found[0][0], found[-1]) == (first, (last, "5", "0", "0"))


def test_a_version_counts_what_it_was_asked_itself(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    develop: str,
    endpoint: Endpoint,
    clock: Clock,
) -> None:
    factories.make_version(application, version="v1")
    asked(endpoint, clock, 5, version="v1")
    asked(endpoint, clock, 2)
    assert bars(owner_client.get(path).text)[-1][1] == "7"
    assert bars(owner_client.get(develop).text)[-1][1] == "2"
    assert bars(owner_client.get(develop.replace("/develop", "/v1")).text)[-1][1] == "5"


def test_the_chart_is_narrowed_to_an_endpoint_or_a_host_by_the_address(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    endpoint: Endpoint,
    clock: Clock,
) -> None:
    factories.make_slug(application, slug="museum", version="develop")
    seldom = factories.make_endpoint(application, route="/seldom")
    asked(endpoint, clock, 5)
    asked(seldom, clock, 2, host=application.id)
    asked(endpoint, clock, 3, endpoint_id="NotFound", status=404)
    ask = owner_client.get
    assert bars(ask(f"{path}?endpoint={seldom.id}").text)[-1][1:] == ("2", "0", "0")
    assert bars(ask(f"{path}?endpoint=NotFound").text)[-1][1:] == ("0", "3", "0")
    assert bars(ask(f"{path}?host=museum").text)[-1][1:] == ("5", "3", "0")
    assert bars(ask(f"{path}?host=nobodys&endpoint=nothing").text)[-1][1:] == ("7", "3", "0")


def test_the_busiest_endpoints_come_first_and_what_no_route_fitted_is_told(
    application: Application,
    owner_client: FlaskClient,
    develop: str,
    endpoint: Endpoint,
    clock: Clock,
) -> None:
    asked(endpoint, clock, 5)
    asked(factories.make_endpoint(application, route="/busy"), clock, 50)
    asked(endpoint, clock, 3, endpoint_id="NotFound", status=404)
    asked(endpoint, clock, 8, endpoint_id="f" * 24)  # one that is gone
    factories.make_endpoint(application, route="/never")
    text = owner_client.get(develop).text.partition("Busiest endpoints")[2]
    assert text.index("/busy") < text.index("{id}")
    assert "/never" not in text
    assert ">3 more</a>" in text


def test_the_home_leads_to_an_endpoint_where_it_is(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    endpoint: Endpoint,
    clock: Clock,
) -> None:
    factories.make_version(application, version="v1")
    asked(endpoint, clock, 5, version="v1")
    db.session.delete(endpoint)
    db.session.commit()
    assert f"/versions/v1/endpoints/{endpoint.id}" in owner_client.get(path).text


def test_what_was_edited_last_comes_first_with_who_did_it(
    application: Application,
    owner: Account,
    owner_client: FlaskClient,
    develop: str,
    clock: Clock,
) -> None:
    by = {"last_updated_by_id": owner.id, "last_updated_by_type": "user"}
    for make, name in (
        (factories.make_view, "Hall"),
        (factories.make_flow, "Guard"),
        (factories.make_view, "Foyer"),
    ):
        row = make(application, name=name)
        for field, value in by.items():
            setattr(row, field, value)
        db.session.commit()
        clock.advance(minutes=5)
    text = owner_client.get(develop).text.partition("Recently edited")[2]
    assert text.index(">Foyer<") < text.index(">Guard<") < text.index(">Hall<")
    assert "you, " in text
    assert "5 min ago" in text


def test_a_frozen_version_has_the_same_page_and_nothing_to_add(
    application: Application, owner_client: FlaskClient, develop: str, endpoint: Endpoint
) -> None:
    factories.make_flow(application, name="Guard")
    factories.make_version(application, version="v1")
    text = owner_client.get(develop.replace("/develop", "/v1")).text
    assert ">Guard<" in text.partition("Recently edited")[2]
    assert "Create endpoint" not in text
    assert "No host leads here." in text


def test_what_fails_and_what_cannot_answer_needs_a_look(
    application: Application,
    owner_client: FlaskClient,
    develop: str,
    endpoint: Endpoint,
    clock: Clock,
) -> None:
    gone = {"kind": "page", "value": "0" * 24}
    factories.make_endpoint(application, route="/pageless", static_reply=gone)
    asked(endpoint, clock, 7)
    asked(endpoint, clock, 3, status=500)
    text = owner_client.get(develop).text.partition("Needs a look")[2]
    assert text.index("3 of 10 requests failed") < text.index("Its page was deleted")


def test_where_all_is_well_nothing_needs_a_look(
    application: Application, owner_client: FlaskClient, develop: str
) -> None:
    home = {"kind": "page", "value": factories.make_view(application).id}
    factories.make_endpoint(application, static_reply=home)
    assert "Nothing. Every endpoint can answer" in owner_client.get(develop).text
