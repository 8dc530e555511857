from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.errors import AlreadyExists
from app.extensions import db
from app.models import Account, Application, Endpoint, Group, User, View
from app.services.accounts import authenticate
from app.services.applications.bulk_delete import DeleteOptions, delete_experience
from app.services.bootstrap import (
    BootstrapOptions,
    BootstrapResult,
    bootstrap,
    is_empty,
    start_empty,
)
from app.services.experience.views import warnings_about
from app.services.flows import develop_flows
from app.services.flows import warnings_about as flow_warnings
from app.services.listing import ListQuery, list_groups, list_slugs, list_users
from app.services.lookup import develop_of
from app.services.passwords import password_fits
from tests.factories import BY, make_endpoint, make_flow, make_slug, make_view


def start(application: Application, **options: object) -> BootstrapResult:
    return bootstrap(application, BootstrapOptions(**options), BY)


def endpoints(application: Application) -> dict[str, Endpoint]:
    version = develop_of(application.id).id
    rows = db.session.scalars(select(Endpoint).filter_by(version_id=version))
    return {f"{row.method} {row.route}": row for row in rows}


def views(application: Application) -> dict[str, View]:
    version = develop_of(application.id).id
    return {row.name: row for row in db.session.scalars(select(View).filter_by(version_id=version))}


def test_it_makes_an_example_to_begin_with(application: Application) -> None:
    result = start(application)
    assert result.resource_suffix == ""
    assert set(endpoints(application)) == {"get /", "get /login", "post /login", "get /logout"}
    assert {name: view.view_type for name, view in views(application).items()} == {
        "Example Layout": "layout",
        "Home Page": "page",
        "Log In": "page",
        "errorAlert": "component",
        "gaTracking": "component",
        "userIndicator": "component",
    }
    assert not any(warnings_about(view) for view in views(application).values())
    develop = develop_of(application.id)
    assert not any(flow_warnings(flow, develop) for flow in develop_flows(application.id))


def test_the_home_page_is_for_users_and_leads_others_to_the_log_in(
    application: Application,
) -> None:
    start(application)
    home, page = endpoints(application)["get /"], views(application)["Home Page"]
    assert home.access == "authenticated"
    assert home.static_reply == {"type": "page", "value": page.id}
    assert home.unauthorized_reply == {"type": "redirect", "value": "/login"}
    assert page.layout_name == "Example Layout"
    assert endpoints(application)["post /login"].access == "public"


def test_the_user_and_the_group_belong_together(application: Application) -> None:
    result = start(application)
    [user] = list_users(application, ListQuery()).items
    assert user.email == result.email
    assert password_fits(result.password or "", user.password_hash)
    assert [group.name for group in user.groups] == ["Example Group"]


def test_it_notes_that_it_was_done(application: Application) -> None:
    start(application)
    start(application)
    assert application.ftue_tracking == [
        {"name": "experience", "version": 3, "status": "completed"}
    ]


def test_what_is_not_wanted_is_left_out(application: Application) -> None:
    result = start(application, create_users=False, create_groups=False)
    assert (result.email, result.password) == (None, None)
    assert list_users(application, ListQuery()).items == []
    assert list_groups(application, ListQuery()).items == []


@pytest.mark.parametrize("clash", ["/", "/login", "/{any*}"])
def test_where_a_route_is_taken_everything_gets_a_suffix(
    application: Application, clash: str
) -> None:
    mine = make_endpoint(application, route=clash)
    suffix = start(application).resource_suffix
    assert suffix == ("" if clash == "/{any*}" else "2")
    if suffix:
        assert {"get /2", "get /login-2", "post /login-2", "get /logout-2"} <= set(
            endpoints(application)
        )
        assert 'component("userIndicator-2")' in views(application)["Example Layout 2"].body
        assert 'action="/login-2"' in views(application)["Log In 2"].body
    assert endpoints(application)[f"get {clash}"] is mine


def test_a_view_or_a_group_of_that_name_makes_a_suffix_too(application: Application) -> None:
    make_view(application, name="gaTracking", view_type="component")
    assert start(application).resource_suffix == "2"
    assert start(application).resource_suffix == "3"
    assert "Example Group 3" in [one.name for one in list_groups(application, ListQuery()).items]


def test_what_clashes_can_be_replaced_instead(application: Application) -> None:
    start(application)
    page, group = views(application)["Home Page"], list_groups(application, ListQuery()).items
    page.body = "mine"
    db.session.commit()
    make_endpoint(application, route="/kept")
    result = start(application, replace_existing=True)
    assert result.resource_suffix == ""
    assert views(application)["Home Page"] is page
    assert page.body != "mine"
    assert len(views(application)) == 6
    assert len(endpoints(application)) == 5
    assert [flow.name for flow in develop_flows(application.id)] == ["Log in", "Log out"]
    assert list_groups(application, ListQuery()).items == group
    assert list_users(application, ListQuery()).total_count == 2


def test_a_slug_is_added_and_kept(application: Application) -> None:
    make_slug(application, slug="old-name")
    start(application, slug="museum")
    start(application, slug="museum")
    found = {slug.slug: slug.version for slug in list_slugs(application).items}
    assert found == {application.id: "develop", "old-name": "develop", "museum": "develop"}


def test_a_slug_of_somebody_else_leaves_nothing_behind(application: Application) -> None:
    make_slug(slug="museum")
    with pytest.raises(AlreadyExists):
        start(application, slug="museum")
    assert endpoints(application) == {}
    assert application.ftue_tracking == []


def test_no_marker_is_left_in_a_view(application: Application) -> None:
    make_endpoint(application, route="/login")
    start(application)
    assert not [view for view in views(application).values() if "@" in view.body]


def test_after_everything_is_deleted_it_starts_afresh(application: Application) -> None:
    start(application)
    delete_experience(application, DeleteOptions(), BY)
    assert start(application).resource_suffix == ""


def test_users_of_an_experience_do_not_sign_in_to_the_console(
    owner: Account, application: Application
) -> None:
    result = start(application)
    with pytest.raises(Exception, match="Email or password is wrong"):
        authenticate(result.email or "", result.password or "")
    assert db.session.scalars(select(Group).join(User.groups)).one().name == "Example Group"


def test_one_can_start_with_nothing(application: Application) -> None:
    assert is_empty(application)
    start_empty(application, "museum", BY)
    assert is_empty(application)
    assert application.ftue_tracking == [{"name": "experience", "version": 3, "status": "skipped"}]
    assert "museum" in [slug.slug for slug in list_slugs(application).items]
    start(application)
    assert not is_empty(application)
    assert [tour["status"] for tour in application.ftue_tracking] == ["completed"]


@pytest.mark.parametrize("make", [make_endpoint, make_view, make_flow])
def test_whatever_is_in_develop_is_something(
    application: Application, make: Callable[[Application], object]
) -> None:
    make(application)
    assert not is_empty(application)
