"""The example experience, begun over the API and then visited."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models import Application
from tests.api.conftest import Api
from tests.factories import make_endpoint


@dataclass
class Site:
    """The example and a browser on it. suffix: of its routes."""

    browser: FlaskClient
    begun: Any
    suffix: str

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, base_url="http://museum.localhost")

    def log_in(self, **fields: str) -> TestResponse:
        right = {"email": self.begun["email"], "password": self.begun["password"]}
        path = f"/login{self.ending}"
        return self.browser.post(path, base_url="http://museum.localhost", data=right | fields)

    @property
    def home(self) -> str:
        return f"/{self.suffix}"

    @property
    def ending(self) -> str:
        return f"-{self.suffix}" if self.suffix else ""

    @property
    def cookie(self) -> str | None:
        found = self.browser.get_cookie("authorization", "museum.localhost")
        return found.value if found else None


@pytest.fixture(params=["", "2"])
def site(request: pytest.FixtureRequest, app: Flask, api: Api, application: Application) -> Site:
    if request.param:
        make_endpoint(application, route="/login")
    begun = api.patch("/bootstrap", {"slug": "museum"})
    assert begun["resourceSuffix"] == request.param
    return Site(app.test_client(), begun, request.param)


def test_a_visitor_is_led_to_the_log_in(site: Site) -> None:
    assert site.get(site.home).location == f"/login{site.ending}"
    page = site.get(f"/login{site.ending}")
    assert page.status_code == 200
    assert "<h1>Log in</h1>" in page.text
    assert 'role="alert"' not in page.text


def test_a_wrong_password_shows_the_page_again_with_the_address(site: Site) -> None:
    page = site.log_in(password="wrong")
    assert page.status_code == 401
    assert "The e-mail address or the password is wrong." in page.text
    assert f'value="{site.begun["email"]}"' in page.text
    assert site.cookie is None


def test_who_tries_on_and_on_is_asked_to_wait(site: Site) -> None:
    pages = [site.log_in(password="wrong") for _ in range(11)]
    assert "Please wait a quarter of an hour" not in pages[9].text
    assert "Please wait a quarter of an hour" in pages[10].text
    assert "Please wait a quarter of an hour" in site.log_in().text


@pytest.mark.parametrize("body", [None, "text", "[1]", '{"email": ["a", "b"]}', "{}"])
def test_a_strange_form_is_a_wrong_one(site: Site, body: str | None) -> None:
    page = site.browser.post(
        f"/login{site.ending}",
        base_url="http://museum.localhost",
        data=body,
        content_type="application/json",
    )
    assert page.status_code == 401
    assert "is wrong." in page.text


def test_the_right_password_opens_the_home_page(site: Site) -> None:
    entered = site.log_in()
    assert (entered.status_code, entered.location) == (302, site.home)
    cookie = entered.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert site.begun["email"] in site.get(site.home).text
    assert site.get(f"/login{site.ending}").location == site.home
    assert site.log_in(password="wrong").location == site.home


def test_logging_out_forgets_who_it_was(site: Site) -> None:
    site.log_in()
    assert site.cookie
    assert site.get(f"/logout{site.ending}").location == f"/login{site.ending}"
    assert site.cookie is None
    assert site.get(site.home).location == f"/login{site.ending}"


def test_its_workflows_are_ordinary_ones(site: Site, root: Api, application: Application) -> None:
    flows = root.get(f"/applications/{application.id}/flows", flowClass="experience")["items"]
    ending = f" {site.suffix}" if site.suffix else ""
    assert [flow["name"] for flow in flows] == [f"Log in{ending}", f"Log out{ending}"]
    for flow in flows:
        path = f"/applications/{application.id}/flows/{flow['id']}"
        root.patch(path, {"nodes": flow["nodes"]}, strictValidation="true")
        assert "@" not in str(flow)
