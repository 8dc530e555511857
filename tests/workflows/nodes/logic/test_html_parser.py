import pytest

from app.workflows.nodes.logic import markup
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node


def found(*found, **config):
    settings = {"documentPath": "data.body.html", "resultPath": "working.found"} | config
    body = {"html": "<p>a<b>c</b></p><i>x</i>", "tag": "p"}
    return Case(settings, body, {"found": [*found]})


test_over_http = over_http(
    "HtmlParserNode",
    found("acx"),
    found("ac", selectorTemplate="{{ data.body.tag }}"),
    found("<p>a<b>c</b></p>", selectorTemplate="p", resultFormatTemplate="{{ 'xml' }}"),
    found(
        Part(children=[Part(type="element", name="i")]),
        selectorTemplate="i",
        resultFormatTemplate="json",
    ),
    Case({"documentPath": "data.body"}, error="ValidationError: The document must be a text"),
)


PAGE = """<!DOCTYPE html><html><head><title>Hi</title></head><body>
<p class="a">One <b>bold</b></p><p>Two<br>lines</p><!-- note --><a href="/x?a=1&amp;b=2">go</a>
</body></html>"""
SAML = """<?xml version="1.0"?>
<samlp:Response xmlns:samlp="urn:p" ID="r1"><saml:Issuer xmlns:saml="urn:a">me</saml:Issuer>
<Plain xmlns="urn:x"/></samlp:Response>"""


def run_parser(document, selector="", kind="text", data=None):
    config = {
        "documentPath": "data.document",
        "selectorTemplate": selector,
        "resultFormatTemplate": kind,
        "resultPath": "working.found",
    }
    return run_node("HtmlParserNode", config, {"document": document} | (data or {}))


def parse(document, selector="", kind="text", data=None):
    return run_parser(document, selector, kind, data).payload["working"]["found"]


def test_it_gives_the_text_of_each_match():
    assert parse(PAGE, "p") == ["One bold", "Twolines"]
    assert parse(PAGE, "{{ data.tag }}.a > b", data={"tag": "p"}) == ["bold"]
    assert parse(PAGE, 'a[href^="/x"]', "") == ["go"]


def test_it_gives_the_markup_of_each_match():
    assert parse(PAGE, "p.a, a", "{{ 'XML' }}") == [
        '<p class="a">One <b>bold</b></p>',
        '<a href="/x?a=1&amp;b=2">go</a>',
    ]


def test_it_gives_each_match_as_json():
    assert parse("<div><p id='x'>a<br/><!--c-->b</p></div>", "p", "json") == [
        {
            "children": [
                {
                    "type": "element",
                    "name": "p",
                    "attributes": {"id": "x"},
                    "children": [
                        {"type": "text", "value": "a"},
                        {"type": "element", "name": "br", "attributes": {}, "children": []},
                        {"type": "comment", "value": "c"},
                        {"type": "text", "value": "b"},
                    ],
                }
            ]
        }
    ]


@pytest.mark.parametrize(
    ("kind", "whole"),
    [
        ("text", "ab"),
        ("xml", "<p>a</p><p>b</p>"),
        (
            "json",
            {
                "children": [
                    {
                        "type": "element",
                        "name": "p",
                        "attributes": {},
                        "children": [{"type": "text", "value": text}],
                    }
                    for text in "ab"
                ]
            },
        ),
    ],
)
def test_a_blank_selector_is_the_whole_document(kind, whole):
    assert parse("<p>a</p><p>b</p>", "", kind) == [whole]


@pytest.mark.parametrize("selector", ["nothing", "p[", "body", "p:unheard-of"])
def test_what_matches_nothing_gives_an_empty_list(selector):
    assert parse("<p>a</p><p>b</p>", selector) == []


def test_an_empty_document_holds_nothing():
    assert parse(" ", "p") == []


@pytest.mark.parametrize("selector", ["saml|Issuer", "saml\\:Issuer"])
def test_names_of_xml_are_kept_as_they_are(selector):
    assert parse(SAML, selector) == ["me"]
    assert parse(SAML, "Plain[x]") == []
    assert parse(SAML, "Plain", "json") == [
        {
            "children": [
                {
                    "type": "element",
                    "name": "Plain",
                    "attributes": {"xmlns": "urn:x"},
                    "children": [],
                }
            ]
        }
    ]
    response = parse(SAML, "samlp|Response", "json")[0]["children"][0]
    assert response["name"] == "samlp:Response"
    assert response["attributes"] == {"xmlns:samlp": "urn:p", "ID": "r1"}


def test_entities_that_a_document_defines_are_not_replaced():
    bomb = '<!DOCTYPE x [<!ENTITY a "secret"><!ENTITY b SYSTEM "file:///etc/hosts">]>'
    assert parse(bomb + "<x>[&a;&b;]</x>", "x") == ["[]"]


def test_a_comment_does_not_cut_a_text_short():
    assert parse("<x><b>ann@a<!-- -->.example</b></x>", "b") == ["ann@a.example"]


@pytest.mark.parametrize("kind", ["text", "xml", "json"])
def test_a_document_that_is_nested_too_deeply_is_no_trouble(kind):
    ran = run_parser("<p>" + "<i>" * 20_000 + "x", "p", kind)
    assert ran.error is None or ran.error[0] == "PayloadTooLarge"


def test_a_long_document_is_read_on_a_thread():
    assert len(parse("<ul>" + "<li>x</li>" * 9000 + "</ul>", "li")) == 9000


def test_what_is_found_cannot_grow_for_ever(monkeypatch):
    monkeypatch.setattr(markup, "LARGEST", 10_000)
    ran = run_parser("<div>" * 100 + "x" * 200 + "</div>" * 100, "div")
    assert ran.error == ("PayloadTooLarge", "What was found is larger than 5 MB")


@pytest.mark.parametrize(
    ("document", "selector", "kind", "name"),
    [
        ({}, "", "text", "ValidationError"),
        ("<p>", "", "pdf", "ValidationError"),
        ("x" * 1_000_001, "", "text", "PayloadTooLarge"),
        ("x", "p" * 1001, "text", "PayloadTooLarge"),
    ],
)
def test_what_cannot_be_read_halts(document, selector, kind, name):
    ran = run_parser(document, selector, kind)
    assert ran.error is not None
    assert ran.error[0] == name
