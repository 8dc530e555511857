"""What the demo's workflows do with its people: all of it over HTTP, with forms and JSON."""

import re
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.experience.blueprint import site_of
from app.models import Account
from app.services.demo import DemoFacts, create_demo
from app.services.flow_ports.mailbox import Mailbox
from app.services.flows import develop_flows
from config import Settings
from tests.conftest import Clock

HOST = "http://demo.localhost"
FOREIGN = {"Origin": "http://evil.localhost"}
PASSWORD = "secret secret"
MAIL_SECONDS = 10
PERSON = {"firstName": "Ann", "lastName": "Lee", "email": "ann@example.com", "password": PASSWORD}
CREDENTIALS = {"email": PERSON["email"], "password": PASSWORD}


@dataclass
class Browser:
    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=HOST, headers=headers)

    def send(self, path: str, headers: Any = None, **fields: str) -> TestResponse:
        """A form."""
        return self.client.post(path, base_url=HOST, data=fields, headers=headers)

    @property
    def is_in(self) -> bool:
        return self.get("/profile").status_code == 200


@pytest.fixture
def demo(owner: Account) -> DemoFacts:
    return create_demo(owner)


@pytest.fixture
def open_browser(app: Flask, demo: DemoFacts) -> Callable[[], Browser]:
    return lambda: Browser(app.test_client())


@pytest.fixture
def browser(open_browser: Callable[[], Browser]) -> Browser:
    return open_browser()


@pytest.fixture
def ann(open_browser: Callable[[], Browser]) -> Browser:
    """Just registered."""
    browser = open_browser()
    assert browser.send("/register", **PERSON).status_code == 303
    return browser


def problems(page: TestResponse) -> list[str]:
    """What stands beside fields."""
    return re.findall(r'class="problem" id="(\w+)-error"', page.text)


# -- registering


def test_who_registers_is_in_at_once_and_goes_on(browser: Browser) -> None:
    entered = browser.send("/register", **PERSON, next="/pumps")
    assert (entered.status_code, entered.location) == (303, "/pumps")
    assert {"HttpOnly", "SameSite=Lax"} <= set(entered.headers["Set-Cookie"].split("; "))
    assert "Ann Lee" in browser.get("/").text


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"firstName": "  "}, ["firstName"]),
        ({"email": "ann"}, ["email"]),
        ({"email": "ann@x..y"}, ["email"]),
        ({"password": "short"}, ["password"]),
        ({"lastName": "x" * 101}, ["lastName"]),
        ({"firstName": "", "email": "", "password": ""}, ["firstName", "email", "password"]),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    browser: Browser, fields: dict[str, str], marked: list[str]
) -> None:
    typed = PERSON | fields
    page = browser.send("/register", **typed, next="/pumps")
    assert page.status_code == 400
    assert problems(page) == marked
    for name in ("firstName", "lastName", "email"):
        assert f'value="{typed[name]}"' in page.text
    assert PASSWORD not in page.text
    assert 'name="next" value="/pumps"' in page.text
    assert not browser.is_in


def test_what_was_typed_is_escaped(browser: Browser) -> None:
    page = browser.send("/register", **PERSON | {"firstName": '"><script>', "email": "x"})
    assert "<script>" not in page.text


def test_an_address_registers_once(ann: Browser, browser: Browser) -> None:
    page = browser.send("/register", **PERSON | {"email": "ANN@example.com"})
    assert page.status_code == 400
    assert "There is an account with this address." in page.text
    assert not browser.is_in


@pytest.mark.parametrize("path", ["/register", "/login", "/forgot", "/reset"])
@pytest.mark.parametrize("body", ["", "[]", '"text"', '{"email": {"a": 1}, "password": [1]}'])
def test_a_strange_body_is_a_wrong_form(browser: Browser, path: str, body: str) -> None:
    json = "application/json"
    page = browser.client.post(path, base_url=HOST, data=body, content_type=json)
    assert page.status_code in (400, 401)


# -- signing in and out


def test_the_password_opens_and_leads_to_where_one_wanted_to_go(
    ann: Browser, browser: Browser
) -> None:
    assert browser.send("/login", **CREDENTIALS, next="/workshop").location == "/workshop"
    assert browser.is_in
    assert browser.get("/login?next=/pumps").location == "/pumps"


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%0d%0aset-cookie:x",
        "/\r\nset-cookie:x",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
