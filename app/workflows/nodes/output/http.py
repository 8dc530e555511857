import base64
from collections.abc import Iterable
from functools import partial
from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from app.workflows.config import JsonTemplate, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import FORMATS, IF_GONE_ON, LINES, ON_ERROR, credential
from app.workflows.node import Out, node
from app.workflows.nodes.credential import named_credential
from app.workflows.nodes.output.http_body import form_body, multipart_body, read_body, text_body
from app.workflows.nodes.output.http_credential import full_url, signed_in
from app.workflows.ports import Fields, HttpRequest, HttpResponse
from app.workflows.values import UNDEFINED, Payload, dump_json

SECONDS, LONGEST = 10, 30
BODILESS = ("GET", "HEAD")

BLANK = Template("")
BY_PASSWORD: JsonDict = {"when": {"authType": ["basic"]}}
BY_CERTIFICATE: JsonDict = LINES | {"when": {"authType": ["clientCert"]}}
WITH_BODY: JsonDict = {"method": ["POST", "PUT", "PATCH", "DELETE"]}


class Header(NodeConfig):
    key: Template = Field(default=BLANK, title="Name")
    value_template: Template = Field(default=BLANK, title="Value")


class BodyField(NodeConfig):
    key_template: Template = Field(default=BLANK, title="Name")
    value_template: Template = Field(default=BLANK, title="Value")


class Credentials(NodeConfig):
    username_template: Template = Field(
        default=BLANK, title="User name", json_schema_extra=BY_PASSWORD
    )
    password_template: Template = Field(
        default=BLANK, title="Password", json_schema_extra=BY_PASSWORD
    )
    key_template: Template = Field(
        default=BLANK, title="Private key", description="PEM", json_schema_extra=BY_CERTIFICATE
    )
    cert_template: Template = Field(
        default=BLANK, title="Certificate", description="PEM", json_schema_extra=BY_CERTIFICATE
    )


class Config(NodeConfig):
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = Field(
        default="GET", title="Method"
    )
    uri_template: Template = Field(
        default=BLANK, title="URL", description="With a credential a path is enough"
    )
    header_info: list[Header] = Field(default_factory=list, title="Headers")
    body_type: Literal["string", "jsonTemplate", "urlencoded", "multipart", "url", "none"] = Field(
        default="string",
        title="Body is",
        json_schema_extra={
            "when": WITH_BODY,
            "labels": {
                "string": "Text",
                "jsonTemplate": "JSON",
                "urlencoded": "A form",
                "multipart": "A form with files",
                "url": "A form (url)",
                "none": "Nothing",
            },
        },
    )
    body_template: Template = Field(
        default=BLANK,
        title="Body",
        json_schema_extra={
            "when": {**WITH_BODY, "bodyType": ["string", "jsonTemplate"]},
            "formatBy": {"bodyType": FORMATS},
            "contentMediaType": "text/plain",
        },
    )
    body_fields: list[BodyField] = Field(
        default_factory=list,
        title="Fields",
        description="Of a form",
        json_schema_extra={"when": {**WITH_BODY, "bodyType": ["urlencoded", "multipart", "url"]}},
    )
    request_encoding_template: Template = Field(
        default=Template("utf8"),
        title="Encoding of the body",
        description="utf8, latin1, base64, hex …",
        json_schema_extra={
            "when": {**WITH_BODY, "bodyType": ["string"]},
            "examples": ["utf8", "latin1", "base64", "hex"],
        },
    )
    encoding_template: Template = Field(
        default=Template("utf8"),
        title="Encoding of the response",
        description="utf8, latin1 …; base64 or hex for what is no text",
        json_schema_extra={"examples": ["utf8", "latin1", "base64", "hex"]},
    )
    auth_type: Literal["none", "basic", "clientCert", "credential"] = Field(
        default="none",
        title="Authentication",
        json_schema_extra={
            "labels": {
                "none": "None",
                "basic": "User name and password",
                "clientCert": "Client certificate",
                "credential": "A credential",
            }
        },
    )
    auth_credentials: Credentials = Field(
        default_factory=Credentials,
        title="With",
        json_schema_extra={"when": {"authType": ["basic", "clientCert"]}},
    )
    credential_name_template: Template = Field(
        default=BLANK,
        title="Credential",
        json_schema_extra={"when": {"authType": ["credential"]}, **credential("http")},
    )
    timeout_template: Template = Field(
        default=Template(str(SECONDS)), title="Time-out", description=f"Seconds, {LONGEST} at most"
    )
    disable_ssl_verification: bool = Field(
        default=False,
        title="Trust any certificate",
        alias="disableSSLVerification",
    )
    disable_redirects: bool = Field(default=False, title="Do not follow redirects")
    ca_cert_template: Template = Field(
        default=BLANK,
        title="Certificate authority",
        description="PEM; blank for the usual ones",
        json_schema_extra=LINES,
    )
    response_path: ResultPath = Field(
        default=ResultPath(""),
        title="Response path",
        description="statusCode, headers, body, requestDuration in milliseconds, and request",
    )
    error_behavior: Literal["throw", "payloadPath"] = Field(
        default="throw",
        title="Without an answer",
        description="Halt, or go on; any status is an answer",
        json_schema_extra=ON_ERROR,
    )
    error_path: ResultPath = Field(
        default=ResultPath(""), title="Error path", json_schema_extra=IF_GONE_ON
    )


