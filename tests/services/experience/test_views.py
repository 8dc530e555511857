import pytest

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, View, new_id
from app.schemas import ViewPatch
from app.services.experience.views import delete_view, update_view, warnings_about
from tests.factories import BY, make_version, make_view


@pytest.fixture
def layout(application: Application) -> View:
    return make_view(application, view_type="layout", name="Frame", body="{{ page }}")


def test_a_page_has_a_layout_a_body_and_a_content_type(
    application: Application, layout: View
) -> None:
    page = make_view(
        application,
        layout_id=layout.id,
        body="<p>{{ request.path }}</p>",
        headers={"content-type": "text/plain"},
    )
    assert page.layout_id == layout.id
    assert page.body == "<p>{{ request.path }}</p>"
    assert page.headers == {"content-type": "text/plain"}


def test_a_body_that_is_no_template_is_refused_with_its_place(application: Application) -> None:
    with pytest.raises(ValidationError, match=r"body is not a template: .*line 2") as refused:
        make_view(application, body="one\n{% if %}")
    assert refused.value.field == "body"
    view = make_view(application)
    with pytest.raises(ValidationError, match="body is not a template"):
        update_view(view, ViewPatch(body="{{ "), BY)


def test_a_name_is_taken_once_for_each_type(application: Application) -> None:
    make_view(application, name="Home", view_type="page")
    component = make_view(application, name="Home", view_type="component")
    with pytest.raises(AlreadyExists, match="A page named `Home` already exists"):
        make_view(application, name="Home", view_type="page")
    assert update_view(component, ViewPatch(name="Home"), BY).name == "Home"


def test_a_name_cannot_be_changed_into_one_that_is_taken(application: Application) -> None:
    make_view(application, name="Home")
    view = make_view(application, name="Other")
    with pytest.raises(AlreadyExists):
        update_view(view, ViewPatch(name="Home"), BY)
    assert view.name == "Other"


def test_a_layout_must_be_one_of_develop(application: Application, layout: View) -> None:
    page = make_view(application)
    elsewhere = make_view(view_type="layout")
    for id in (new_id(), page.id, elsewhere.id):
        with pytest.raises(ValidationError, match=f"layoutId {id} is no layout of develop"):
            make_view(application, layout_id=id)
        with pytest.raises(ValidationError):
            update_view(page, ViewPatch(layout_id=id), BY)
    update_view(page, ViewPatch(layout_id=layout.id), BY)
    assert update_view(page, ViewPatch(layout_id=None), BY).layout_id is None


@pytest.mark.parametrize("view_type", ["layout", "component"])
def test_only_a_page_has_a_layout(application: Application, layout: View, view_type: str) -> None:
    with pytest.raises(ValidationError, match="layoutId is for pages"):
        make_view(application, view_type=view_type, layout_id=layout.id)


@pytest.mark.parametrize("view_type", ["layout", "component"])
def test_only_a_page_keeps_headers(application: Application, view_type: str) -> None:
    headers = {"content-type": "text/plain"}
    view = make_view(application, view_type=view_type, headers=headers)
    assert view.headers == {}
    assert update_view(view, ViewPatch(headers=headers), BY).headers == {}


def test_a_patch_leaves_alone_what_it_does_not_name(application: Application, layout: View) -> None:
    page = make_view(application, layout_id=layout.id, description="kept")
    update_view(page, ViewPatch(body="new"), BY)
    assert (page.body, page.layout_id, page.description) == ("new", layout.id, "kept")


def test_a_layout_in_use_can_be_deleted(application: Application, layout: View) -> None:
    page = make_view(application, layout_id=layout.id)
    id = layout.id
    delete_view(layout, BY)
    assert page.layout_id == id


def test_a_page_whose_layout_is_gone_can_still_be_repaired(
    application: Application, layout: View
) -> None:
    page = make_view(application, layout_id=layout.id)
    delete_view(layout, BY)
    assert update_view(page, ViewPatch(body="new"), BY).body == "new"


def test_a_frozen_view_cannot_be_changed_or_deleted(application: Application) -> None:
    view = make_view(application, body="before")
    frozen = db.session.get_one(View, (view.id, make_version(application).id))
    with pytest.raises(ValidationError, match="is frozen"):
        update_view(frozen, ViewPatch(body="after"), BY)
    with pytest.raises(ValidationError, match="is frozen"):
        delete_view(frozen, BY)
    delete_view(view, BY)
    assert frozen.body == "before"


@pytest.mark.parametrize(
    ("view_type", "body", "warned"),
    [
        ("layout", "<main></main>", True),
        ("layout", "", True),
        ("layout", "<main>{{ page }}</main>", False),
        ("layout", "{{-page -}}", False),
        ("page", "", False),
    ],
)
def test_a_layout_without_its_page_is_saved_with_a_warning(
    application: Application, view_type: str, body: str, warned: bool
) -> None:
    view = make_view(application, view_type=view_type, body=body)
    assert bool(warnings_about(view)) == warned
