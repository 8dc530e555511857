"""What the console tells of a request's way. The requests are served as visitors' are."""

from flask import Flask

from app.admin.place import Bench
from app.admin.trials.decisions import Step
from app.admin.trials.requests import Trial, Tried, ask
from app.models import Application, User, Version
from app.services.lookup import develop_of

from .. import factories


def tried(
    app: Flask, application: Application, trial: Trial, version: Version | None = None
) -> Tried:
    bench = Bench(application, version or develop_of(application.id))
    with app.test_request_context(base_url="http://localhost:8000"):
        return ask(bench, trial)


def step(tried: Tried, word: str) -> Step:
    return next(one for one in tried.steps if one.word == word)


def test_the_route_names_its_losers_with_their_reasons(
    app: Flask, application: Application
) -> None:
    factories.make_endpoint(application, route="/rooms/{room}")
    factories.make_endpoint(application, route="/rooms/new")
    factories.make_endpoint(application, route="/rooms/{room}.pdf", enabled=False)
    route = step(tried(app, application, Trial("get", "/rooms/7")), "Route")
    assert "room = <code>7</code>" in route.headline
    assert [one.route for one in route.candidates if one.won] == ["/rooms/{room}"]
    lost = {one.route: one.reason for one in route.candidates if not one.won}
    assert lost["/rooms/new"] == "segment 2: 7 is not new"


def test_a_switched_off_endpoint_that_would_fit_is_told(
    app: Flask, application: Application
) -> None:
    factories.make_endpoint(application, route="/rooms", enabled=False)
    route = step(tried(app, application, Trial("get", "/rooms")), "Route")
    assert [(one.route, one.reason) for one in route.candidates] == [("/rooms", "switched off")]
    assert route.state == "refused"


def test_access_shows_the_way_from_the_user_to_the_group(
    app: Flask, application: Application, parent_member: User
) -> None:
    group = factories.make_group(application, name="Keepers", parent_id=parent_member.groups[0].id)
    page = factories.make_view(application)
    factories.make_endpoint(
        application,
        route="/keys",
        access="group",
        experience_group_ids=[group.id],
        static_reply={"type": "page", "value": page.id},
    )
    result = tried(app, application, Trial("get", "/keys", user=parent_member))
    assert result.reply.status == 200
    assert step(result, "Access").chain == ["parent@example.com", "Staff", "Keepers"]


def test_nobody_is_refused(app: Flask, application: Application) -> None:
    factories.make_endpoint(application, route="/keys", access="authenticated")
    result = tried(app, application, Trial("get", "/keys"))
    assert result.reply.status == 401
    assert step(result, "Access").state == "refused"


def test_a_version_that_no_host_serves_is_asked_all_the_same(
    app: Flask, application: Application
) -> None:
    page = factories.make_view(application, body="as it was")
    factories.make_endpoint(application, route="/", static_reply={"type": "page", "value": page.id})
    version = factories.make_version(application)
    result = tried(app, application, Trial("get", "/"), version)
    assert result.reply.body == b"as it was"
    assert version.name in step(result, "Host").headline


def test_a_secret_in_the_path_is_not_shown(app: Flask, application: Application) -> None:
    factories.make_endpoint(application, route="/reset/{token}")
    route = step(tried(app, application, Trial("get", "/reset/abc123")), "Route")
    assert "abc123" not in route.headline