def test_it_leads_to_no_other_site(ann: Browser, browser: Browser, next: str) -> None:
    assert browser.send("/login", **CREDENTIALS, next=next).location == "/visits"


def test_a_refused_page_asks_right_there_and_leads_back(ann: Browser, browser: Browser) -> None:
    page = browser.get("/visits")
    assert page.status_code == 401
    assert 'name="next" value="/visits"' in page.text


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"email": "nobody@example.com"}, {"password": ""}]
)
def test_a_wrong_password_says_no_more_than_that(
    ann: Browser, browser: Browser, wrong: dict[str, str]
) -> None:
    given = CREDENTIALS | wrong
    page = browser.send("/login", **given, next="/pumps")
    assert page.status_code == 401
    assert "The e-mail address or the password is wrong." in page.text
    assert f'value="{given["email"]}"' in page.text
    assert 'name="next" value="/pumps"' in page.text


def test_who_guesses_is_asked_to_wait(ann: Browser, browser: Browser) -> None:
    pages = [browser.send("/login", **CREDENTIALS | {"password": "wrong"}) for _ in range(11)]
    assert [("Please wait" in page.text) for page in pages] == [False] * 10 + [True]
    assert "Please wait" in browser.send("/login", **CREDENTIALS).text


def test_only_a_form_signs_out(ann: Browser) -> None:
    assert "Sign out?" in ann.get("/logout").text
    assert ann.is_in
    assert ann.send("/logout").location == "/logout"
    assert "You are signed out." in ann.get("/logout").text
    assert not ann.is_in


def test_signing_out_everywhere_ends_the_other_sessions(ann: Browser, browser: Browser) -> None:
    browser.send("/login", **CREDENTIALS)
    ann.send("/logout", everywhere="yes")
    assert not browser.is_in
    assert browser.send("/login", **CREDENTIALS).status_code == 303


def test_signing_out_leaves_the_other_sessions(ann: Browser, browser: Browser) -> None:
    browser.send("/login", **CREDENTIALS)
    ann.send("/logout")
    assert browser.is_in


# -- forms of other sites


@pytest.mark.parametrize(
    "path", ["/login", "/register", "/logout", "/profile/name", "/profile/password", "/forgot"]
)
def test_a_form_of_another_site_does_nothing(ann: Browser, path: str) -> None:
    new = {"current": PASSWORD, "firstName": "X", "everywhere": "yes"}
    if path in ("/login", "/register"):
        ann.send("/logout")
    page = ann.send(path, FOREIGN, **PERSON | new)
    assert page.status_code == 403
    assert "This form did not come from here." in page.text
    assert "Set-Cookie" not in page.headers


def test_a_form_of_its_own_site_counts(ann: Browser) -> None:
    assert ann.send("/logout", {"Origin": HOST}).status_code == 303


# -- the profile


def test_a_name_is_changed(ann: Browser) -> None:
    assert ann.send("/profile/name", firstName=" Anna ", lastName="").location == (
        "/profile?saved=name"
    )
    page = ann.get("/profile?saved=name").text
    assert "Your name is saved." in page
    assert 'value="Anna"' in page
    assert "Lee" not in page


def test_a_name_is_needed(ann: Browser) -> None:
    page = ann.send("/profile/name", firstName="", lastName="Li")
    assert (page.status_code, problems(page)) == (400, ["firstName"])
    assert 'value="Li"' in page.text


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(
    ann: Browser, browser: Browser
) -> None:
    browser.send("/login", **CREDENTIALS)
    changed = ann.send("/profile/password", current=PASSWORD, password="another one")
    assert changed.location == "/profile?saved=password"
    assert ann.is_in
    assert not browser.is_in
    assert browser.send("/login", **CREDENTIALS).status_code == 401
    assert browser.send("/login", **CREDENTIALS | {"password": "another one"}).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "marked"),
    [("wrong", "another one", "current"), (PASSWORD, "short", "password"), ("", "", "password")],
)
def test_a_password_is_not_changed_without_the_present_one(
    ann: Browser, browser: Browser, current: str, password: str, marked: str
) -> None:
    page = ann.send("/profile/password", current=current, password=password)
    assert (page.status_code, problems(page)) == (400, [marked])
    assert browser.send("/login", **CREDENTIALS).status_code == 303


