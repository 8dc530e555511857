from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.extensions import db
from app.models import Application, Group, RequestCount, Version
from app.schemas import EndpointPatch, ReplyObject, VersionPatch, ViewPatch
from app.schemas.flow import FlowPatch
from app.schemas.globals import Global
from app.services.clock import now
from app.services.experience.endpoints import delete_endpoint, update_endpoint
from app.services.experience.versions import update_version
from app.services.experience.views import delete_view, update_view
from app.services.flows import delete_flow, update_flow
from app.services.lookup import develop_of, find_version
from app.services.version_diff import VersionDiff, compare_versions
from tests.factories import (
    BY,
    make_application,
    make_endpoint,
    make_flow,
    make_group,
    make_user,
    make_version,
    make_view,
)


def diff(application: Application) -> VersionDiff:
    """From v1 to develop."""
    v1 = db.session.scalars(select(Version).filter_by(name="v1")).one()
    return compare_versions(application, v1, develop_of(application.id))


def ask(application: Application, endpoint_id: str, count: int, version: str = "v1") -> None:
    row = RequestCount(
        application_id=application.id,
        time=now(),
        endpoint_id=endpoint_id,
        version=version,
        host="museum",
        status=200,
        count=count,
    )
    db.session.add(row)
    db.session.commit()


def publish(application: Application) -> None:
    make_version(application, version="v1")


def notes(changes: list[Any]) -> list[tuple[str, bool]]:
    return [tuple(note) for change in changes for note in change.notes]


def turns(changes: list[Any]) -> list[tuple[str, str, str]]:
    return [tuple(turn) for change in changes for turn in change.turns]


def test_a_version_that_was_just_published_differs_in_nothing(
    application: Application, group: Group
) -> None:
    make_endpoint(application, access="group", experience_group_ids=[group.id])
    make_view(application)
    make_flow(application)
    publish(application)
    assert diff(application).total == 0


class TestRoutes:
    def test_an_endpoint_that_went_costs_its_requests(self, application: Application) -> None:
        gone = make_endpoint(application, route="/photos/{file*}")
        publish(application)
        ask(application, gone.id, 655)
        ask(application, gone.id, 9, version="develop")
        delete_endpoint(gone, BY)
        found = diff(application)
        (change,) = found.routes
        assert (change.kind, change.method, change.route) == ("removed", "get", "/photos/{file*}")
        assert notes([change]) == [("655 requests a day would get 404", True)]
        assert (found.requests, found.lost) == (655, 655)

    def test_where_another_route_takes_over_nobody_gets_404(self, application: Application) -> None:
        gone = make_endpoint(application, route="/photos/{id}")
        make_endpoint(application, route="/{any*}")
        publish(application)
        ask(application, gone.id, 1)
        delete_endpoint(gone, BY)
        found = diff(application)
        assert notes(found.routes) == [("1 request a day would go to GET /{any*}", False)]
        assert found.lost == 0

    def test_one_that_is_switched_off_is_as_good_as_gone(self, application: Application) -> None:
        endpoint = make_endpoint(application, route="/manual")
        publish(application)
        update_endpoint(endpoint, EndpointPatch(enabled=False), BY)
        (change,) = diff(application).routes
        assert change.kind == "changed"
        assert turns([change]) == [("", "on", "off")]
        assert notes([change]) == [("requests would get 404", True)]

    def test_one_that_moved_no_longer_answers_where_it_did(self, application: Application) -> None:
        endpoint = make_endpoint(application, route="/old")
        publish(application)
        update_endpoint(endpoint, EndpointPatch(route="/new"), BY)
        (change,) = diff(application).routes
        assert turns([change]) == [("route", "GET /old", "GET /new")]
        assert notes([change]) == [("requests would get 404", True)]

    def test_a_new_one_costs_nobody_anything(self, application: Application) -> None:
        publish(application)
        make_endpoint(application, route="/parts")
        (change,) = diff(application).routes
        assert (change.kind, change.notes) == ("added", [])

    def test_one_that_was_made_anew_at_its_old_place_is_the_same(
        self, application: Application
    ) -> None:
        endpoint = make_endpoint(application, route="/parts")
        publish(application)
        delete_endpoint(endpoint, BY)
        make_endpoint(application, route="/parts")
        assert diff(application).total == 0


