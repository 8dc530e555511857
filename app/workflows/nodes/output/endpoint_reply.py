from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from app.rendering.views import escapes
from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import FORMATS
from app.workflows.node import Out, node
from app.workflows.replies import (
    Cookie,
    CustomReply,
    PageReply,
    RedirectReply,
    ReplyDescription,
    SameSite,
    StreamReply,
)
from app.workflows.values import UNDEFINED, Payload, copy_payload, dump_json, to_number, to_string

BLANK = Template("")
SAME_SITE: dict[str, SameSite] = {"none": "none", "lax": "lax", "strict": "strict"}

ANSWERS: JsonDict = {"when": {"replyType": ["custom", "page", "redirect"]}}

Headers = tuple[tuple[str, str], ...]


class Header(NodeConfig):
    key_template: Template = Field(default=BLANK, title="Name")
    value_template: Template = Field(default=BLANK, title="Value")


class CookieConfig(NodeConfig):
    name_template: Template = Field(default=BLANK, title="Name")
    value_template: Template | None = Field(
        default=None, title="Value", description="Left out, the cookie is deleted"
    )
    path_template: Template = Field(default=BLANK, title="Path", description="/ if blank")
    max_age_template: Template = Field(
        default=BLANK,
        title="Maximum age",
        description="Milliseconds; blank until the browser closes",
    )


class Config(NodeConfig):
    reply_type: Literal["custom", "page", "redirect", "mqtt"] = Field(
        default="custom",
        title="Answer with",
        json_schema_extra={
            "labels": {
                "custom": "A body",
                "page": "A page",
                "redirect": "A redirect",
                "mqtt": "A stream",
            }
        },
    )
    reply_id_path: PayloadPath = Field(
        default=PayloadPath(""), title="Reply ID path", description="data.replyId if blank"
    )
    response_code_template: Template = Field(
        default=BLANK,
        title="Status code",
        json_schema_extra=ANSWERS
        | {"examples": ["200", "201", "204", "302", "400", "401", "403", "404", "500"]},
    )
    body_template_type: Literal["string", "path", "json", "payload", "none"] = Field(
        default="string",
        title="Body is",
        json_schema_extra=ANSWERS
        | {
            "labels": {
                "string": "Text",
                "path": "A payload path",
                "json": "JSON",
                "payload": "The whole payload",
                "none": "Nothing",
            }
        },
    )
    body_template: Template = Field(
        default=BLANK,
        title="Body",
        description="Of a page its pageData, of a redirect the address",
        json_schema_extra={
            "when": {
                "replyType": ["custom", "page", "redirect"],
                "bodyTemplateType": ["string", "path", "json"],
            },
            "formatBy": {"bodyTemplateType": FORMATS},
            "contentMediaType": "text/html",
        },
    )
    header_info: list[Header] = Field(
        default_factory=list, title="Headers", json_schema_extra=ANSWERS
    )
    cookie_info: list[CookieConfig] = Field(
        default_factory=list, title="Cookies", json_schema_extra=ANSWERS
    )
    same_site_template: Template = Field(
        default=BLANK,
        title="SameSite",
        description="none, lax or strict, for all of the cookies",
        json_schema_extra=ANSWERS | {"examples": ["lax", "strict", "none"]},
    )
    page_id_template: Template = Field(
        default=BLANK,
        title="Page",
        json_schema_extra={"when": {"replyType": ["page"]}, "options": "pages"},
    )
    layout_id_template: Template = Field(
        default=BLANK,
        title="Layout",
        description="The page's own if blank",
        json_schema_extra={"when": {"replyType": ["page"]}, "options": "layouts"},
    )
    mqtt_topics_template: list[Template] = Field(
        default_factory=list, title="Topics", json_schema_extra={"when": {"replyType": ["mqtt"]}}
    )
    mqtt_topics_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Topics path",
        json_schema_extra={"when": {"replyType": ["mqtt"]}},
    )


