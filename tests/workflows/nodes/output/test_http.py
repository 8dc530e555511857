import pytest

from app.workflows.errors import Refused
from app.workflows.ports import HttpRequest
from tests.workflows.nodes.output.sending import FakeHttp
from tests.workflows.run_flow import run_node

URL = "https://example.com/"
DATA = {"id": 7, "name": "Ann & Ben", "list": [1, {"a": 2}], "pem": "PEM"}
REFUSED = Refused("DnsFailed", "There is no address for example.com")


def ask(config=None, body=b"", status=200, refusal=None):
    http = FakeHttp(body, status, refusal)
    settings = {"uriTemplate": URL, "responsePath": "working.response"} | (config or {})
    return run_node("HttpNode", settings, DATA, http=http), http.asked


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


def test_any_status_is_an_answer():
    ran, _ = ask(status=500)
    assert ran.payload["working"]["response"]["statusCode"] == 500


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


FIELDS = [
    {"keyTemplate": "n {{ data.id }}", "valueTemplate": "{{ data.name }}"},
    {"keyTemplate": "", "valueTemplate": "x"},
]


@pytest.mark.parametrize(
    ("config", "body", "content_type"),
    [
        ({"bodyTemplate": "{{ data.name }}"}, b"Ann & Ben", None),
        ({"bodyTemplate": "{{ data.list }}"}, b'[1,{"a":2}]', None),
        ({"bodyTemplate": "aGk=", "requestEncodingTemplate": "base64"}, b"hi", None),
        ({"bodyTemplate": "ü", "requestEncodingTemplate": "latin1"}, b"\xfc", None),
        (
            {"bodyType": "jsonTemplate", "bodyTemplate": '{"id": {{ data.id }} }'},
            b'{"id":7}',
            "application/json",
        ),
        (
            {"bodyType": "urlencoded", "bodyFields": FIELDS},
            b"n+7=Ann+%26+Ben",
            "application/x-www-form-urlencoded",
        ),
        (
            {"bodyType": "url", "bodyFields": FIELDS},
            b"n+7=Ann+%26+Ben",
            "application/x-www-form-urlencoded",
        ),
        ({"bodyType": "none", "bodyTemplate": "x"}, b"", None),
    ],
)
def test_each_kind_of_body_is_sent(config, body, content_type):
    request = asked(method="POST", **config)
    assert request.body == body
    assert dict(request.headers).get("content-type") == content_type


def test_a_multipart_form_is_sent():
    request = asked(method="PUT", bodyType="multipart", bodyFields=FIELDS)
    kind, _, boundary = dict(request.headers)["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert request.body.decode() == (
        f'--{boundary}\r\nContent-Disposition: form-data; name="n 7"\r\n\r\n'
        f"Ann & Ben\r\n--{boundary}--\r\n"
    )


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


def test_it_signs_in_with_a_certificate():
    credentials = {"keyTemplate": "key {{ data.pem }}", "certTemplate": "cert {{ data.pem }}"}
    request = asked(authType="clientCert", authCredentials=credentials)
    assert request.client_certificate == ("cert PEM", "key PEM")


def test_credentials_by_name_are_not_there_yet():
    ran, requests = ask({"authType": "credential", "credentialNameTemplate": "n{{ data.id }}"})
    assert ran.error == ("NotFound", "There is no credential “n7”")
    assert requests == []


@pytest.mark.parametrize(
    ("template", "seconds"), [("{{ data.id }}", 7), ("99", 30), ("", 10), ("0", 10)]
)
def test_it_waits_only_so_long(template, seconds):
    assert asked(timeoutTemplate=template).timeout == seconds


@pytest.mark.parametrize(
    ("config", "field", "value"),
    [
        ({"disableSSLVerification": True}, "verify", False),
        ({"disableRedirects": True}, "follow_redirects", False),
        ({"caCertTemplate": "ca {{ data.pem }}"}, "ca", "ca PEM"),
    ],
)
def test_it_passes_on_how_to_ask(config, field, value):
    assert getattr(asked(**config), field) == value
    assert getattr(asked(), field) != value


def test_without_an_answer_it_halts():
    assert ask({"errorPath": "working.e"}, refusal=REFUSED)[0].error == (
        REFUSED.kind,
        REFUSED.message,
    )


def test_without_an_answer_it_may_go_on():
    config = {"errorBehavior": "payloadPath", "errorPath": "working.error"}
    ran, _ = ask(config, refusal=REFUSED)
    noted = ran.payload["working"]["error"]
    assert noted["error"] == {"type": REFUSED.kind, "message": REFUSED.message}
    assert noted["request"]["uri"] == URL
    assert "response" not in ran.payload["working"]


def test_it_needs_a_url():
    config = {"uriTemplate": "{{ data.none }}", "errorBehavior": "payloadPath"}
    assert ask(config)[0].error == ("ValidationError", "URL is required, and came out blank")