def test_the_profiles_forms_lead_nobody_to_the_sign_in(browser: Browser) -> None:
    for path in ("/profile/name", "/profile/password"):
        assert browser.send(path, **PERSON).location == "/login?next=/profile"


# -- a forgotten password


@pytest.fixture
def new_mail(settings: Settings) -> Callable[[], str]:
    """The text of a message, once it is there: it is sent after the answer."""
    box, seen = Mailbox(settings.data / "mailbox"), set[str]()

    def read() -> str:
        give_up = monotonic() + MAIL_SECONDS
        while monotonic() < give_up:
            if names := [kept.name for kept in box.kept() if kept.name not in seen]:
                seen.update(names)
                message = box.read(names[0])
                assert message
                return str(message.get_content())
            sleep(0.01)
        raise AssertionError("no mail came")

    return read


def link_in(mail: str) -> str:
    found = re.search(rf'href="{HOST}(/reset\?token=[^"]+)"', mail)
    assert found
    return found[1]


def token_of(link: str) -> str:
    return link.partition("token=")[2]


def test_a_mailed_link_lets_one_choose_a_new_password(
    ann: Browser, browser: Browser, new_mail: Callable[[], str]
) -> None:
    assert browser.send("/forgot", email="ANN@example.com").status_code == 200
    link = link_in(new_mail())
    page = browser.get(link)
    assert "ann@example.com" in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert problems(browser.send("/reset", token=token_of(link), password="short")) == ["password"]
    saved = browser.send("/reset", token=token_of(link), password="another one")
    assert saved.location == "/profile?saved=password"
    assert browser.is_in
    assert not ann.is_in
    assert ann.send("/login", **CREDENTIALS | {"password": "another one"}).status_code == 303


def test_the_link_works_once(ann: Browser, browser: Browser, new_mail: Callable[[], str]) -> None:
    browser.send("/forgot", email="ann@example.com")
    link = link_in(new_mail())
    ann.send("/profile/password", current=PASSWORD, password="another one")
    for page in (
        browser.get(link),
        browser.send("/reset", token=token_of(link), password="a third one"),
    ):
        assert page.status_code == 400
        assert "This link is used up." in page.text
    assert not browser.is_in


def test_the_link_works_for_half_an_hour(
    ann: Browser, browser: Browser, new_mail: Callable[[], str], stopped_clock: Clock
) -> None:
    browser.send("/forgot", email="ann@example.com")
    link = link_in(new_mail())
    stopped_clock.advance(minutes=29)
    assert browser.get(link).status_code == 200
    stopped_clock.advance(minutes=1)
    assert browser.get(link).status_code == 400


@pytest.mark.parametrize("kind", ["changed", "of a session", "none"])
def test_a_link_that_was_not_mailed_is_worth_nothing(
    ann: Browser, browser: Browser, new_mail: Callable[[], str], kind: str
) -> None:
    browser.send("/forgot", email="ann@example.com")
    good = token_of(link_in(new_mail()))
    cookie = ann.client.get_cookie("authorization", "demo.localhost")
    assert cookie
    token = {"changed": good[:-4] + "AAAA", "of a session": cookie.value, "none": ""}[kind]
    assert browser.send("/reset", token=token, password="another one").status_code == 400
    assert browser.send("/login", **CREDENTIALS).status_code == 303


def test_the_answer_is_the_same_for_everybody_and_only_users_get_mail(
    app: Flask, ann: Browser, browser: Browser, settings: Settings
) -> None:
    known, unknown = (browser.send("/forgot", email=f"{who}@example.com") for who in ("ann", "bob"))
    assert unknown.status_code == known.status_code == 200
    assert unknown.text.replace("bob@", "ann@") == known.text
    assert set(dict(unknown.headers)) == set(dict(known.headers))
    wait(set(site_of(app).background._runs), MAIL_SECONDS)
    assert [kept.to for kept in Mailbox(settings.data / "mailbox").kept()] == ["ann@example.com"]


