"""Credentials. Each type has a config of its own: what may be shown, and secrets that never leave.

Of each type there are up to three shapes: shown, whole (with the secrets), and what a patch may
change. What a patch leaves out stays, secrets too.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.answer import Authored, Collection, Id, Paged, Resource
from app.schemas.base import Maybe, Schema
from app.schemas.query import Direction, PagedQuery
from app.schemas.texts import Description, Name

CredentialType = Literal["http", "jwt", "keyPair", "mailgun", "mongodb", "redis", "sendgrid", "sql"]
AuthMethod = Literal["header", "queryParam", "basicAuth", "clientCertificate"]
Algorithm = Literal[
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"
]  # fmt: skip
System = Literal["mssql", "mysql", "pg"]

UriMatch = Annotated[str, StringConstraints(min_length=8, max_length=1024)]
Value = Annotated[str, StringConstraints(max_length=8196)]
Issuer = Annotated[str, StringConstraints(max_length=1024)]
JwtSecret = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
Pem = Annotated[str, StringConstraints(min_length=1, max_length=16384)]
ApiKey = Annotated[str, StringConstraints(min_length=4, max_length=128)]
ConnectionUri = Annotated[str, StringConstraints(min_length=1, max_length=2048)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Port = Annotated[int, Field(ge=1, le=65535)]


class HttpShown(Schema):
    """public_value: the name of the header or parameter, the user, or the certificate."""

    uri_match: UriMatch
    auth_method: AuthMethod
    public_value: Value = ""


class HttpConfig(HttpShown):
    secret_value: Value


class HttpPatch(Schema):
    uri_match: Maybe[UriMatch] = None
    auth_method: Maybe[AuthMethod] = None
    public_value: Maybe[Value] = None
    secret_value: Maybe[Value] = None


class JwtShown(Schema):
    issuer: Maybe[Issuer] = None
    algorithm: Algorithm


class JwtConfig(JwtShown):
    secret: JwtSecret


class JwtPatch(Schema):
    issuer: Maybe[Issuer] = None
    algorithm: Maybe[Algorithm] = None
    secret: Maybe[JwtSecret] = None


class KeyPairShown(Schema):
    """certificate: it, or the public key alone."""

    certificate: Maybe[Pem] = None


class KeyPairConfig(KeyPairShown):
    private_key: Maybe[Pem] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if not self.certificate and not self.private_key:
            raise PydanticCustomError("key_pair", "needs a privateKey, a certificate or both")
        return self


class KeyPairPatch(Schema):
    certificate: Maybe[Pem] = None
    private_key: Maybe[Pem] = None


class NothingShown(Schema):
    pass


class ApiKeyConfig(NothingShown):
    api_key: ApiKey


class ApiKeyPatch(Schema):
    api_key: Maybe[ApiKey] = None


class MongodbConfig(NothingShown):
    connection_uri: ConnectionUri


class MongodbPatch(Schema):
    connection_uri: Maybe[ConnectionUri] = None


class Safety(Schema):
    """How a connection is encrypted."""

    secure_connection: Maybe[bool] = None
    ca_certificate: Maybe[Value] = None
    disable_ssl_verification: Maybe[bool] = Field(None, alias="disableSSLVerification")


class SqlShown(Safety):
    system: System
    host: Short
    port: Port | None = None
    username: Short


class SqlConfig(SqlShown):
    password: Short


class SqlPatch(Safety):
    system: Maybe[System] = None
    host: Maybe[Short] = None
    port: Port | None = None
    username: Maybe[Short] = None
    password: Maybe[Short] = None


class RedisShown(Safety):
    host: Short
    port: Port | None = None
    username: Maybe[Short] = None


class RedisConfig(RedisShown):
    password: Maybe[Value] = None


class RedisPatch(Safety):
    host: Maybe[Short] = None
    port: Port | None = None
    username: Maybe[Short] = None
    password: Maybe[Value] = None


SHAPES: dict[str, tuple[type[Schema], type[Schema]]] = {
    "http": (HttpShown, HttpConfig),
    "jwt": (JwtShown, JwtConfig),
    "keyPair": (KeyPairShown, KeyPairConfig),
    "mailgun": (NothingShown, ApiKeyConfig),
    "mongodb": (NothingShown, MongodbConfig),
    "redis": (RedisShown, RedisConfig),
    "sendgrid": (NothingShown, ApiKeyConfig),
    "sql": (SqlShown, SqlConfig),
}
"""By type: what is shown, and the whole."""


class CredentialPost(Schema):
    name: Name
    description: Maybe[Description] = None
    enabled: bool = True
    kind: CredentialType = Field(alias="type")
    http_config: Maybe[HttpConfig] = None
    jwt_config: Maybe[JwtConfig] = None
    key_pair_config: Maybe[KeyPairConfig] = None
    mailgun_config: Maybe[ApiKeyConfig] = None
    mongodb_config: Maybe[MongodbConfig] = None
    redis_config: Maybe[RedisConfig] = None
    sendgrid_config: Maybe[ApiKeyConfig] = None
    sql_config: Maybe[SqlConfig] = None

    @model_validator(mode="after")
    def _one_config(self) -> Self:
        if set(configs_of(self)) != {self.kind}:
            raise PydanticCustomError(
                "one_config",
                "of the type {kind} needs {kind}Config, and no other config",
                {"kind": self.kind},
            )
        return self


class CredentialPatch(Schema):
    """The type stays."""

    name: Maybe[Name] = None
    description: Maybe[Description] = None
    enabled: Maybe[bool] = None
    http_config: Maybe[HttpPatch] = None
    jwt_config: Maybe[JwtPatch] = None
    key_pair_config: Maybe[KeyPairPatch] = None
    mailgun_config: Maybe[ApiKeyPatch] = None
    mongodb_config: Maybe[MongodbPatch] = None
    redis_config: Maybe[RedisPatch] = None
    sendgrid_config: Maybe[ApiKeyPatch] = None
    sql_config: Maybe[SqlPatch] = None


class CredentialAnswer(Authored, Resource):
    """Without the secrets."""

    application_id: Id
    name: str
    description: str | None = None
    enabled: bool
    kind: CredentialType = Field(serialization_alias="type")
    http_config: HttpShown | None = None
    jwt_config: JwtShown | None = None
    key_pair_config: KeyPairShown | None = None
    mailgun_config: NothingShown | None = None
    mongodb_config: NothingShown | None = None
    redis_config: RedisShown | None = None
    sendgrid_config: NothingShown | None = None
    sql_config: SqlShown | None = None


class CredentialList(Paged, Collection[CredentialAnswer]):
    application_id: Id


class CredentialsQuery(PagedQuery):
    sort_field: Literal["name", "type", "creationDate", "lastUpdated"] = "creationDate"
    sort_direction: Direction = "desc"
    filter_field: Literal["name", "type", ""] | None = None


def config_field(kind: str) -> str:
    """The Python name of the field that holds the config of that type."""
    return ("key_pair" if kind == "keyPair" else kind) + "_config"


def configs_of(given: Schema) -> dict[str, Schema]:
    """The configs that a post or a patch holds, by type."""
    found = {kind: getattr(given, config_field(kind)) for kind in SHAPES}
    return {kind: config for kind, config in found.items() if config is not None}