@node("EndpointReplyNode", label="Endpoint Reply")
def endpoint_reply(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Answer the request that began this run. The first reply wins; the path goes on after it."""
    reply_id = ctx.get(config.reply_id_path or "data.replyId")
    if isinstance(reply_id, str) and reply_id:
        ctx.ports.replies.answer(reply_id, _reply(config, ctx))
    return Out(payload)


def _reply(config: Config, ctx: RunContext) -> ReplyDescription:
    if config.reply_type == "mqtt":
        return StreamReply(topics=_topics(config, ctx))
    status = _status(ctx.text(config.response_code_template))
    headers, cookies = _headers(config, ctx), _cookies(config, ctx)
    match config.reply_type:
        case "page":
            flow = ctx.group.flow
            return PageReply(
                page_id=ctx.required(config.page_id_template, "Page").strip(),
                layout_id=ctx.text(config.layout_id_template).strip(),
                data=_page_data(config, ctx),
                flow={"id": flow.id, "name": flow.name, "version": flow.version},
                status=status,
                headers=headers,
                cookies=cookies,
            )
        case "redirect":
            location = _text(_value(config, ctx))
            return RedirectReply(location=location, status=status, headers=headers, cookies=cookies)
        case _:
            if config.body_template_type in ("json", "payload") and not _content_type(headers):
                headers += (("Content-Type", "application/json"),)
            body = _body(config, ctx, _content_type(headers))
            return CustomReply(body=body, status=status, headers=headers, cookies=cookies)


def _value(config: Config, ctx: RunContext) -> Any:
    """What the body's template, path or JSON comes to."""
    match config.body_template_type:
        case "path":
            return ctx.get(config.body_template)
        case "json":
            return ctx.json(JsonTemplate(config.body_template))
        case "payload":
            return ctx.payload
        case "none":
            return UNDEFINED
        case _:
            return ctx.value(config.body_template)


def _page_data(config: Config, ctx: RunContext) -> Any:
    value = _value(config, ctx)
    return {} if value is UNDEFINED or value == "" else copy_payload(value)


def _body(config: Config, ctx: RunContext, content_type: str) -> str:
    if config.body_template_type == "string" and escapes(content_type):
        return ctx.text(config.body_template, escape=True)
    if config.body_template_type in ("json", "payload"):
        return dump_json(_value(config, ctx))
    return _text(_value(config, ctx))


def _text(value: Any) -> str:
    if value is None or value is UNDEFINED:
        return ""
    return dump_json(value) if isinstance(value, (list, dict)) else to_string(value)


def _status(text: str) -> int | None:
    """None, for the default of its kind, unless it is a status."""
    number = to_number(text) if text.strip() else 0
    return int(number) if 100 <= number <= 599 and number == int(number) else None


def _headers(config: Config, ctx: RunContext) -> Headers:
    named = ((ctx.text(h.key_template).strip(), h) for h in config.header_info)
    return tuple((name, ctx.text(h.value_template)) for name, h in named if name)


def _content_type(headers: Headers) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def _cookies(config: Config, ctx: RunContext) -> tuple[Cookie, ...]:
    same_site = SAME_SITE.get(ctx.text(config.same_site_template).strip().lower(), "")
    cookies = (_cookie(cookie, same_site, ctx) for cookie in config.cookie_info)
    return tuple(cookie for cookie in cookies if cookie)


def _cookie(config: CookieConfig, same_site: SameSite, ctx: RunContext) -> Cookie | None:
    """None if its name is blank, or its value came out blank: that would delete it unasked."""
    name = ctx.text(config.name_template).strip()
    value = None if config.value_template is None else ctx.text(config.value_template)
    if not name or value == "":
        return None
    max_age = ctx.text(config.max_age_template).strip()
    return Cookie(
        name,
        value,
        path=ctx.text(config.path_template).strip() or "/",
        max_age=ctx.number(config.max_age_template, "Maximum age") if max_age else None,
        same_site=same_site,
    )


def _topics(config: Config, ctx: RunContext) -> tuple[str, ...]:
    listed = ctx.get(config.mqtt_topics_path)
    texts = [ctx.text(topic) for topic in config.mqtt_topics_template]
    texts += map(to_string, listed) if isinstance(listed, list) else []
    return tuple(text.strip() for text in texts if text.strip())
