import re
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.errors import Unauthorized
from app.extensions import db
from app.models import ApiToken, Application, Endpoint, Group, User
from app.services.accounts.api_tokens import find_api_token
from app.services.clock import now
from app.services.flow_ports.mailbox import APPLICATION, Mailbox
from tests import factories
from tests.conftest import Clock

from .conftest import SEEN, post

KINDS = (User, Group, Endpoint)
SHOWN = re.compile(r"<code>([\w-]{43})</code>")


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/settings"


def test_an_application_is_renamed_and_a_blank_name_is_refused(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    refused = post(owner_client, path, name="", description="Kept as typed")
    assert refused.status_code == 400
    assert "Kept as typed" in refused.text
    post(owner_client, path, name="Gallery", description="Of the town")
    db.session.refresh(application)
    assert (application.name, application.description) == ("Gallery", "Of the town")


def test_an_edit_that_somebody_else_was_faster_with_is_shown(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    seen = SEEN.search(owner_client.get(path).text)
    assert seen
    application.name = "Theirs"
    db.session.commit()
    answer = post(owner_client, path, name="Yours", description="", seen=seen[1])
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    db.session.refresh(application)
    assert application.name == "Theirs"


def test_an_application_goes_when_its_name_is_typed(
    application: Application, owner_client: FlaskClient, path: str, member: User
) -> None:
    asked = owner_client.get(f"{path}/delete").text
    assert "1 user and 2 groups" in asked
    refused = post(owner_client, f"{path}/delete", confirmed="museum")
    assert refused.status_code == 400
    assert "Type Museum to confirm." in refused.text
    id = application.id
    assert post(owner_client, f"{path}/delete", confirmed="Museum").location == "/console/"
    db.session.expire_all()
    assert db.session.get(Application, id) is None


def test_globals_are_saved_as_rows(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    row = {"key": "colour", "kind": "text", "text": "blue", "description": "", "cloud": ""}
    fields = {f"globals-{name}": value for name, value in row.items()}
    post(owner_client, f"{path}/globals", **fields)
    db.session.refresh(application)
    assert application.globals == [{"key": "colour", "json": '"blue"'}]


@pytest.mark.parametrize(
    ("sent", "scope"),
    [
        ({"reach": "all"}, ["all.Application"]),
        ({"reach": "read", "scope": "experienceViews.get"}, ["all.Application.read"]),
        ({"reach": "some", "scope": "experienceViews.get"}, ["experienceViews.get"]),
    ],
)
def test_a_token_is_shown_once_and_may_do_what_was_chosen(
    owner_client: FlaskClient, path: str, sent: dict[str, Any], scope: list[str]
) -> None:
    made = post(owner_client, f"{path}/tokens/new", name="Build", description="", **sent)
    assert made.status_code == 201
    text = SHOWN.search(made.text)
    assert text
    assert find_api_token(text[1]).scope == scope
    assert text[1] not in owner_client.get(f"{path}/tokens").text


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"name": "", "reach": "all"}, "This must not be empty."),
        ({"name": "Build", "reach": "some"}, "Choose at least one."),
        ({"name": "Build", "reach": "nonsense"}, "Choose at least one."),
        ({"name": "Build", "reach": "some", "scope": "nonsense"}, "no scope"),
        ({"name": "Build", "reach": "all", "expiration_date": "2025-02-28"}, "That day is over."),
        ({"name": "Build", "reach": "all", "expiration_date": "soon"}, "date and time"),
    ],
)
def test_a_token_without_sense_is_refused(
    owner_client: FlaskClient,
    path: str,
    sent: dict[str, Any],
    refusal: str,
    stopped_clock: Clock,
) -> None:
    answer = post(owner_client, f"{path}/tokens/new", description="", **sent)
    assert answer.status_code == 400
    assert refusal in answer.text
    assert db.session.query(ApiToken).count() == 0