@node("HttpNode", label="HTTP", carries_reply=True)
async def http(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Ask another server. The body of the response is read as JSON where it is JSON."""
    credential = await _credential(config, ctx)
    request = _request(config, credential, ctx)
    shown = _shown(request)
    if credential:
        request = signed_in(request, credential)
        _refuse_control_characters(request.secret_headers)
    encoding = ctx.text(config.encoding_template)
    read_body(b"", encoding)  # so that a wrong one halts before anything is sent
    began = ctx.ports.clock.monotonic()
    try:
        response = await ctx.wait(partial(ctx.ports.http.send, request))
    except Refused as refused:
        if config.error_behavior == "throw":
            raise NodeError(refused.message, refused.kind) from refused
        error = {"type": refused.kind, "message": refused.message}
        ctx.put(config.error_path, {"error": error, "request": shown})
        return Out(payload)
    seconds = ctx.ports.clock.monotonic() - began
    ctx.put(config.response_path, _result(response, encoding, seconds) | {"request": shown})
    return Out(payload)


def _result(response: HttpResponse, encoding: str, seconds: float) -> dict[str, Any]:
    return {
        "statusCode": response.status,
        "headers": dict(response.headers),
        "body": read_body(response.body, encoding),
        "requestDuration": round(seconds * 1000),
    }


def _shown(request: HttpRequest) -> dict[str, Any]:
    """Without what signs it in."""
    headers = {n.lower(): v for n, v in request.headers if n.lower() != "authorization"}
    body = request.body.decode(errors="replace")
    return {"method": request.method, "uri": request.url, "headers": headers, "body": body}


def _request(config: Config, credential: Fields | None, ctx: RunContext) -> HttpRequest:
    """Raises NodeError."""
    headers = [
        (name, ctx.text(header.value_template))
        for header in config.header_info
        if (name := ctx.text(header.key).strip())
    ]
    body, content_type = _body(config, ctx)
    given = {name.lower() for name, _ in headers}
    if content_type and "content-type" not in given:
        headers.append(("content-type", content_type))
    if config.auth_type == "basic" and "authorization" not in given:
        headers.append(("authorization", _basic(config.auth_credentials, ctx)))
    _refuse_control_characters(headers)
    return HttpRequest(
        method=config.method,
        url=_url(config, credential, ctx),
        headers=tuple(headers),
        body=body,
        timeout=_seconds(config, ctx),
        follow_redirects=not config.disable_redirects,
        verify=not config.disable_ssl_verification,
        ca=ctx.text(config.ca_cert_template).strip(),
        client_certificate=_client_certificate(config, ctx),
    )


async def _credential(config: Config, ctx: RunContext) -> Fields | None:
    """None if it asks for none. Raises NodeError."""
    if config.auth_type != "credential":
        return None
    ctx.required(config.credential_name_template, "Credential")
    return await named_credential(config.credential_name_template, "http", ctx)


def _url(config: Config, credential: Fields | None, ctx: RunContext) -> str:
    if credential:
        return full_url(ctx.text(config.uri_template).strip(), credential["uriMatch"])
    return ctx.required(config.uri_template, "URL").strip()


def _body(config: Config, ctx: RunContext) -> tuple[bytes, str]:
    if config.method in BODILESS or config.body_type == "none":
        return b"", ""
    if config.body_type == "jsonTemplate":
        value = ctx.json(JsonTemplate(config.body_template))
        return (b"" if value is UNDEFINED else dump_json(value).encode()), "application/json"
    if config.body_type == "string":
        encoding = ctx.text(config.request_encoding_template)
        return text_body(ctx.value(config.body_template), encoding), ""
    pairs = [
        (name, ctx.text(field.value_template))
        for field in config.body_fields
        if (name := ctx.text(field.key_template))
    ]
    return multipart_body(pairs) if config.body_type == "multipart" else form_body(pairs)


def _basic(credentials: Credentials, ctx: RunContext) -> str:
    name, password = ctx.text(credentials.username_template), credentials.password_template
    return "Basic " + base64.b64encode(f"{name}:{ctx.text(password)}".encode()).decode()


def _client_certificate(config: Config, ctx: RunContext) -> tuple[str, str] | None:
    if config.auth_type != "clientCert":
        return None
    credentials = config.auth_credentials
    return (
        ctx.required(credentials.cert_template, "Certificate"),
        ctx.required(credentials.key_template, "Private key"),
    )


def _seconds(config: Config, ctx: RunContext) -> float:
    seconds = ctx.number(config.timeout_template, "Time-out", SECONDS)
    return min(seconds, LONGEST) if seconds > 0 else SECONDS


def _refuse_control_characters(headers: Iterable[tuple[str, str]]) -> None:
    for name, value in headers:
        if any(ord(character) < 32 or ord(character) == 127 for character in name + value):
            raise NodeError(f"The header {name!r} holds a control character", "ValidationError")
