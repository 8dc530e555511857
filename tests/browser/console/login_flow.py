"""The demo's log-in: what is in it, how a panel is filled in until it is there, and how users get
in through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx
from playwright.sync_api import Page, expect

from .conftest import Console

Json = dict[str, Any]

NAME = "Sign in"
SLUG = "demo-develop"
PASSWORD = "a door that opens"
ENTRIES = {
    "MutateNode": "Mutate",
    "ConditionalNode": "Conditional",
    "ExperienceUserAuthNode": "Authenticate User",
    "EndpointReplyNode": "Endpoint Reply",
    "AnnotationNode": "Note",
}
"""In the palette."""
ANSWERS = {"page": "A page", "redirect": "A redirect"}
BODIES = {"json": "JSON", "none": "Nothing"}


class Hands(Protocol):
    """On the side panel. within: the name of a row, such as "rule 2"."""

    def write(self, title: str, text: str, within: str | None = None) -> None: ...

    def pick(self, title: str, option: str) -> None: ...

    def push(self, button: str) -> None: ...


@contextmanager
def demo_put_aside(console: Console) -> Iterator[Json]:
    """The demo's flow, which answers nothing meanwhile."""
    path = f"/applications/{console.demo}/flows"
    flows = console.api(f"{path}?flowClass=experience&perPage=100")["items"]
    [demo] = [flow for flow in flows if flow["name"] == NAME]
    console.api(f"{path}/{demo['flowId']}", "PATCH", enabled=False)
    try:
        yield demo
    finally:
        console.api(f"{path}/{demo['flowId']}", "PATCH", enabled=True)


def note_address(page: Page, console: Console) -> str:
    """The id of the flow whose editor is open; it goes when the test is over."""
    expect(page.locator(".flow-editor")).to_be_visible()
    flow_id = page.url.split("/workflows/")[1].split("?")[0]
    console.made.append(f"/applications/{console.demo}/flows/{flow_id}")
    return flow_id


def settle(hands: Hands, node: Json, page_names: dict[str, str]) -> None:
    """All that a node of the demo holds, into the panel of a new one. page_names: by their ids."""
    config = node["config"]
    match node["type"]:
        case "MutateNode":
            for at, rule in enumerate(config["rules"], 1):
                hands.push("Add rule")
                hands.write("Value", rule["valueTemplate"], f"rule {at}")
                hands.write("Destination", rule["destination"], f"rule {at}")
        case "ConditionalNode":
            hands.write("Expression", config["expression"])
        case "ExperienceUserAuthNode":
            hands.write("Email", config["emailTemplate"])
            hands.write("Password", config["passwordTemplate"])
            hands.write("User path", config["userResultPath"])
            hands.write("Token path", config["tokenResultPath"])
            hands.write("Token lives for", config["ttlTemplate"])
        case "EndpointReplyNode":
            settle_reply(hands, config, page_names)


def settle_reply(hands: Hands, config: Json, page_names: dict[str, str]) -> None:
    hands.pick("Answer with", ANSWERS[config["replyType"]])
    if "responseCodeTemplate" in config:
        hands.write("Status code", config["responseCodeTemplate"])
    if config["bodyTemplateType"] in BODIES:
        hands.pick("Body is", BODIES[config["bodyTemplateType"]])
    if "bodyTemplate" in config:
        hands.write("Body", config["bodyTemplate"])
    for at, cookie in enumerate(config.get("cookieInfo", ()), 1):
        hands.push("Add cookie")
        hands.write("Name", cookie["nameTemplate"], f"cookie {at}")
        hands.write("Value", cookie["valueTemplate"], f"cookie {at}")
        hands.write("Path", cookie["pathTemplate"], f"cookie {at}")
        hands.write("Maximum age", cookie["maxAgeTemplate"], f"cookie {at}")
    if "sameSiteTemplate" in config:
        hands.write("SameSite", config["sameSiteTemplate"])
    if "pageIdTemplate" in config:
        hands.pick("Page", page_names[config["pageIdTemplate"]])


def pages_of(console: Console) -> dict[str, str]:
    views = f"/applications/{console.demo}/experience/views?viewType=page&perPage=100"
    return {one["experienceViewId"]: one["name"] for one in console.api(views)["items"]}


def by_label(flow: Json) -> Json:
    """Its graph, with labels in place of ids and without places on the canvas."""
    label = {node["id"]: node["meta"]["label"] for node in flow["nodes"]}
    assert len({*label.values()}) == len(label)

    def told(item: Json) -> Json:
        meta = {k: v for k, v in item["meta"].items() if k not in ("x", "y", "uiId")}
        wires = [[label[id] for id in targets] for targets in item["outputIds"]]
        return {k: v for k, v in item.items() if k != "id"} | {"meta": meta, "outputIds": wires}

    return {
        "globals": flow["globals"],
        "triggers": {item["meta"]["label"]: told(item) for item in flow["triggers"]},
        "nodes": {item["meta"]["label"]: told(item) for item in flow["nodes"]},
    }


def users_enter(console: Console, email: str) -> None:
    """From outside, after a restart: the right password opens, and nothing else leads anywhere."""
    users = f"/applications/{console.demo}/experience/users"
    console.make(users, email=email, password=PASSWORD)
    console.restart()
    right = {"email": email, "password": PASSWORD, "next": "/account"}

    def log_in(headers: dict[str, str] | None = None, **changed: str) -> httpx.Response:
        return console.ask(SLUG, "/login", "POST", data=right | changed, headers=headers or {})

    assert 'name="password"' in console.ask(SLUG, "/login").text
    wrong = log_in(password="wrong")
    assert (wrong.status_code, "authorization" in wrong.cookies) == (401, False)
    foreign = log_in({"Origin": "https://evil.example"})
    assert (foreign.status_code, "authorization" in foreign.cookies) == (403, False)
    own = log_in({"Origin": f"http://{SLUG}.localhost"})
    assert (own.status_code, own.headers["location"]) == (303, "/account")
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert log_in(next=elsewhere).headers["location"] == "/visits"
    entered = log_in()
    assert entered.status_code == 303
    cookie = {"Cookie": f"authorization={entered.cookies['authorization']}"}
    assert console.ask(SLUG, "/visits", headers=cookie).status_code == httpx.codes.OK
    again = console.ask(SLUG, "/login?next=/account", headers=cookie)
    assert (again.status_code, again.headers["location"]) == (303, "/account")
