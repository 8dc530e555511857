import re
from dataclasses import replace

import pytest
from dirty_equals import IsInt, IsStr

from app.workflows.errors import Refused
from app.workflows.ports import HttpRequest
from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.nodes.output.sending import FakeHttp
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

BODY = {"id": 7, "name": "Ann & Ben", "list": [1, {"a": 2}]}
NO_ADDRESS = "There is no address for nowhere.invalid"
BASIC = "Basic NzpzZWNyZXQ="
GRUESSE = Part(body="Grüße")
CREDENTIALS = {"usernameTemplate": "{{ data.body.id }}", "passwordTemplate": "{{ 'secret' }}"}


def certificate(world):
    """Of a client, signed by the authority of the server elsewhere."""
    made = world.elsewhere.authority.issue_cert("client@example.com", common_name="Client")
    pem = [made.private_key_pem.bytes(), *(blob.bytes() for blob in made.cert_chain_pems)]
    ca = world.elsewhere.authority.cert_pem.bytes()
    return {"ca": ca.decode(), "key": pem[0].decode(), "certificate": b"".join(pem[1:]).decode()}


def call(config, seen=None, look=lambda world: None, response=None, **options):
    settings = {"uriTemplate": "~elsewhere~/", "responsePath": "working.response"} | config
    working = {} if settings["responsePath"] == "" else {"response": response or Part()}
    return Case(settings, BODY, working, seen=seen, look=look, world=certificate, **options)


def heard(config, *seen):
    """What the server elsewhere was asked: the last path, method, body and content type."""

    def look(world):
        asked = world.heard[-1] if world.heard else {"headers": {}}
        kind = asked["headers"].get("content-type")
        return (asked.get("method"), asked.get("path"), asked.get("body"), kind)

    return call(config, (*seen, *(None,) * (4 - len(seen))), look)


def header(name, config, seen):
    return call(config, seen, lambda world: [one["headers"].get(name) for one in world.heard])


def with_stored_key(world):
    config = {
        "uri_match": world.elsewhere.url,
        "auth_method": "header",
        "public_value": "X-Key",
        "secret_value": "hidden",
    }
    make_credential(world.application, name="mine", kind="http", http_config=config)
    return {}


def safely(config, **options):
    return call({"uriTemplate": "~safe~/"} | config, **options)


def posted(body, content_type=None, **config):
    return heard({"method": "POST"} | config, "POST", "/", body, content_type)


FORM = [
    {"keyTemplate": "n {{ data.body.id }}", "valueTemplate": "{{ data.body.name }}"},
    {"keyTemplate": "", "valueTemplate": "x"},
]
URLENCODED = "application/x-www-form-urlencoded"
PARTS = (
    r'--foyer-\w+\r\nContent-Disposition: form-data; name="n 7"\r\n\r\n'
    r"Ann & Ben\r\n--foyer-\w+--\r\n"
)
ERROR = {"errorBehavior": "payloadPath", "errorPath": "working.error", "responsePath": ""}
NOTED = {"error": {"type": "DnsFailed", "message": NO_ADDRESS}}
NOWHERE = {"uriTemplate": "http://nowhere.invalid/"}

