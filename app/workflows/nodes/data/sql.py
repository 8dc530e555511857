from typing import Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import FORMATS, NO_CREDENTIAL, SOURCES, credential
from app.workflows.node import Out, node
from app.workflows.nodes.credential import named_credential
from app.workflows.nodes.data.encryption import credential_encryption, encryption_of
from app.workflows.ports import Encryption, SqlDatabase
from app.workflows.values import Payload

BLANK = Template("")
LAST_PORT = 65535


class Config(NodeConfig):
    credential_name_template: Template = Field(
        default=BLANK,
        title="Credential",
        description="Instead of the fields of the server",
        json_schema_extra=credential("sql"),
    )
    system_template: Template = Field(
        default=BLANK,
        title="System",
        description="pg, mysql (MariaDB too) or sqlite3",
        json_schema_extra={"when": NO_CREDENTIAL, "examples": ["pg", "mysql", "sqlite3"]},
    )
    host_template: Template = Field(
        default=BLANK, title="Host", json_schema_extra={"when": NO_CREDENTIAL}
    )
    port_template: Template = Field(
        default=BLANK,
        title="Port",
        description="The usual one if blank",
        json_schema_extra={"when": NO_CREDENTIAL},
    )
    user_template: Template = Field(
        default=BLANK, title="User", json_schema_extra={"when": NO_CREDENTIAL}
    )
    password_template: Template = Field(
        default=BLANK, title="Password", json_schema_extra={"when": NO_CREDENTIAL}
    )
    database_template: Template = Field(
        default=BLANK,
        title="Database",
        description="Of sqlite3 the name of a file, in a folder that only this application has",
    )
    instance_name_template: Template = Field(
        default=BLANK, title="Instance", json_schema_extra={"deprecated": True}
    )
    ssl_on: bool = Field(default=False, title="Encrypt", json_schema_extra={"when": NO_CREDENTIAL})
    ssl_data_method: Literal["payloadPath", "jsonTemplate"] = Field(
        default="jsonTemplate",
        title="Encryption is",
        json_schema_extra={"when": {**NO_CREDENTIAL, "sslOn": [True]}, "labels": SOURCES},
    )
    ssl_data_template: Template = Field(
        default=BLANK,
        title="Encryption",
        description="ca, cert, key, rejectUnauthorized; without them the server must be one that "
        "this machine trusts",
        json_schema_extra={
            "when": {**NO_CREDENTIAL, "sslOn": [True]},
            "formatBy": {"sslDataMethod": FORMATS},
        },
    )
    query: Template = Field(
        default=BLANK,
        title="Query",
        description="One statement",
        json_schema_extra={"contentMediaType": "application/sql"},
    )
    parameters: list[Template] = Field(
        default_factory=list,
        title="Parameters",
        description="For the placeholders in the query, which are %s, of sqlite3 ?. What comes "
        "from a request belongs here, where it cannot change the query",
    )
    result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="Holds the rows, or errors"
    )


@node("SqlNode", label="SQL", carries_reply=True)
async def sql(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Ask an SQL database, or change something in it."""
    database = await _database(config, ctx)
    statement = ctx.required(config.query, "Query")
    parameters = [ctx.value(parameter) for parameter in config.parameters]
    try:
        rows = await ctx.call(ctx.ports.sql.query, database, statement, parameters)
    except Refused as refused:
        if not config.result_path.strip():
            raise NodeError(refused.message, refused.kind) from refused
        ctx.put(config.result_path, {"errors": refused.message})
        return Out(payload)
    ctx.put(config.result_path, ["success"] if rows is None else rows)
    return Out(payload)


async def _database(config: Config, ctx: RunContext) -> SqlDatabase:
    """Raises NodeError."""
    name = ctx.text(config.database_template).strip()
    credential = await named_credential(config.credential_name_template, "sql", ctx)
    if credential:
        return SqlDatabase(
            system=credential["system"],
            database=name,
            host=credential["host"],
            port=credential.get("port") or 0,
            user=credential["username"],
            password=credential["password"],
            encryption=credential_encryption(credential),
        )
    system = ctx.required(config.system_template, "System").strip()
    if system == "sqlite3":
        return SqlDatabase(system, name)
    return SqlDatabase(
        system=system,
        database=name,
        host=ctx.required(config.host_template, "Host").strip(),
        port=port_of(config.port_template, ctx),
        user=ctx.text(config.user_template),
        password=ctx.text(config.password_template),
        encryption=_encryption(config, ctx),
    )


def port_of(template: Template, ctx: RunContext) -> int:
    """0 if blank. Raises NodeError."""
    number = ctx.number(template, "Port", 0)
    if number != int(number) or not 0 <= number <= LAST_PORT:
        raise NodeError(f"Port must be a whole number up to {LAST_PORT}", "ValidationError")
    return int(number)


def _encryption(config: Config, ctx: RunContext) -> Encryption | None:
    if not config.ssl_on:
        return None
    template = config.ssl_data_template
    if config.ssl_data_method == "payloadPath":
        return encryption_of(ctx.get(PayloadPath(template)))
    return encryption_of(ctx.json(JsonTemplate(template)))
