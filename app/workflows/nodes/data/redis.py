from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from app.workflows.config import NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import IF_GONE_ON, NO_CREDENTIAL, ON_ERROR, credential
from app.workflows.node import Out, node
from app.workflows.nodes.credential import named_credential
from app.workflows.nodes.data.encryption import credential_encryption
from app.workflows.nodes.data.redis_commands import COMMANDS
from app.workflows.nodes.data.sql import port_of
from app.workflows.ports import Encryption, RedisServer
from app.workflows.values import CONTAINERS, Payload, dump_json, is_nothing, to_string

BLANK = Template("")
MOST_MEMBERS = 25
USUAL_PORT = 6379
LAST_DATABASE = 2**31 - 1

ONE_SERVER: JsonDict = {"when": {**NO_CREDENTIAL, "isCluster": [False]}}


class Member(NodeConfig):
    host: Template = Field(default=BLANK, title="Host")
    port: Template = Field(default=BLANK, title="Port")


class Config(NodeConfig):
    credential_name_template: Template = Field(
        default=BLANK,
        title="Credential",
        description="Instead of host, user, password and TLS",
        json_schema_extra=credential("redis"),
    )
    is_cluster: bool = Field(default=False, title="Cluster")
    host: Template = Field(default=BLANK, title="Host", json_schema_extra=ONE_SERVER)
    port: Template = Field(
        default=BLANK,
        title="Port",
        description=f"{USUAL_PORT} if blank",
        json_schema_extra=ONE_SERVER,
    )
    db_number: Template = Field(
        default=BLANK,
        title="Database",
        description="0 if blank",
        json_schema_extra={"when": {"isCluster": [False]}},
    )
    username: Template = Field(
        default=BLANK, title="User", json_schema_extra={"when": NO_CREDENTIAL}
    )
    password: Template = Field(
        default=BLANK, title="Password", json_schema_extra={"when": NO_CREDENTIAL}
    )
    cluster_members: list[Member] = Field(
        default_factory=list,
        title="Members of the cluster",
        description=f"Some of them are enough; {MOST_MEMBERS} at most",
        json_schema_extra={"when": {**NO_CREDENTIAL, "isCluster": [True]}},
    )
    tls_on: bool = Field(default=False, title="Encrypt", json_schema_extra={"when": NO_CREDENTIAL})
    ca_cert_template: Template = Field(
        default=BLANK,
        title="Certificate authority",
        description="PEM; blank for the usual ones",
        json_schema_extra={
            "when": {**NO_CREDENTIAL, "tlsOn": [True]},
            "contentMediaType": "text/plain",
        },
    )
    command: Template = Field(
        default=BLANK,
        title="Command",
        description="Such as get or hset",
        json_schema_extra={
            "examples": ["get", "set", "del", "incr", "expire", "hget", "hset", "lpush", "lrange"]
        },
    )
    arguments: list[Template] = Field(default_factory=list, title="Arguments")
    arguments_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Arguments at",
        description="The path of a list, instead of the arguments above",
    )
    result_path: ResultPath = Field(default=ResultPath(""), title="Result path")
    error_behavior: Literal["throw", "payloadPath"] = Field(
        default="throw", title="On an error", json_schema_extra=ON_ERROR
    )
    error_path: ResultPath = Field(
        default=ResultPath(""),
        title="Error path",
        description="Holds type and message",
        json_schema_extra=IF_GONE_ON,
    )


@node("RedisNode", label="Redis", carries_reply=True)
async def redis(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Run a command on a Redis server or cluster."""
    command = _command(config, ctx)
    server, arguments = await _server(config, ctx), _arguments(config, ctx)
    try:
        answer = await ctx.call(ctx.ports.redis.command, server, command, arguments)
    except Refused as refused:
        if config.error_behavior == "throw":
            raise NodeError(refused.message, refused.kind) from refused
        ctx.put(config.error_path, {"type": refused.kind, "message": refused.message})
        return Out(payload)
    ctx.put(config.result_path, answer)
    return Out(payload)


def _command(config: Config, ctx: RunContext) -> str:
    """Raises NodeError."""
    command = " ".join(ctx.required(config.command, "Command").upper().split())
    if command not in COMMANDS:
        raise NodeError(f"The command “{command[:100]}” is not for workflows", "ValidationError")
    return command


def _arguments(config: Config, ctx: RunContext) -> list[str]:
    """Raises NodeError."""
    values: Any = [ctx.value(argument) for argument in config.arguments]
    if config.arguments_path.strip():
        values = ctx.get(config.arguments_path)
        if not isinstance(values, list):
            raise NodeError("There is no list at the path of the arguments", "ValidationError")
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if is_nothing(value):
        return ""
    return dump_json(value) if isinstance(value, CONTAINERS) else to_string(value)


async def _server(config: Config, ctx: RunContext) -> RedisServer:
    """Raises NodeError."""
    credential = await named_credential(config.credential_name_template, "redis", ctx)
    if credential:
        return RedisServer(
            members=((credential["host"], credential.get("port") or USUAL_PORT),),
            is_cluster=config.is_cluster,
            database=_database(config, ctx),
            user=credential.get("username", ""),
            password=credential.get("password", ""),
            encryption=credential_encryption(credential),
        )
    return RedisServer(
        members=_members(config, ctx),
        is_cluster=config.is_cluster,
        database=_database(config, ctx),
        user=ctx.text(config.username).strip(),
        password=ctx.text(config.password),
        encryption=Encryption(ca=ctx.text(config.ca_cert_template)) if config.tls_on else None,
    )


def _members(config: Config, ctx: RunContext) -> tuple[tuple[str, int], ...]:
    if not config.is_cluster:
        return ((ctx.required(config.host, "Host").strip(), _port(config.port, ctx)),)
    if not 1 <= len(config.cluster_members) <= MOST_MEMBERS:
        message = f"A cluster is given by 1 to {MOST_MEMBERS} of its members"
        raise NodeError(message, "ValidationError")
    return tuple(
        (ctx.required(member.host, "Host").strip(), _port(member.port, ctx))
        for member in config.cluster_members
    )


def _port(template: Template, ctx: RunContext) -> int:
    return port_of(template, ctx) or USUAL_PORT


def _database(config: Config, ctx: RunContext) -> int:
    """Raises NodeError."""
    number = ctx.number(config.db_number, "Database", 0)
    if number != int(number) or not 0 <= number <= LAST_DATABASE:
        raise NodeError("Database must be a whole number, 0 or more", "ValidationError")
    return int(number)