class TestAccess:
    @pytest.fixture
    def staff(self, application: Application) -> tuple[Group, Group]:
        """Two users in the upper group, one of them in the lower one, too, and one in neither."""
        upper = make_group(application, name="Harbour")
        lower = make_group(application, name="Technicians", parent_id=upper.id)
        make_user(application, experience_group_ids=[upper.id, lower.id])
        make_user(application, experience_group_ids=[upper.id])
        make_user(application)
        return upper, lower

    @pytest.mark.parametrize(
        ("before", "after", "words", "told"),
        [
            ("none", "lower", ("nobody", "Technicians"), ("2 more users get in", False)),
            ("lower", "none", ("Technicians", "nobody"), ("2 users would be refused", True)),
            (
                "lower",
                "authenticated",
                ("Technicians", "whoever is signed in"),
                ("1 more user gets in", False),
            ),
            (
                "authenticated",
                "public",
                ("whoever is signed in", "everyone"),
                ("open to everyone, signed in or not", True),
            ),
            (
                "public",
                "authenticated",
                ("everyone", "whoever is signed in"),
                ("visitors who are not signed in are refused", True),
            ),
        ],
    )
    def test_it_is_told_in_heads(
        self,
        application: Application,
        staff: tuple[Group, Group],
        before: str,
        after: str,
        words: tuple[str, str],
        told: tuple[str, bool],
    ) -> None:
        def rule(name: str) -> dict[str, Any]:
            if name in ("public", "authenticated"):
                return {"access": name, "experience_group_ids": []}
            ids = [staff[1].id] if name == "lower" else []
            return {"access": "group", "experience_group_ids": ids}

        endpoint = make_endpoint(application, **rule(before))
        publish(application)
        update_endpoint(endpoint, EndpointPatch(**rule(after)), BY)
        found = diff(application)
        assert turns(found.access) == [("", *words)]
        assert notes(found.access) == [told]
        assert found.routes == []

    def test_groups_that_count_the_same_people_cost_nobody(
        self, application: Application, staff: tuple[Group, Group]
    ) -> None:
        upper, lower = staff
        endpoint = make_endpoint(application, access="group", experience_group_ids=[lower.id])
        publish(application)
        ids = [upper.id, lower.id]
        update_endpoint(endpoint, EndpointPatch(experience_group_ids=ids), BY)
        (change,) = diff(application).access
        assert turns([change]) == [("", "Technicians", "Harbour, Technicians")]
        assert change.notes == []


class TestReplies:
    def test_it_names_pages_redirects_and_workflows(self, application: Application) -> None:
        page = make_view(application, name="Hall")
        reply = ReplyObject(kind="page", value=page.id)
        endpoint = make_endpoint(application, static_reply=reply)
        publish(application)
        patch = EndpointPatch(
            static_reply=None,
            unauthorized_reply=ReplyObject(kind="redirect", value="/login", status_code=303),
        )
        update_endpoint(endpoint, patch, BY)
        assert turns(diff(application).replies) == [
            ("reply", "page Hall", "a workflow answers"),
            ("refused", "the version's own", "redirect to /login, 303"),
        ]

    def test_a_page_that_is_gone_is_told_at_the_reply(self, application: Application) -> None:
        page = make_view(application, name="Hall")
        make_endpoint(application, static_reply=ReplyObject(kind="page", value=page.id))
        publish(application)
        delete_view(page, BY)
        assert turns(diff(application).replies) == [("reply", "page Hall", "a page that is gone")]

    def test_a_page_with_another_name_is_the_same_reply(self, application: Application) -> None:
        page = make_view(application, name="Hall")
        make_endpoint(application, static_reply=ReplyObject(kind="page", value=page.id))
        publish(application)
        update_view(page, ViewPatch(name="Great hall"), BY)
        found = diff(application)
        assert found.replies == []
        assert turns(found.views) == [("name", "Hall", "Great hall")]


class TestViews:
    def test_they_are_compared_as_text(self, application: Application) -> None:
        view = make_view(application, name="Hall", body="<h1>Hall</h1>\n<p>Old</p>")
        publish(application)
        update_view(view, ViewPatch(body="<h1>Hall</h1>\n<p>New</p>"), BY)
        (change,) = diff(application).views
        assert (change.name, change.view_type) == ("Hall", "page")
        assert [(line.sign, line.text) for line in change.lines.hunks[0].lines] == [
            ("", "<h1>Hall</h1>"),
            ("-", "<p>Old</p>"),
            ("+", "<p>New</p>"),
        ]

    def test_layouts_come_first_and_a_layout_is_named(self, application: Application) -> None:
        page = make_view(application, name="Hall")
        publish(application)
        layout = make_view(application, name="Frame", view_type="layout", body="{{ page }}")
        update_view(page, ViewPatch(layout_id=layout.id), BY)
        added, changed = diff(application).views
        assert (added.kind, added.name, added.lines.added) == ("added", "Frame", 1)
        assert turns([changed]) == [("layout", "none", "Frame")]