def test_a_token_works_to_the_end_of_its_last_day(
    owner_client: FlaskClient, path: str, stopped_clock: Clock
) -> None:
    sent = {"name": "Build", "reach": "all", "expiration_date": "2025-03-01"}
    made = SHOWN.search(post(owner_client, f"{path}/tokens/new", description="", **sent).text)
    assert made
    stopped_clock.advance(hours=11, minutes=59)
    find_api_token(made[1])
    stopped_clock.advance(minutes=1)
    with pytest.raises(Unauthorized, match="expired"):
        find_api_token(made[1])


def test_a_token_is_switched_off_and_revoked(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    token, _ = factories.make_api_token(application, name="Build")
    one = f"{path}/tokens/{token.id}"
    post(owner_client, one, name="Build", description="")
    db.session.refresh(token)
    assert token.status == "inactive"
    post(owner_client, f"{one}/revoke")
    assert db.session.query(ApiToken).count() == 0


def test_a_token_of_another_application_is_not_there(owner_client: FlaskClient, path: str) -> None:
    token, _ = factories.make_api_token(factories.make_application())
    for page in (f"{path}/tokens/{token.id}", f"{path}/tokens/{token.id}/revoke"):
        assert owner_client.get(page).status_code == 404


def test_resources_go_by_kind(
    application: Application, owner_client: FlaskClient, path: str, member: User
) -> None:
    factories.make_endpoint(application)
    page = f"{path}/resources"
    sent = {"users": "y", "endpoints": "y"}
    assert "Nothing is ticked" in post(owner_client, page, confirmed="Museum").text
    assert "Type Museum to confirm." in post(owner_client, page, **sent).text
    done = owner_client.get(post(owner_client, page, confirmed="Museum", **sent).location).text
    assert "Gone: 1 user, 1 endpoint." in done
    assert counts(application) == (0, 2, 0)


def counts(application: Application) -> tuple[int, ...]:
    """Of users, groups and endpoints."""
    rows = (db.session.query(one).filter_by(application_id=application.id) for one in KINDS)
    return tuple(query.count() for query in rows)


@pytest.fixture
def box(app: Flask) -> Mailbox:
    return Mailbox(app.config["FOYER"].data / "mailbox")


def message(application_id: str, html: str = "") -> EmailMessage:
    made = EmailMessage()
    made["To"], made["Subject"], made["Date"] = "ann@example.com", "Hello <b>Ann</b>", now()
    made[APPLICATION] = application_id
    made.set_content(html or "Plain <b>words</b>", subtype="html" if html else "plain")
    return made


def test_a_message_is_read_as_text(
    application: Application, owner_client: FlaskClient, path: str, box: Mailbox
) -> None:
    name = box.keep(message(application.id))
    assert "Hello &lt;b&gt;Ann" in owner_client.get(f"{path}/mailbox").text
    page = owner_client.get(f"{path}/mailbox/{name}").text
    assert "Plain &lt;b&gt;words" in page
    assert "<iframe" not in page
    assert owner_client.get(f"{path}/mailbox/{name}/html").status_code == 404


def test_the_html_of_a_message_stands_in_a_frame_that_runs_nothing(
    application: Application, owner_client: FlaskClient, path: str, box: Mailbox
) -> None:
    name = box.keep(message(application.id, "<script>alert(1)</script><p>Hi</p>"))
    page = owner_client.get(f"{path}/mailbox/{name}").text
    assert '<iframe class="mail-frame"' in page
    assert "<script>alert" not in page
    framed = owner_client.get(f"{path}/mailbox/{name}/html")
    assert "<p>Hi</p>" in framed.text
    policy = framed.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


def test_messages_of_another_application_are_not_there(
    owner_client: FlaskClient, path: str, box: Mailbox
) -> None:
    name = box.keep(message("0" * 24, "<p>Hi</p>"))
    assert "No message yet" in owner_client.get(f"{path}/mailbox").text
    for page in (name, f"{name}/html", "..%2Ffoyer.db"):
        assert owner_client.get(f"{path}/mailbox/{page}").status_code == 404


@pytest.mark.parametrize(
    "page", ["", "/globals", "/tokens", "/tokens/new", "/mailbox", "/resources", "/delete"]
)
def test_a_stranger_finds_nothing(stranger_client: FlaskClient, path: str, page: str) -> None:
    assert stranger_client.get(f"{path}{page}").status_code == 404