test_over_http = over_http(
    "HttpNode",
    heard({"uriTemplate": " ~elsewhere~/{{ data.body.id }}?a=1&b=2 "}, "GET", "/7?a=1&b=2", ""),
    heard({"method": "DELETE"}, "DELETE", "/", ""),
    heard({"method": "PUT", "bodyTemplate": "x"}, "PUT", "/", "x"),
    heard({"bodyTemplate": "x"}, "GET", "/", ""),
    call({"uriTemplate": "~elsewhere~/missing"}, response=Part(statusCode=404)),
    call({}, response=Part(body=Part(method="GET"), requestDuration=IsInt(ge=0))),
    posted("Ann & Ben", bodyTemplate="{{ data.body.name }}"),
    posted('[1,{"a":2}]', bodyTemplate="{{ data.body.list }}"),
    posted("hi", bodyTemplate="aGk=", requestEncodingTemplate="{{ 'base64' }}"),
    posted("\xfc", bodyTemplate="ü", requestEncodingTemplate="latin1"),
    posted(
        '{"id":7}',
        "application/json",
        bodyType="jsonTemplate",
        bodyTemplate='{"id": {{ data.body.id }} }',
    ),
    posted("n+7=Ann+%26+Ben", URLENCODED, bodyType="urlencoded", bodyFields=FORM),
    posted("n+7=Ann+%26+Ben", URLENCODED, bodyType="url", bodyFields=FORM),
    posted(
        IsStr(regex=PARTS, regex_flags=re.DOTALL),
        IsStr(regex=r"multipart/form-data; boundary=foyer-\w+"),
        bodyType="multipart",
        bodyFields=FORM,
    ),
    posted("", bodyType="none", bodyTemplate="x"),
    header(
        "x-id",
        {"headerInfo": [{"key": "X-{{ 'Id' }}", "valueTemplate": "{{ data.body.id }}"}]},
        ["7"],
    ),
    header("authorization", {"authType": "basic", "authCredentials": CREDENTIALS}, [BASIC]),
    call({"uriTemplate": "~elsewhere~/latin1", "encodingTemplate": "latin1"}, response=GRUESSE),
    call(
        {"uriTemplate": "~elsewhere~/latin1", "encodingTemplate": "{{ 'hex' }}"},
        response=Part(body="4772fcdf65"),
    ),
    call({"uriTemplate": "~elsewhere~/moved"}, response=Part(statusCode=200)),
    call(
        {"uriTemplate": "~elsewhere~/moved", "disableRedirects": True},
        response=Part(statusCode=302),
    ),
    safely({}, error=IsStr(regex="TlsFailed: No safe connection to 127.0.0.1: .*")),
    safely({"disableSSLVerification": True}, response=Part(statusCode=200)),
    safely({"caCertTemplate": "{{ data.none }}~ca~"}, response=Part(body=Part(client=None))),
    safely(
        {
            "caCertTemplate": "~ca~",
            "authType": "clientCert",
            "authCredentials": {"keyTemplate": "~key~", "certTemplate": "~certificate~"},
        },
        response=Part(body=Part(client="Client")),
    ),
    call(
        {"authType": "credential", "credentialNameTemplate": "n{{ data.body.id }}"},
        error="NotFound: There is no credential “n7”",
    ),
    replace(
        header(
            "x-key",
            {
                "uriTemplate": "/v1",
                "authType": "credential",
                "credentialNameTemplate": "{{ 'mine' }}",
            },
            ["hidden"],
        ),
        world=with_stored_key,
    ),
    call(
        {"uriTemplate": "~elsewhere~/slow", "timeoutTemplate": "{{ data.body.id / 100 }}"},
        error="Timeout: There was no answer within 0.07 seconds",
    ),
    call(NOWHERE, error=f"DnsFailed: {NO_ADDRESS}"),
    Case(NOWHERE | ERROR, BODY, {"error": Part(NOTED)}),
    Case(NOWHERE | ERROR | {"errorPath": ""}, BODY),
    call(
        {"uriTemplate": "{{ data.none }}"},
        error="ValidationError: URL is required, and came out blank",
    ),
)

URL = "https://example.com/"
DATA = {"id": 7, "name": "Ann & Ben", "list": [1, {"a": 2}], "pem": "PEM"}
REFUSED = Refused("DnsFailed", "There is no address for example.com")


def ask(config=None, body=b"", status=200, refusal=None):
    http = FakeHttp(body, status, refusal)
    settings = {"uriTemplate": URL, "responsePath": "working.response"} | (config or {})
    return run_node(
        "HttpNode", settings, DATA, http=http, credentials=FakeCredentials()
    ), http.asked


def asked(**config):
    _, [request] = ask(config)
    return request


def test_it_asks_and_writes_the_answer():
    ran, requests = ask({"uriTemplate": " https://example.com/{{ data.id }}?a=1&b=2 "}, b"hello")
    url = "https://example.com/7?a=1&b=2"
    assert requests == [HttpRequest("GET", url)]
    assert ran.payload["working"]["response"] == {
        "statusCode": 200,
        "headers": {"x-own": "yes"},
        "body": "hello",
        "requestDuration": 250,
        "request": {"method": "GET", "uri": url, "headers": {}, "body": ""},
    }


@pytest.mark.parametrize(
    ("body", "encoding", "value"),
    [
        (b'{"a": [1]}', "utf8", {"a": [1]}),
        ("Grüße".encode(), "", "Grüße"),
        ("Grüße".encode("latin-1"), "{{ 'latin1' }}", "Grüße"),
        (b"12", "base64", "MTI="),
        (b"12", "hex", "3132"),
        (b"", "utf8", ""),
    ],
)
def test_the_body_is_read_in_its_encoding(body, encoding, value):
    ran, _ = ask({"encodingTemplate": encoding}, body)
    assert ran.payload["working"]["response"]["body"] == value


@pytest.mark.parametrize("field", ["encodingTemplate", "requestEncodingTemplate"])
def test_an_unknown_encoding_halts_before_anything_is_sent(field):
    ran, requests = ask({"method": "POST", field: "klingon"})
    assert ran.error == ("ValidationError", "There is no encoding “klingon”")
    assert requests == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_some_methods_have_no_body(method):
    request = asked(method=method, bodyTemplate="x")
    assert (request.method, request.body) == (method, b"")