class TestWorkflows:
    NODES = (
        {"id": "a", "type": "DelayNode", "config": {"delaySecs": "1"}, "outputIds": [["b"]]},
        {
            "id": "b",
            "type": "DebugNode",
            "config": {"message": "hello"},
            "meta": {"label": "Tell me", "x": 1},
            "outputIds": [],
        },
    )

    def test_nodes_are_named_with_what_changed_in_them(self, application: Application) -> None:
        flow = make_flow(application, name="Sign in", nodes=list(self.NODES))
        publish(application)
        told = self.NODES[1] | {"config": {"message": "good bye"}}
        new = {"id": "c", "type": "DebugNode", "config": {}, "outputIds": []}
        update_flow(flow, FlowPatch(nodes=[told, new]), BY)
        (change,) = diff(application).workflows
        assert (change.kind, change.name) == ("changed", "Sign in")
        assert [(node.kind, node.label) for node in change.nodes] == [
            ("changed", "Tell me"),
            ("added", "Debug"),
            ("removed", "Delay"),
        ]
        ((what, *words),) = change.nodes[0].turns
        assert what == "Message"
        assert words == ["hello", "good bye"]

    def test_settings_that_are_kept_in_the_meta_are_told_too(
        self, application: Application
    ) -> None:
        node = {"id": "a", "type": "ExperienceUserAuthNode", "config": {}, "outputIds": [[], []]}
        flow = make_flow(application, nodes=[node | {"meta": {"x": 20}}])
        publish(application)
        update_flow(flow, FlowPatch(nodes=[node | {"meta": {"x": 40, "authMode": "token"}}]), BY)
        (change,) = diff(application).workflows
        ((what, *words),) = change.nodes[0].turns
        assert (what, words) == ("Authenticate by", ["nothing", "token"])

    def test_a_node_that_was_only_moved_changes_nothing_but_the_drawing(
        self, application: Application
    ) -> None:
        flow = make_flow(application, nodes=list(self.NODES))
        publish(application)
        moved = self.NODES[1] | {"meta": {"label": "Tell me", "x": 2}}
        update_flow(flow, FlowPatch(nodes=[self.NODES[0], moved]), BY)
        (change,) = diff(application).workflows
        assert notes([change]) == [("only the drawing on the canvas", False)]

    def test_new_and_gone_ones_say_what_starts_them(self, application: Application) -> None:
        endpoint = make_endpoint(application, route="/pumps/{id}/parts")
        gone = make_flow(application, name="A")
        publish(application)
        delete_flow(gone, BY)
        trigger = {"type": "endpoint", "key": endpoint.id, "outputIds": [["a"]]}
        make_flow(application, name="B", triggers=[trigger], nodes=[*self.NODES])
        removed, added = diff(application).workflows
        assert (removed.kind, notes([removed])) == (
            "removed",
            [("0 nodes, started by nothing", False)],
        )
        assert notes([added]) == [("2 nodes, started by GET /pumps/{id}/parts", False)]

    def test_one_that_is_switched_off_is_told(self, application: Application) -> None:
        flow = make_flow(application)
        publish(application)
        update_flow(flow, FlowPatch(enabled=False), BY)
        assert turns(diff(application).workflows) == [("", "on", "off")]


class TestSettings:
    def test_each_is_told_with_both_values(self, application: Application) -> None:
        develop = develop_of(application.id)
        given = VersionPatch(
            globals=[Global(key="a", text="1"), Global(key="gone", text="2")],
            response_headers={"x-a": "1"},
        )
        update_version(develop, given, BY)
        publish(application)
        patch = VersionPatch(
            endpoint_default_cors=False,
            allowed_cors_origins=["https://partners.example"],
            globals=[Global(key="a", text="3"), Global(key="new", text='"' + "x" * 99 + '"')],
            response_headers={},
            not_found_reply=ReplyObject(kind="redirect", value="/"),
        )
        update_version(develop, patch, BY)
        found = [(one.kind, *one.turn) for one in diff(application).settings]
        assert found == [
            ("changed", "other origins may ask", "yes", "no"),
            ("changed", "allowed origins", "every origin", "https://partners.example"),
            ("changed", "reply when nothing is found", "Foyer's own", "redirect to /"),
            ("removed", "header x-a", "1", ""),
            ("changed", "global a", "1", "3"),
            ("removed", "global gone", "2", ""),
            ("added", "global new", "", ""),
        ]


def queries_to_compare(changes: int) -> int:
    application = make_application()
    group = make_group(application)
    endpoints = [make_endpoint(application) for _ in range(changes)]
    id, v1 = application.id, make_version(application).name
    for endpoint in endpoints:
        patch = EndpointPatch(access="group", experience_group_ids=[group.id])
        update_endpoint(endpoint, patch, BY)
        make_view(application)
        make_flow(application)
    db.session.expunge_all()
    application, asked = db.session.get_one(Application, id), []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)
    found = compare_versions(application, find_version(id, v1), develop_of(id))
    event.remove(db.engine, "before_cursor_execute", note)
    assert found.total == 3 * changes
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_what_changed(app: Flask) -> None:
    assert queries_to_compare(1) == queries_to_compare(5)