# -- for programs


def session(browser: Browser, **given: Any) -> TestResponse:
    return browser.client.post("/api/sessions", base_url=HOST, json=CREDENTIALS | given)


@pytest.fixture
def bearer(ann: Browser, browser: Browser) -> dict[str, str]:
    made = session(browser)
    assert made.status_code == 201
    return {"Authorization": f"Bearer {made.json['token']}"}


def test_a_token_costs_the_right_password(ann: Browser, browser: Browser) -> None:
    assert session(browser).json["user"]["email"] == "ann@example.com"
    for given, status, kind in [
        ({"password": "wrong"}, 401, "Unauthorized"),
        ({"password": None}, 400, "Validation"),
    ]:
        refused = session(browser, **given)
        assert (refused.status_code, refused.json["error"]["type"]) == (status, kind)
        assert set(refused.json["error"]) == {"type", "message"}


def test_a_program_that_guesses_is_told_to_wait(ann: Browser, browser: Browser) -> None:
    for _ in range(10):
        session(browser, password="wrong")
    refused = session(browser)
    assert (refused.status_code, refused.json["error"]["type"]) == (429, "AccountLocked")


@pytest.mark.parametrize("path", ["/api/pumps", "/api/pumps/NL-2044", "/api/workshop"])
def test_without_a_good_token_it_is_401(browser: Browser, path: str) -> None:
    for header in ({}, {"Authorization": "Bearer nonsense"}):
        refused = browser.get(path, **header)
        assert (refused.status_code, refused.json["error"]["type"]) == (401, "Unauthorized")


def test_what_is_for_a_group_is_403_to_others(browser: Browser, bearer: dict[str, str]) -> None:
    refused = browser.get("/api/workshop", **bearer)
    assert (refused.status_code, refused.json["error"]["type"]) == (403, "Forbidden")


@pytest.mark.parametrize(
    ("query", "page", "per_page", "ids"),
    [
        ("", 0, 10, ["NL-2044", "NL-2051", "NL-1987", "NL-2102", "NL-2103", "NL-1875"]),
        ("?perPage=2", 0, 2, ["NL-2044", "NL-2051"]),
        ("?page=2&perPage=2", 2, 2, ["NL-2103", "NL-1875"]),
        ("?page=9", 9, 10, []),
    ],
)
def test_the_pumps_come_in_pages(
    browser: Browser, bearer: dict[str, str], query: str, page: int, per_page: int, ids: list[str]
) -> None:
    found = browser.get(f"/api/pumps{query}", **bearer).json
    assert [pump["id"] for pump in found.pop("items")] == ids
    assert found == {"count": len(ids), "totalCount": 6, "page": page, "perPage": per_page}


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "perPage=0", "perPage=101", "page=1&page=2"]
)
def test_a_page_that_is_none_is_400(browser: Browser, bearer: dict[str, str], query: str) -> None:
    refused = browser.get(f"/api/pumps?{query}", **bearer)
    assert (refused.status_code, refused.json["error"]["type"]) == (400, "Validation")


def test_one_pump_is_found_by_its_id(browser: Browser, bearer: dict[str, str]) -> None:
    assert browser.get("/api/pumps/NL-2044", **bearer).json["site"] == "Harbour works 3"
    refused = browser.get('/api/pumps/x"y', **bearer)
    assert (refused.status_code, refused.json["error"]["type"]) == (404, "NotFound")


# -- when a workflow breaks


def test_a_broken_workflow_answers_kindly_and_tells_nothing(browser: Browser) -> None:
    page, data = browser.get("/oops"), browser.get("/api/oops")
    assert page.status_code == data.status_code == 500
    assert "Something broke." in page.text
    assert data.json["error"]["type"] == "InternalError"
    assert "on purpose" not in page.text + data.text


def test_the_two_workflows_of_the_link_share_a_secret_of_their_own(demo: DemoFacts) -> None:
    secrets = [
        one["json"]
        for flow in develop_flows(demo.application_id)
        for one in flow.globals
        if one["key"] == "resetSecret"
    ]
    assert len(secrets) == 2
    assert len(set(secrets)) == 1
    assert re.fullmatch(r'"[0-9a-f]{64}"', secrets[0])
