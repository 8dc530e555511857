"""What surrounds every call: headers, preflight, the order of checks, and how things go wrong."""

from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from app.api.calls import operations
from app.api.calls.door import BODY_LIMIT
from app.models import Application
from tests.api.conftest import Api

ID = "0" * 24


def test_answers_carry_the_headers_of_the_api(root: Api) -> None:
    for path in ("/me", "/nothing", "/applications/nothing", "/openapi.json"):
        response = root.call("GET", path, headers={"Accept": "application/json"})
        headers = response.headers
        assert headers["Cache-Control"] == "no-cache, no-store, must-revalidate"
        assert headers["Pragma"] == "no-cache"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-XSS-Protection"] == "1; mode=block"
        assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in headers
        assert len(headers.getlist("Cache-Control")) == 1


def test_strict_transport_is_asked_for_where_there_is_any(root: Api) -> None:
    name = "Strict-Transport-Security"
    assert name not in root.call("GET", "/me").headers
    response = root.client.get("/me", base_url="https://localhost")
    assert response.headers[name] == "max-age=31536000"


def test_a_page_of_any_origin_may_call(root: Api) -> None:
    response = root.call("GET", "/me", headers={"Origin": "https://a.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", ["/me", "/applications", f"/applications/{ID}/experience/views"])
def test_a_preflight_is_answered(nobody_api: Api, path: str) -> None:
    asks = {"Origin": "https://a.example", "Access-Control-Request-Method": "PATCH"}
    response = nobody_api.call("OPTIONS", path, headers=asks)
    assert (response.status_code, response.data) == (204, b"")
    headers = response.headers
    assert headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert headers["Access-Control-Allow-Methods"] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
    for name in ("Authorization", "Content-Type", "Accept-Version", "losantdomain"):
        assert name in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Max-Age"] == "86400"


@pytest.mark.parametrize(
    "path",
    ["/applications/nothing/more", "/me/nothing", "/auth/nothing", "/whitelabels",
     f"/applications/{ID}/experience/nothing", f"/applications/{ID}/files"],
)  # fmt: skip
def test_an_unknown_path_is_told_in_json(root: Api, path: str) -> None:
    assert root.refused("GET", path)[:2] in ((404, "NotFound"), (400, "Validation"))


def test_a_program_is_told_in_json_wherever_it_goes_wrong(root: Api) -> None:
    json = root.call("GET", "/orgs", headers={"Accept": "application/json"})
    assert (json.status_code, json.json) == (
        *(404, {"type": "NotFound", "message": "Path was not found"}),
    )
    page = root.call("GET", "/orgs", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, page.mimetype) == (404, "text/html")


def test_a_wrong_method_is_told_with_the_right_ones(root: Api, application: Application) -> None:
    for method in ("PUT", "TRACE", "PROPFIND"):
        response = root.call(method, f"/applications/{application.id}")
        assert (response.status_code, response.json["type"]) == (405, "MethodNotAllowed")
        assert response.headers["Allow"] == "DELETE, GET, HEAD, PATCH"
    response = root.call("PATCH", f"/applications/{application.id}/experience/endpoints/stats")
    assert response.status_code == 405


def test_head_has_no_body(root: Api) -> None:
    response = root.call("HEAD", "/me")
    assert (response.status_code, response.data) == (200, b"")


def test_a_body_may_be_too_large(root: Api, application: Application) -> None:
    response = root.client.post(
        f"/applications/{application.id}/experience/views", data=b" " * (BODY_LIMIT + 1)
    )
    assert (response.status_code, response.json["type"]) == (413, "PayloadTooLarge")
    assert str(BODY_LIMIT) in response.json["message"]


def test_what_breaks_is_told_without_its_insides(
    root: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: Any) -> None:
        raise RuntimeError("secret insides")

    monkeypatch.setattr("app.api.calls.door.dressed", break_down)
    response = root.call("GET", "/me", access_token=root.token)
    trace = response.headers["x-foyer-trace"]
    assert (response.status_code, response.json["type"]) == (500, "Error")
    assert trace in response.json["message"]
    assert "insides" not in response.text
    assert trace in caplog.text
    assert "secret insides" in caplog.text
    assert str(root.token) not in caplog.text


def test_nonsense_is_told_before_asking_who_is_there(nobody_api: Api) -> None:
    """Version, path, parameters; then the token; then the scopes; then what there is."""
    views = f"/applications/{ID}/experience/views"
    old = {"Accept-Version": "^9.0.0"}
    assert nobody_api.call("GET", views, headers=old).json["type"] == "VersionNotAllowed"
    assert nobody_api.refused("GET", f"{views}/42")[0] == 400
    assert nobody_api.refused("GET", views, sortField="nope")[0] == 400
    assert nobody_api.refused("GET", views, perPage="-1")[0] == 400
    assert nobody_api.refused("POST", views, {"name": ""})[0] == 400
    assert nobody_api.refused("GET", views)[0] == 403


def test_unknown_parameters_are_nothing(root: Api, api: Api) -> None:
    assert root.get("/me", nope="1", losant="2")["email"] == "owner@example.com"
    answer = api.call("GET", "/views?nope[a][b]=c&page=0", headers={"losantdomain": "x"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=x", "page"), ("page=-1", "page"), ("page=1.5", "page"), ("page=1&page=2", "page"),
        ("page=99999999999999999999", "page"), ("perPage=0", "perPage"),
        ("perPage=1001", "perPage"), ("sortDirection=up", "sortDirection"),
        ("sortField=body", "sortField"), ("filterField=body", "filterField"),
        ("viewType=partial", "viewType"), ("filter[a]=b", "filter"),
        ("_links=a&_links=b", "_links"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(api: Api, query: str, field: str) -> None:
    status, kind, message = api.refused("GET", f"/views?{query}")
    assert (status, kind) == (400, "Validation")
    assert message.startswith(f"{field} ")


@pytest.mark.parametrize(
    ("query", "around"),
    [
        ("", {"_type", "_links", "_actions"}),
        ("_actions=false", {"_type", "_links"}),
        ("_actions=0&_links=no&_embedded=true", {"_type"}),
        ("_actions=true&_links=yes", {"_type", "_links", "_actions"}),
    ],
)
def test_what_stands_around_is_a_choice(root: Api, query: str, around: set[str]) -> None:
    answer = root.call("GET", f"/me?{query}").json
    assert {name for name in answer if name.startswith("_")} == around


def test_actions_are_those_that_one_may_do(root: Api, api: Api) -> None:
    made = api.post("/views", {"name": "Home", "viewType": "page"})
    path = f"{api.base}/views/{made['id']}"
    everything = api.call("GET", f"/views/{made['id']}").json["_actions"]
    assert everything == {
        "delete": {"href": path, "method": "DELETE"},
        "get": {"href": path, "method": "GET"},
        "linkedResources": {"href": f"{path}/linkedResources", "method": "GET"},
        "patch": {"href": path, "method": "PATCH"},
    }
    scope = {"name": "reader", "scope": ["all.User.read"]}
    reader = Api(root.client, root.post("/me/tokens", scope)["token"], api.base)
    [listed] = reader.call("GET", "/views").json["items"]
    assert set(listed["_actions"]) == {"get", "linkedResources"}
    for name, action in listed["_actions"].items():
        assert reader.at("").call(action["method"], action["href"]).status_code == 200, name


def test_the_description_is_one(root: Api, app: Flask) -> None:
    document = Api(root.client).call("GET", "/openapi.json").json
    validate(document)
    described = {
        inner["operationId"]
        for path in document["paths"].values()
        for inner in path.values()
        if not inner.get("deprecated")
    }
    assert described == {one.name for one in operations()}
    assert all(one.summary for one in operations())
    assert app.extensions["foyer_openapi"]() == document


def test_the_front_door_depends_on_who_knocks(nobody_api: Api) -> None:
    program = nobody_api.call("GET", "/", headers={"Accept": "application/json"})
    assert program.json["openapi"] == "3.1.0"
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*"):
        browser = nobody_api.call("GET", "/", headers={"Accept": accept})
        assert (browser.status_code, browser.location) == (302, "/console/")
