"""The route laboratory: what it says is what the public host would do."""

import pytest
from flask.testing import FlaskClient

from app.models import Application, Group, User

from .. import factories

HOME = {"kind": "redirect", "value": "/"}


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/laboratory"


def ask(client: FlaskClient, url: str, **query: str) -> str:
    """The text without its line breaks."""
    return " ".join(client.get(url, query_string=query).text.split())


def test_it_tells_the_winner_and_why_the_others_lost(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/pumps/{id}", static_reply=HOME)
    factories.make_endpoint(application, route="/pumps/new")
    factories.make_endpoint(application, route="/{any*}")
    factories.make_endpoint(application, route="/pumps/{id?}", method="post")
    factories.make_endpoint(application, route="/pumps/{id}x", enabled=False)
    text = ask(owner_client, path, path="/pumps/NL%2F4x")
    assert "<code>id</code> = <code>NL/4x</code>" in text
    assert "at segment 1 the literal <code>pumps</code> goes before the wildcard" in text
    assert "it would fit, but is off" in text
    assert "2 that do not fit" in text
    assert "redirect to <code>/</code>" in text


def test_it_takes_a_whole_address_and_a_method(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/pumps", static_reply=HOME)
    text = ask(owner_client, path, path="https://museum.example/pumps?tab=1", method="head")
    assert 'value="/pumps"' in text
    assert "HEAD is answered from the GET routes" in text


def test_it_shows_the_way_from_a_users_group_to_the_one_that_lets_in(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    group: Group,
    parent_member: User,
    outsider: User,
) -> None:
    factories.make_endpoint(
        application,
        route="/staff",
        static_reply=HOME,
        access="group",
        experience_group_ids=[group.id],
    )
    granted = ask(owner_client, path, path="/staff", user="PARENT@example.com")
    assert "Granted: the user is in Guides, through its ancestor Staff" in granted
    chain = granted[granted.index("path-chain") :]
    assert chain.index(">Staff<") < chain.index("<b>Guides</b>")
    refused = ask(owner_client, path, path="/staff", user=outsider.email)
    assert "Refused with 403" in refused
    assert "None runs for who is refused" in refused
    assert "Refused with 401" in ask(owner_client, path, path="/staff")


def test_it_says_what_it_cannot_try(owner_client: FlaskClient, path: str) -> None:
    text = ask(owner_client, path, path="/%zz", user="who@example.com")
    assert "<code>%zz</code> is not a percent code" in text
    assert "Nobody has this e-mail" in text
    assert 'value="who@example.com"' in text


def test_where_nothing_fits_it_names_the_nearest(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/visits")
    text = ask(owner_client, path, path="/visit")
    assert "fits no route" in text
    assert "near: segment 1" in text
    assert '<span class="status s4">404</span>' in text
    options = ask(owner_client, path, path="/visit", method="options")
    assert "The version answers OPTIONS for other origins by itself" in options


def test_it_knows_of_a_change_at_once(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    assert "fits no route" in ask(owner_client, path, path="/new")
    factories.make_endpoint(application, route="/new")
    assert "goes to" in ask(owner_client, path, path="/new")


def test_it_escapes_what_was_asked(owner_client: FlaskClient, path: str) -> None:
    assert "<i>" not in ask(owner_client, path, path="/<i>", user="<i>")


def test_it_is_nobody_elses_business(stranger_client: FlaskClient, path: str) -> None:
    assert stranger_client.get(path).status_code == 404