def test_what_is_no_base64_halts():
    config = {"method": "POST", "bodyTemplate": "a", "requestEncodingTemplate": "base64"}
    assert ask(config)[0].error == ("ValidationError", "The body is not base64")


def test_headers_are_sent_and_may_name_the_content_type():
    headers = [
        {"key": "X-Id", "valueTemplate": "{{ data.id }}"},
        {"key": "Content-Type", "valueTemplate": "text/own"},
        {"key": "", "valueTemplate": "x"},
    ]
    request = asked(
        method="POST", bodyType="jsonTemplate", bodyTemplate="{{ data.list }}", headerInfo=headers
    )
    assert request.headers == (("X-Id", "7"), ("Content-Type", "text/own"))


def test_a_header_with_a_line_break_halts():
    ran, requests = ask({"headerInfo": [{"key": "X", "valueTemplate": "a\r\nEvil: yes"}]})
    assert ran.error[0] == "ValidationError"
    assert requests == []


def test_it_signs_in_with_a_password_and_does_not_show_it():
    credentials = {"usernameTemplate": "{{ data.id }}", "passwordTemplate": "{{ data.name }}"}
    ran, [request] = ask({"authType": "basic", "authCredentials": credentials})
    assert request.headers == (("authorization", "Basic NzpBbm4gJiBCZW4="),)
    assert ran.payload["working"]["response"]["request"]["headers"] == {}


def with_credential(method="header", url="/v1", public="X-Key", base="https://example.com/api"):
    values = {"publicValue": public, "secretValue": "p&ss", "uriMatch": base}
    http = FakeHttp(b"", 200, None)
    config = {
        "authType": "credential",
        "credentialNameTemplate": "{{ data.name }}",
        "uriTemplate": url,
        "responsePath": "working.response",
        "headerInfo": [{"key": "x-key", "valueTemplate": "mine"}],
    }
    credentials = FakeCredentials(mine={"type": "http", "authMethod": method, **values})
    ran = run_node("HttpNode", config, {"name": "mine"}, http=http, credentials=credentials)
    return ran, http.asked


@pytest.mark.parametrize(
    ("method", "public", "changed"),
    [
        ("header", "X-Key", {"secret_headers": (("X-Key", "p&ss"),)}),
        (
            "basicAuth",
            "ann",
            {"secret_headers": (("authorization", "Basic YW5uOnAmc3M="),)},
        ),
        ("queryParam", "a b", {"secret_query": "a%20b=p%26ss"}),
        ("clientCertificate", "cert", {"client_certificate": ("cert", "p&ss")}),
    ],
)
def test_a_credential_signs_in_and_is_not_shown(method, public, changed):
    ran, [request] = with_credential(method, "/v1?q=1#x", public)
    url = "https://example.com/api/v1?q=1#x"
    plain = HttpRequest("GET", url, (("x-key", "mine"),))
    assert request == replace(plain, **changed)
    shown = ran.payload["working"]["response"]["request"]
    assert shown == {"method": "GET", "uri": url, "headers": {"x-key": "mine"}, "body": ""}


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("v1", "https://example.com/api/v1"),
        ("", "https://example.com/api"),
        ("//evil.example/x", "https://example.com/api/evil.example/x"),
        ("https://EXAMPLE.com:443/api/v1", "https://EXAMPLE.com:443/api/v1"),
    ],
)
def test_a_path_goes_after_the_base_of_the_credential(url, sent):
    _, [request] = with_credential(url=url)
    assert request.url == sent


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com.evil.example/api/v1",
        "https://example.com@evil.example/api/v1",
        "https://evil.example/api/v1",
        "http://example.com/api/v1",
        "https://example.com:444/api/v1",
        "https://example.com/apiary",
        "https://example.com/api/../admin",
        "/..%2fadmin",
        "https://[/api",
    ],
)
def test_a_credential_goes_nowhere_else(url):
    ran, requests = with_credential(url=url)
    message = "This credential is for https://example.com/api; it is not sent to other addresses"
    assert ran.error == ("ValidationError", message)
    assert requests == []


@pytest.mark.parametrize(
    ("template", "seconds"), [("{{ data.id }}", 7), ("99", 30), ("", 10), ("0", 10)]
)
def test_it_waits_only_so_long(template, seconds):
    assert asked(timeoutTemplate=template).timeout == seconds


def test_without_an_answer_it_may_go_on():
    config = {"errorBehavior": "payloadPath", "errorPath": "working.error"}
    ran, _ = ask(config, refusal=REFUSED)
    noted = ran.payload["working"]["error"]
    assert noted["error"] == {"type": REFUSED.kind, "message": REFUSED.message}
    assert noted["request"]["uri"] == URL
    assert "response" not in ran.payload["working"]
