import pytest

from app.models import Application, Endpoint
from app.services.experience.route_check import RouteCheck, check_route
from app.services.lookup import develop_of
from tests.factories import make_endpoint


@pytest.fixture
def pump(application: Application) -> Endpoint:
    return make_endpoint(application, route="/pumps/{pumpId}")


def check(
    endpoint: Endpoint, route: str, but: str | None = None, method: str = "get"
) -> RouteCheck:
    return check_route(endpoint.version_id, method, route, but)


def test_a_route_that_cannot_be_read_is_refused_with_the_way_out(pump: Endpoint) -> None:
    found = check(pump, "/pumps/{id")
    assert "has no partner" in found.refusal
    assert not found.is_free


def test_a_conflict_names_the_other_and_a_path_of_both(pump: Endpoint) -> None:
    found = check(pump, "/pumps/{id}")
    assert found.rival is pump
    assert found.conflict
    assert found.conflict.witness == "/pumps/x"
    assert not found.is_free


@pytest.mark.parametrize("route", ["/pumps/{id}", "/", "/pumps/new"])
def test_routes_that_it_offers_instead_are_free(application: Application, route: str) -> None:
    endpoint = make_endpoint(application, route=route)
    free = check(endpoint, route).free
    assert free
    assert all(check(endpoint, one).is_free for one in free)


def test_an_endpoint_does_not_conflict_with_itself_or_another_method(pump: Endpoint) -> None:
    assert check(pump, "/pumps/{id}", but=pump.id).is_free
    assert check(pump, "/pumps/{id}", method="post").is_free


def test_what_is_off_holds_its_route_but_has_no_requests(application: Application) -> None:
    off = make_endpoint(application, route="/{any*}", enabled=False)
    assert check(off, "/{rest*}").rival is off
    assert check(off, "/a").taken == []


def test_it_tells_whose_requests_the_route_would_get(
    application: Application, pump: Endpoint
) -> None:
    rest = make_endpoint(application, route="/{any*}")
    assert [near.value for near in check(pump, "/pumps/new").taken] == [pump]
    assert [near.value for near in check(pump, "/visits").taken] == [rest]


def test_it_tells_of_routes_that_would_never_be_asked(application: Application) -> None:
    version_id = develop_of(application.id).id
    json = make_endpoint(application, route="/p/{a}.json")
    assert check_route(version_id, "get", "/p/{a}.{b}").silenced == (json,)
    both = make_endpoint(application, method="post", route="/p/{a}.{b}")
    assert check_route(version_id, "post", "/p/{a}.json").takers == (both,)
