from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import Application, Endpoint, Flow, Group, Slug, View

from .. import factories
from .conftest import post

GOOD = {"kind": "page", "method": "get", "route": "/parts", "access": "public", "page": "new"}


@pytest.fixture
def wizard(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/endpoints/new"


def address(wizard: str, step: str, **answers: str) -> str:
    return f"{wizard}/{step}?{urlencode(answers)}"


def test_the_wizard_begins_with_the_kind(owner_client: FlaskClient, wizard: str) -> None:
    page = owner_client.get(wizard)
    assert page.status_code == 200
    assert "What should it do?" in page.text


@pytest.mark.parametrize("step", ["", "/route?kind=page", "/review"])
def test_the_stranger_finds_no_wizard(stranger_client: FlaskClient, wizard: str, step: str) -> None:
    assert stranger_client.get(wizard + step).status_code == 404


def test_a_frozen_version_has_no_wizard(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    factories.make_version(application, version="1.0")
    frozen = wizard.replace("develop", "1.0")
    assert owner_client.get(frozen).status_code == 409
    assert owner_client.get(address(frozen, "review", **GOOD)).status_code == 409


def test_something_else_leads_to_the_whole_form(owner_client: FlaskClient, wizard: str) -> None:
    answer = owner_client.get(address(wizard, "route", kind="custom"))
    assert answer.status_code == 302
    assert answer.location.endswith("/new/custom")


def test_answers_are_carried_along(owner_client: FlaskClient, wizard: str) -> None:
    page = owner_client.get(
        address(wizard, "reply", kind="page", method="get", route="/a&b", access="public")
    )
    assert '<input type="hidden" name="route" value="/a&amp;b">' in page.text


@pytest.mark.parametrize(
    ("wrong", "step", "said"),
    [
        ({"kind": "nothing"}, "", "Choose what it should do."),
        ({"route": ""}, "route", "Say where it answers"),
        ({"route": "parts"}, "route", "parts"),
        ({"access": "some"}, "access", "Choose who may call it."),
        ({"access": "group"}, "access", "Choose a group, or nobody could call it."),
        ({"page": "existing"}, "reply", "Choose the page to show."),
        ({"page_name": "Home"}, "reply", "There is a page called Home."),
        ({"layout_id": "0" * 24}, "reply", "This layout is gone."),
        ({"flow": "existing"}, "reply", "Choose the workflow that answers."),
        ({"flow": "new", "flow_name": "x" * 256}, "reply", "This is longer than 255 characters."),
    ],
)
def test_what_is_refused_leads_back_to_its_step(
    application: Application,
    owner_client: FlaskClient,
    wizard: str,
    wrong: dict[str, str],
    step: str,
    said: str,
) -> None:
    factories.make_view(application, name="Home")
    answer = owner_client.get(address(wizard, "review", **GOOD | wrong))
    assert answer.status_code == 302
    assert answer.location.startswith(f"{wizard}/{step}".rstrip("/") + "?")
    page = owner_client.get(answer.location)
    assert page.status_code == 400
    assert said in page.text


@pytest.mark.parametrize(
    "by_hand",
    [
        {"endpoint": "x"},
        {"step": "review"},
        {"version": "1.0"},
        {"replace": "x"},
        {"page": "-1"},
        {"flow": "-1"},
        {"flow": "-1", "kind": "api"},
    ],
)
@pytest.mark.parametrize("step", ["", "route", "review"])
def test_an_address_that_somebody_wrote_by_hand_is_read_as_far_as_it_makes_sense(
    owner_client: FlaskClient, wizard: str, step: str, by_hand: dict[str, str]
) -> None:
    asked = f"{wizard}/{step}".rstrip("/") + "?" + urlencode(GOOD | by_hand)
    assert owner_client.get(asked).status_code == 200


def test_a_conflict_names_both_and_a_path_that_both_would_own(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    factories.make_endpoint(application, route="/parts/{partId}")
    page = owner_client.get(address(wizard, "route", **GOOD | {"route": "/parts/{id}"}))
    assert page.status_code == 400
    assert "GET /parts/{id} is taken" in page.text
    assert '<b class="p">{partId}</b>' in page.text
    assert "<code>/parts/x</code>" in page.text
    assert "by-id" in page.text


def test_the_review_lists_what_will_be_created(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    answers = GOOD | {"access": "group", "experience_group_ids-name": "Store", "flow": "new"}
    page = owner_client.get(address(wizard, "review", **answers)).text
    for word in ("<b>Store</b>", "<b>Parts</b> from the starter Blank", "<b>GET /parts</b>"):
        assert word in page
    assert "Create all four" in page


def test_everything_is_created_at_once(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    layout = factories.make_view(application, view_type="layout", name="Portal", body="{{ page }}")
    answers = GOOD | {
        "access": "group",
        "experience_group_ids-name": "Store",
        "flow": "new",
        "flow_name": "Parts",
        "page_starter": "list",
    }
    done = post(owner_client, address(wizard, "review", **answers), slug="parts")
    endpoint = db.session.scalars(select(Endpoint)).one()
    page = db.session.scalars(select(View).filter_by(view_type="page")).one()
    assert done.location.endswith(f"/endpoints/{endpoint.id}")
    assert (page.name, page.layout_id) == ("Parts", layout.id)
    assert [group.name for group in endpoint.groups] == ["Store"]
    assert db.session.scalars(select(Flow.name)).all() == ["Parts"]
    assert db.session.scalar(select(Slug.version).filter_by(slug="parts")) == "develop"
    assert "http://parts.localhost/parts" in owner_client.get(done.location).text


def test_a_slug_that_is_taken_leaves_nothing_and_keeps_what_was_typed(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    factories.make_slug(slug="taken")
    answers = GOOD | {"access": "group", "experience_group_ids-name": "Store", "flow": "new"}
    page = post(owner_client, address(wizard, "review", **answers), slug="taken")
    assert page.status_code == 400
    assert "The slug <code>taken</code> is taken" in page.text
    assert 'value="taken"' in page.text
    for model in (Endpoint, Flow, Group, View):
        assert db.session.scalars(select(model)).all() == []


def test_the_page_editor_opens_afterwards_if_asked(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    done = post(owner_client, address(wizard, "review", **GOOD), opens_editor="y")
    page = db.session.scalars(select(View)).one()
    assert done.location.endswith(f"/views/pages/{page.id}")


def test_what_others_wrote_is_escaped(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    answers = GOOD | {
        "access": "group",
        "experience_group_ids-name": "<script>g</script>",
        "page_name": "<script>p</script>",
        "flow": "new",
        "flow_name": "<script>f</script>",
    }
    page = owner_client.get(address(wizard, "review", **answers)).text
    assert "&lt;script&gt;p" in page
    for letter in "gpf":
        assert f"<script>{letter}" not in page


def test_data_needs_no_page(
    application: Application, owner_client: FlaskClient, wizard: str
) -> None:
    answers = {"kind": "api", "method": "get", "route": "/data", "access": "public", "flow": "new"}
    page = owner_client.get(address(wizard, "review", **answers))
    assert page.status_code == 200
    assert "Endpoint → One object" in page.text
    assert "from the starter" not in page.text
