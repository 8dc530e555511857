"""The side panel: what each kind of field stores, and that nothing typed is lost."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Console
from .flow_editor import address_of, graph_of, make_flow
from .flow_outline import Outline

pytestmark = pytest.mark.browser

SLUG = "demo-develop"


class Desk:
    """One node of a workflow of its own, opened in the panel."""

    def __init__(self, page: Page, console: Console) -> None:
        self.page, self.console = page, console
        self.outline = Outline(page)
        self.panel = self.outline.panel

    def open(self, kind: str, config: Any = None, **more: Any) -> "Desk":
        """more: other fields of the node."""
        node = {"id": "it", "type": kind, "config": config or {}, "outputIds": []}
        node |= {"meta": {"label": "It", "x": 60, "y": 160}} | more
        return self.open_flow(nodes=[node])

    def open_flow(self, label: str = "It", **graph: Any) -> "Desk":
        name = f"Panel {len(self.console.api(f'/applications/{self.console.demo}/flows')['items'])}"
        self.flow = make_flow(self.console, name, **graph)
        self.outline.open(address_of(self.console, self.flow["id"]))
        self.outline.row(label).locator("> .o-node").click()
        return self

    def field(self, title: str) -> Locator:
        return self.outline.field(title)

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def code(self, title: str, text: str) -> None:
        """In place of what stands there."""
        area = self.panel.get_by_role("textbox", name=re.compile(f"^{title}"))
        area.and_(self.page.locator(".cm-content")).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def saved(self, part: str = "nodes") -> Any:
        self.page.keyboard.press("Control+s")
        expect(self.page.locator("[data-draft]")).to_have_text("Saved")
        [first, *_] = graph_of(self.console, self.flow["id"])[part]
        return first

    def config(self) -> Any:
        return self.saved()["config"]

    def config_of(self, id: str) -> Any:
        self.saved()
        nodes = graph_of(self.console, self.flow["id"])["nodes"]
        return next(node["config"] for node in nodes if node["id"] == id)


@pytest.fixture
def at(desk: Page, console: Console) -> Desk:
    return Desk(desk, console)


def test_a_template_is_text_and_blank_is_left_out(at: Desk) -> None:
    at.open("DebugNode", {"message": "old", "level": "warn"})
    at.field("Message").fill("Hello {{ data.body.name }}")
    assert at.config() == {"message": "Hello {{ data.body.name }}", "level": "warn"}
    at.field("Message").fill("")
    assert at.config() == {"level": "warn"}


def test_a_choice_shows_its_default_and_keeps_what_is_unknown(at: Desk) -> None:
    at.open("DebugNode", {"level": "loud"})
    expect(at.field("Level").locator("option:checked")).to_have_text("loud, which is unknown here")
    at.field("Level").select_option(label="Info")
    assert at.config() == {"level": "info"}


def test_how_users_authenticate_says_which_fields_there_are(at: Desk) -> None:
    at.open("ExperienceUserAuthNode", outputIds=[[], []])
    expect(at.field("Password")).to_be_visible()
    expect(at.panel.get_by_text("Token (optional)", exact=True)).to_be_hidden()
    at.field("Authenticate by").select_option(label="A token and its user's email")
    at.field("Token").fill("{{ data.headers.authorization }}")
    expect(at.panel.get_by_text("Password (optional)", exact=True)).to_be_hidden()
    saved = at.saved()
    assert saved["meta"]["authMode"] == "tokenEmail"
    assert saved["config"] == {"tokenTemplate": "{{ data.headers.authorization }}"}


def test_a_new_node_holds_the_choices_that_it_shows(at: Desk) -> None:
    at.open_flow("Start", triggers=[{"type": "virtualButton", "meta": {"label": "Start"}}])
    at.outline.tab_to(at.outline.tree)
    at.outline.add_after("Start", "Authenticate")
    saved = at.saved()
    assert saved["config"] == {"invalidateExistingTokens": False}
    assert saved["meta"]["authMode"] == "emailPassword"


def test_a_note_has_a_size_as_well(at: Desk) -> None:
    meta = {"label": "Note", "annotationText": "Here", "width": 260, "height": 220}
    at.open_flow("Note", nodes=[{"id": "n", "type": "AnnotationNode", "config": {}, "meta": meta}])
    at.field("Width").fill("320")
    at.field("Height").fill("12")  # too small to be seen: it stays as it was
    assert at.saved()["meta"] == meta | {"width": 320}


def test_a_switch_is_true_or_false(at: Desk) -> None:
    at.open("LoopNode", {"loopSourcePath": "a", "currentItemPath": "b"}, outputIds=[[], []])
    at.panel.get_by_role("switch", name="Parallel").press("Space")
    assert at.config()["parallel"] is True


def test_paths_are_completed_from_what_is_known(at: Desk) -> None:
    endpoint = at.console.api(f"/applications/{at.console.demo}/experience/endpoints?perPage=100")
    pump = next(one for one in endpoint["items"] if "{pumpId}" in one["route"])
    trigger = {"type": "endpoint", "key": pump["id"], "config": {}, "outputIds": [["first"]]}
    rule = {"type": "set", "valueTemplate": "1", "destination": "working.mine"}
    nodes = [
        {"id": "first", "type": "MutateNode", "config": {"rules": [rule]}, "outputIds": [["it"]]},
        {"id": "it", "type": "DebugNode", "config": {}, "meta": {"label": "It"}, "outputIds": []},
    ]
    at.open_flow(triggers=[trigger], nodes=nodes)
    at.field("Payload path").press_sequentially("working.m")
    at.page.keyboard.press("ArrowDown")
    at.page.keyboard.press("Enter")
    expect(at.field("Payload path")).to_have_value("working.mine")
    at.field("Message").press_sequentially("Pump {{ pump")
    expect(at.panel.get_by_role("option", name="data.params.pumpId")).to_be_visible()
    at.page.keyboard.press("ArrowDown")
    at.page.keyboard.press("Enter")
    at.page.keyboard.type(" }}")
    assert at.config_of("it") == {
        "property": "working.mine",
        "message": "Pump {{ data.params.pumpId }}",
    }


def test_a_field_tells_what_was_there_in_the_last_run(at: Desk) -> None:
    trigger = {"type": "virtualButton", "key": "panel-last-run", "config": {}}
    trigger |= {"meta": {"uiId": "b", "label": "Press"}, "outputIds": [["it"]]}
    node = {"id": "it", "type": "DebugNode", "config": {"property": "data.colour"}}
    at.open_flow(triggers=[trigger], nodes=[node | {"meta": {"label": "It"}, "outputIds": []}])
    path = f"/applications/{at.console.demo}/flows/{at.flow['id']}"
    press = {"key": at.flow["triggers"][0]["key"], "payload": {"colour": "amber"}}
    at.console.api(f"{path}/virtualButton", "POST", **press)
    expect_run(at, path)
    at.page.reload()
    at.outline.row("It").locator("> .o-node").click()
    expect(at.panel.get_by_text("In the last run: amber")).to_be_visible()


def expect_run(at: Desk, path: str) -> None:
    """It is written by a thread."""
    shown = at.page.locator("body")
    for _ in range(100):
        if at.console.api(f"{path}/runs")["items"]:
            return
        shown.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError("no run was recorded")


def test_fields_that_do_not_matter_are_hidden_and_keep_what_they_hold(at: Desk) -> None:
    at.open("EndpointReplyNode", {"replyType": "custom", "bodyTemplate": "kept"})
    expect(at.field("Page")).to_have_count(0)
    at.field("Answer with").select_option(label="A stream")
    expect(at.field("Topics path")).to_be_visible()
    expect(at.panel.get_by_text("Status code")).to_be_hidden()
    assert at.config() == {"replyType": "mqtt", "bodyTemplate": "kept"}


def test_a_page_is_picked_by_its_name_or_written_as_a_template(at: Desk) -> None:
    at.open("EndpointReplyNode", {"replyType": "page"})
    at.field("Page").select_option(label="Sign in")
    views = at.console.api(f"/applications/{at.console.demo}/experience/views?viewType=page")
    [page] = [one for one in views["items"] if one["name"] == "Sign in"]
    assert at.config()["pageIdTemplate"] == page["experienceViewId"]
    at.field("Page").select_option(label="From a template")
    at.panel.get_by_label("Page, as a template").fill("{{ working.page }}")
    assert at.config()["pageIdTemplate"] == "{{ working.page }}"


def test_what_is_picked_and_gone_stays(at: Desk) -> None:
    at.open("EndpointReplyNode", {"replyType": "page", "pageIdTemplate": "a" * 24})
    picked = at.field("Page").locator("option:checked")
    expect(picked).to_have_text(f"{'a' * 24}, which is not here")
    at.field("Status code").fill("404")
    assert at.config()["pageIdTemplate"] == "a" * 24


def test_rows_are_added_moved_and_removed(at: Desk) -> None:
    headers = [{"keyTemplate": name, "valueTemplate": name} for name in ("A", "B", "C")]
    at.open("EndpointReplyNode", {"headerInfo": headers})
    at.button("Move up header 3").click()
    at.button("Remove header 1").click()
    at.button("Add header").click()
    at.page.keyboard.type("X-Mine")
    rows = at.config()["headerInfo"]
    assert [row["keyTemplate"] for row in rows] == ["C", "B", "X-Mine"]


def test_a_list_of_texts_has_a_line_for_each(at: Desk) -> None:
    at.open("StringNode", {"method": "concat", "methodArgs": ["one"]})
    at.button("Add argument").click()
    at.panel.get_by_label("Arguments 2").fill("two")
    at.button("Move up argument 2").click()
    assert at.config()["methodArgs"] == ["two", "one"]


def test_a_rule_becomes_another_kind_and_keeps_what_both_have(at: Desk) -> None:
    rule = {"type": "copy", "source": "data.a", "destination": "working.b", "ofLater": 1}
    at.open("MutateNode", {"rules": [rule]})
    at.panel.get_by_label("Kind of rule").select_option(label="Move")
    assert at.config() == {"rules": [rule | {"type": "move"}]}
    at.panel.get_by_label("Kind of rule").select_option(label="Set")
    at.field("Value is").select_option(label="JSON")
    at.code("Value", '{"n": 1}')
    assert at.config()["rules"][0]["valueTemplate"] == '{"n": 1}'
    assert at.config()["rules"][0]["destination"] == "working.b"


def test_an_object_in_the_config_is_a_group_of_fields(at: Desk) -> None:
    at.open("HttpNode", {"uriTemplate": "https://x.example", "authType": "none"})
    at.field("Authentication").select_option(label="User name and password")
    at.field("User name").fill("ida")
    expect(at.panel.get_by_text("Private key")).to_be_hidden()
    assert at.config()["authCredentials"] == {"usernameTemplate": "ida"}


def test_days_are_boxes(at: Desk) -> None:
    at.open("TimeRangeNode", outputIds=[[], []])
    at.panel.get_by_label("Sunday").uncheck()
    assert at.config() == {"days": [False, *[True] * 6]}


def test_code_is_written_with_completion(at: Desk) -> None:
    at.open("RawFunctionNode", {"script": "return 1;"})
    at.code("JavaScript", "")
    at.page.keyboard.type("payload.glob")
    at.page.get_by_role("option", name=re.compile("globals")).click()
    at.page.keyboard.type(" = 1;")
    assert at.config() == {"script": "payload.globals = 1;"}
    at.page.keyboard.press("Tab")
    expect(at.field("Scope path")).to_be_focused()


def test_json_that_is_none_is_named(at: Desk) -> None:
    at.open("EndpointReplyNode", {"bodyTemplateType": "json", "bodyTemplate": '{"a": 1}'})
    at.code("Body", '{"a": ')
    expect(at.panel.get_by_text("This is no JSON: ")).to_be_visible()
    at.code("Body", '{"a": {{ data.n }}}')
    expect(at.panel.get_by_text("This is no JSON: ")).to_be_hidden()
    assert at.config()["bodyTemplate"] == '{"a": {{ data.n }}}'


def test_fields_of_later_or_earlier_versions_stay_and_can_be_changed(at: Desk) -> None:
    at.open("DebugNode", {"message": "x", "ofLater": {"deep": [1, None]}})
    other = at.panel.get_by_label("Other fields")
    assert json.loads(other.input_value()) == {"ofLater": {"deep": [1, None]}}
    at.field("Message").fill("y")
    other.fill('{"ofLater": 2}')
    assert at.config() == {"message": "y", "ofLater": 2}


def test_what_cannot_be_read_stays_as_it_was_typed(at: Desk) -> None:
    at.open("AwsLambdaNode", {"anything": 1.5})
    expect(at.panel.get_by_text("cannot run here").first).to_be_visible()
    config = at.panel.get_by_label("Settings as JSON")
    config.fill('{"anything": ')
    expect(at.panel.get_by_text("What you typed stays here")).to_be_visible()
    at.page.get_by_role("button", name="Debug", exact=True).click()
    expect(at.field("Message")).to_be_visible()
    at.outline.row("It").locator("> .o-node").click()
    expect(config).to_have_value('{"anything": ')
    assert at.config() == {"anything": 1.5}
    config.fill('{"anything": 2}')
    assert at.config() == {"anything": 2}


def test_a_node_can_be_changed_as_json(at: Desk) -> None:
    at.open("DebugNode", {"message": "x"})
    at.panel.get_by_text("As JSON", exact=True).click()
    area = at.panel.get_by_label("Node as JSON")
    item = json.loads(area.input_value())
    area.fill(
        json.dumps(
            item
            | {"config": {"message": "z"}, "id": "other", "meta": {"label": "It", "ofLater": [1]}}
        )
    )
    expect(at.field("Message")).to_have_value("z")
    saved = at.saved()
    assert (saved["id"], saved["meta"]) == ("it", {"label": "It", "ofLater": [1]})
    at.field("Message").fill("again")
    expect(area).to_have_value(re.compile("again"))


def test_label_and_description_are_in_the_meta(at: Desk) -> None:
    at.open("DebugNode", meta={"label": "It", "mine": 1})
    at.field("Label").fill("Watch")
    at.panel.get_by_text("Description").click()
    at.panel.get_by_label("Description").fill("What it is for")
    meta = at.saved()["meta"]
    assert meta == {"label": "Watch", "description": "What it is for", "mine": 1}
    expect(at.outline.row("Watch")).to_be_visible()


def test_help_is_there_on_request(at: Desk) -> None:
    at.open("DelayNode", {"delay": "1"})
    about = at.panel.locator(".node-about")
    expect(about).to_be_hidden()
    at.button("What this node does").click()
    expect(about).to_be_visible()
    expect(about).not_to_be_empty()


def test_an_undone_change_is_undone_in_the_field(at: Desk) -> None:
    at.open("DebugNode", {"message": "before"})
    at.field("Message").fill("after")
    at.outline.row("It").locator("> .o-node").click()
    at.page.keyboard.press("Control+z")
    expect(at.field("Message")).to_have_value("before")


def test_wires_are_followed_cut_and_laid_in_the_panel(at: Desk) -> None:
    def node(id: str, outputs: list[list[str]], kind: str = "DebugNode") -> dict[str, Any]:
        return {"id": id, "type": kind, "config": {}, "meta": {"label": id}, "outputIds": outputs}

    at.open_flow("one", nodes=[node("one", [["two"], []], "ConditionalNode"), node("two", [[]])])
    at.panel.get_by_role("link", name="two").click()
    expect(at.field("Label")).to_have_value("two")
    at.button("Cut the wire from one").click()
    expect(at.panel.get_by_text("Nothing leads here")).to_be_visible()
    at.outline.row("one").locator("> .o-node").click()
    at.button("Wire true of one to a node").click()
    at.outline.find("two")
    assert at.saved()["outputIds"] == [[], ["two"]]


@pytest.mark.parametrize(
    ("kind", "field", "value", "stored"),
    [
        ("flowError", "Errors of", "experience", {"config": {"scope": "experience"}}),
        ("endpoint", "Endpoint", "0" * 24, {"key": "0" * 24}),
        ("virtualButton", "Payload", '{"a": 1}', {"payload": '{"a": 1}'}),
    ],
)
def test_a_trigger_has_what_starts_it(
    at: Desk, kind: str, field: str, value: str, stored: dict[str, Any]
) -> None:
    trigger = {"type": kind, "config": {}, "meta": {"label": "Start"}, "outputIds": [[]]}
    if kind == "endpoint":
        trigger["key"] = "e" * 24
    at.open_flow("Start", triggers=[trigger])
    control = at.field(field)
    if control.evaluate("it => it.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)
    saved = at.saved("triggers")
    assert saved["meta"] | saved | stored == saved["meta"] | saved


def test_a_credential_is_picked_among_those_that_fit(at: Desk) -> None:
    path = f"/applications/{at.console.demo}/credentials"
    config = {"system": "pg", "host": "h", "username": "u", "password": "p"}
    at.console.make(path, name="Books", type="sql", sqlConfig=config)
    other = {"algorithm": "HS256", "secret": "s" * 40}
    at.console.make(path, name="Elsewhere", type="jwt", jwtConfig=other)
    at.open("SqlNode", {"query": "select 1"})
    expect(at.field("Host")).to_be_visible()
    options = at.field("Credential").locator("option")
    expect(options.filter(has_text="Books")).to_have_count(1)
    expect(options.filter(has_text="Elsewhere")).to_have_count(0)
    at.field("Credential").select_option(label="Books")
    expect(at.panel.get_by_text("Host", exact=True)).to_be_hidden()
    assert at.config()["credentialNameTemplate"] == "Books"


def make_custom_node(console: Console, name: str, *fields: dict[str, Any]) -> Any:
    start = {"type": "customNodeStart", "config": {}, "outputIds": [["end"]]}
    end = {"id": "end", "type": "CustomNodeCapNode", "config": {}, "outputIds": []}
    config = {"outputCount": 1, "resultMode": "optional", "fields": list(fields)}
    path = f"/applications/{console.demo}/flows"
    made = console.make(
        path,
        name=name,
        flowClass="customNode",
        customNodeConfig=config,
        triggers=[start],
        nodes=[end],
    )
    return made["flowId"]


def test_a_custom_node_is_given_what_it_asks_for(at: Desk) -> None:
    tones = [{"label": "Warmly", "value": "warm"}, {"label": "Coldly", "value": "cold"}]
    greet = make_custom_node(
        at.console,
        "Greet",
        {"type": "stringTemplate", "id": "who", "label": "Whom", "required": True},
        {"type": "section", "id": "how", "label": "How it is said"},
        {"type": "select", "id": "tone", "label": "Tone", "defaultValue": "warm"}
        | {"options": tones},
        {"type": "checkbox", "id": "loud", "label": "Loudly", "defaultValue": False},
    )
    other = make_custom_node(at.console, "Ask for nothing")
    fields = [{"id": "who", "value": "Ann"}, {"id": "ofOld", "value": "kept"}]
    config = {"customNodeId": greet, "customNodeVersion": "develop", "fields": fields}
    at.open("CustomNodeExecuteNode", config)
    expect(at.field("Whom")).to_have_value("Ann")
    expect(at.panel.get_by_role("heading", name="How it is said")).to_be_visible()
    at.field("Whom").fill("{{ data.body.name }}")
    at.field("Tone").select_option(label="Coldly")
    at.panel.get_by_role("switch", name="Loudly").press("Space")
    expect(at.panel.get_by_role("group", name=re.compile("^field 1: ofOld"))).to_be_visible()
    filled = [
        {"id": "who", "value": "{{ data.body.name }}"},
        {"id": "ofOld", "value": "kept"},
        {"id": "tone", "value": "cold"},
        {"id": "loud", "value": True},
    ]
    assert at.config()["fields"] == filled
    at.field("Custom node").select_option(label="Ask for nothing")
    expect(at.panel.get_by_text("Ask for nothing asks for nothing.")).to_be_visible()
    expect(at.panel.get_by_role("group", name=re.compile("^field 4: loud"))).to_be_visible()
    assert at.config() == {"customNodeId": other, "customNodeVersion": "develop", "fields": filled}


def test_a_call_of_a_frozen_custom_node_is_given_what_that_version_asks_for(at: Desk) -> None:
    text = {"type": "stringTemplate", "id": "old", "label": "In the old way"}
    greet = make_custom_node(at.console, "Greet as ever", text)
    path = f"/applications/{at.console.demo}/flows/{greet}"
    made = at.console.api(path)
    frozen = {name: made[name] for name in ("triggers", "nodes", "customNodeConfig")}
    at.console.api(f"{path}/versions", "POST", version="v1", **frozen)
    fields = [text | {"id": "new", "label": "In the new way"}]
    config = {"outputCount": 2, "resultMode": "optional", "fields": fields}
    at.console.api(path, "PATCH", customNodeConfig=config)
    at.open("CustomNodeExecuteNode", {"customNodeId": greet, "customNodeVersion": "v1"})
    expect(at.field("In the old way")).to_be_visible()
    expect(at.panel.get_by_text("Outputs", exact=True)).to_have_count(0)
    at.field("Version").fill("develop")
    expect(at.field("In the new way")).to_be_visible()
    expect(at.panel.get_by_text("Outputs", exact=True)).to_be_visible()


def test_a_frozen_version_can_be_read_and_not_changed(at: Desk) -> None:
    flows = at.console.api(f"/applications/{at.console.demo}/flows?flowClass=experience")["items"]
    [flow] = [one for one in flows if one["name"] == "Sign in"]
    at.outline.open(address_of(at.console, flow["flowId"], "v1"))
    at.outline.row("Where to go then").locator("> .o-node").click()
    expect(at.field("Destination").first).to_have_attribute("readonly", "")
    expect(at.panel.get_by_label("Kind of rule").first).to_be_disabled()
    expect(at.button("Add rule")).to_have_count(0)
    expect(at.button("Remove node")).to_have_count(0)
    at.page.keyboard.press("Delete")
    expect(at.page.locator("[data-live]")).to_have_text("This version is frozen.")
