from typing import Any

import pytest

from app.models import Application, View
from app.schemas import EndpointPatch, ReplyObject
from app.services.experience.endpoints import update_endpoint
from app.services.experience.linked import (
    component_names,
    defaults_showing,
    linked_to_endpoint,
    linked_to_view,
    use_counts,
)
from app.services.flows import delete_flow
from app.services.lookup import develop_of
from tests.factories import BY, make_endpoint, make_flow, make_version, make_view


def page_reply(id: str) -> ReplyObject:
    return ReplyObject(kind="page", value=id)


def test_an_endpoint_is_linked_to_the_pages_it_may_answer_with(application: Application) -> None:
    home, refusal = make_view(application, name="Home"), make_view(application, name="Refusal")
    endpoint = make_endpoint(
        application, static_reply=page_reply(home.id), unauthorized_reply=page_reply(refusal.id)
    )
    other = make_endpoint(
        application, static_reply=ReplyObject(kind="redirect", value=f"/{home.id}")
    )
    gone = make_endpoint(application, static_reply=page_reply("0" * 24))
    linked = linked_to_endpoint(application, endpoint, "develop")
    assert linked == {"experienceViews": [home, refusal]}
    assert linked_to_endpoint(application, other, "develop") == {}
    assert linked_to_endpoint(application, gone, "develop") == {}


def test_a_page_is_linked_to_the_endpoints_that_answer_with_it(application: Application) -> None:
    home = make_view(application)
    first = make_endpoint(application, route="/a", static_reply=page_reply(home.id))
    second = make_endpoint(application, route="/b", unauthorized_reply=page_reply(home.id))
    make_endpoint(application, static_reply=ReplyObject(kind="redirect", value=home.id))
    make_endpoint(application)
    linked = linked_to_view(application, home, "develop")
    assert linked == {"experienceEndpoints": [first, second]}


def test_a_layout_is_linked_to_its_pages(application: Application) -> None:
    layout = make_view(application, view_type="layout")
    page = make_view(application, layout_id=layout.id)
    make_view(application)
    assert linked_to_view(application, layout, "develop") == {"experienceViews": [page]}


def test_a_component_is_linked_to_the_views_that_call_it(application: Application) -> None:
    component = make_view(application, name="nav", view_type="component")
    layout = make_view(application, name="a", view_type="layout", body='{{ component("nav", x) }}')
    page = make_view(application, name="b", body="{{ component( 'nav' ) }}")
    make_view(application, name="c", body='{{ component("nav-link") }}')
    make_view(application, name="nav", body="nav")
    assert linked_to_view(application, component, "develop") == {"experienceViews": [layout, page]}


def reply_with(page: View, **config: str) -> dict[str, Any]:
    config = {"replyType": "page", "pageIdTemplate": page.id} | config
    return {"id": f"reply{page.id}", "type": "EndpointReplyNode", "config": config}


def test_an_endpoint_is_linked_to_the_flows_it_starts_and_their_pages(
    application: Application,
) -> None:
    endpoint, page = make_endpoint(application), make_view(application)
    started = {"type": "endpoint", "key": endpoint.id}
    flow = make_flow(application, triggers=[started], nodes=[reply_with(page)])
    make_flow(application, nodes=[reply_with(make_view(application))])
    delete_flow(make_flow(application, triggers=[started]), BY)
    make_flow(application, flow_class="cloud", triggers=[started])
    linked = linked_to_endpoint(application, endpoint, "develop")
    assert linked == {"flows": [flow], "experienceViews": [page]}


def test_a_page_or_layout_is_linked_to_the_flows_that_answer_with_it(
    application: Application,
) -> None:
    page, layout = make_view(application), make_view(application, view_type="layout")
    flow = make_flow(application, nodes=[reply_with(page, layoutIdTemplate=layout.id)])
    other = {"replyType": "custom"}
    make_flow(application, nodes=[reply_with(page, **other)])
    for view in (page, layout):
        assert linked_to_view(application, view, "develop") == {"flows": [flow]}


def test_in_a_version_the_frozen_flows_are_linked(application: Application) -> None:
    page = make_view(application)
    flow = make_flow(application, nodes=[reply_with(page)])
    version = make_version(application)
    delete_flow(flow, BY)
    assert linked_to_view(application, page, "develop") == {}
    [frozen] = linked_to_view(application, page, version)["flowVersions"]
    assert (frozen.flow_id, frozen.versions) == (flow.id, [version.name])


def test_what_is_linked_is_of_one_version(application: Application) -> None:
    page = make_view(application)
    endpoint = make_endpoint(application, static_reply=page_reply(page.id))
    version = make_version(application)
    update_endpoint(endpoint, EndpointPatch(static_reply=None), BY)
    assert linked_to_view(application, page, "develop") == {}
    [frozen] = linked_to_view(application, page, version)["experienceEndpoints"]
    assert (frozen.id, frozen.version_id) == (endpoint.id, version.id)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("", set()),
        ('{{ component("a") }}{{ component("b c", this) }}', {"a", "b c"}),
        ("{{component('a',x=1)}}{{ component(name) }}", {"a"}),
        ("{{ component('it\"s') }}", {'it"s'}),
        ("{{ mycomponent('a') }}", set()),
    ],
)
def test_names_of_components_are_found_where_they_stand(body: str, names: set[str]) -> None:
    assert component_names(body) == names


def test_uses_are_counted_for_all_views_of_a_type_at_once(application: Application) -> None:
    layout = make_view(application, view_type="layout", body='{{ component("nav") }}{{ page }}')
    home = make_view(application, layout_id=layout.id, body="{{ component('nav') }}")
    nav = make_view(application, name="nav", view_type="component")
    lonely = make_view(application)
    reply = page_reply(home.id)
    make_endpoint(application, static_reply=reply, unauthorized_reply=reply)
    make_flow(application, nodes=[reply_with(home, layoutIdTemplate=layout.id)])
    develop = develop_of(application.id)
    develop.not_found_reply = {"type": "page", "value": home.id}
    pages, layouts = use_counts(develop, "page"), use_counts(develop, "layout")
    assert (pages[home.id], pages[lonely.id], layouts[layout.id]) == (3, 0, 2)
    assert use_counts(develop, "component") == {nav.id: 2}
    assert defaults_showing(home, develop) == ["not found reply"]
    assert defaults_showing(lonely, develop) == []
