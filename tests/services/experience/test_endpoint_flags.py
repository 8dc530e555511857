from typing import Any

from app.models import Application, Group
from app.services.experience.endpoint_flags import flags_of
from app.services.experience.endpoint_flows import flows_by_endpoint
from app.services.listing import ListQuery, list_endpoints
from app.services.lookup import develop_of
from tests.factories import make_endpoint, make_flow, make_view

GONE = {"kind": "page", "value": "0" * 24}
HOME = {"kind": "redirect", "value": "/"}


def flags(application: Application, pages: tuple[str, ...] = ()) -> dict[str, str]:
    """By route, joined."""
    version = develop_of(application.id)
    endpoints = list_endpoints(application, version, ListQuery()).items
    found = flags_of(endpoints, pages, flows_by_endpoint(version))
    routes = {endpoint.id: endpoint.route for endpoint in endpoints}
    return {routes[id]: " ".join(sentences) for id, sentences in found.items()}


def test_what_can_answer_is_not_flagged(application: Application, group: Group) -> None:
    page = make_view(application)
    make_endpoint(application, route="/a", static_reply={"kind": "page", "value": page.id})
    make_endpoint(application, route="/b", static_reply=HOME)
    make_endpoint(
        application,
        route="/c",
        static_reply=HOME,
        access="group",
        experience_group_ids=[group.id],
    )
    endpoint = make_endpoint(application, route="/d")
    trigger: dict[str, Any] = {"type": "endpoint", "key": endpoint.id, "outputIds": []}
    make_flow(application, triggers=[trigger])
    assert flags(application, (page.id,)) == {}


def test_it_says_what_is_wrong(application: Application) -> None:
    make_endpoint(application, route="/silent")
    make_endpoint(application, route="/gone", static_reply=GONE)
    make_endpoint(application, route="/nobody", static_reply=HOME, access="group")
    make_endpoint(
        application,
        route="/device",
        static_reply=HOME,
        access="device",
        device_id_template="x",
        unauthorized_reply=GONE,
    )
    found = flags(application)
    assert found["/silent"].startswith("Nothing answers")
    assert found["/gone"] == "Its page was deleted: visitors get an error."
    assert found["/nobody"].startswith("Nobody may call it: no group")
    assert "does not have yet" in found["/device"]
    assert "The page for refused visitors was deleted" in found["/device"]


def test_it_names_who_takes_every_request(application: Application) -> None:
    make_endpoint(application, route="/p/{a}.{b}", static_reply=HOME)
    make_endpoint(application, route="/p/{a}.json", static_reply=HOME)
    assert flags(application) == {
        "/p/{a}.json": "Never asked: `/p/{a}.{b}` takes every request that it could match."
    }


def test_what_is_off_neither_takes_requests_nor_is_flagged(application: Application) -> None:
    make_endpoint(application, route="/p/{a}.{b}", enabled=False)
    make_endpoint(application, route="/p/{a}.json", static_reply=HOME)
    assert flags(application) == {}
