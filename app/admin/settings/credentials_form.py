"""The forms of credentials, one for each type. What is secret is typed and never shown again."""

from typing import Any, ClassVar, get_args

from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from app.admin.forms import ResourceForm
from app.models import Credential
from app.schemas import credential as schema

KINDS = {
    "http": ("HTTP", "A header, a parameter, a password or a certificate for other servers."),
    "sql": ("SQL database", "PostgreSQL, MySQL or SQL Server."),
    "redis": ("Redis", "A Redis server."),
    "jwt": ("JWT", "A secret or a key that signs and checks tokens."),
    "keyPair": ("Key pair", "A private key, a certificate or both."),
    "mongodb": ("MongoDB", "A MongoDB server."),
    "mailgun": ("Mailgun", "An API key."),
    "sendgrid": ("SendGrid", "An API key."),
}
METHODS = {
    "header": "Header",
    "queryParam": "Query parameter",
    "basicAuth": "User and password",
    "clientCertificate": "Client certificate",
}
SYSTEMS = {"pg": "PostgreSQL", "mysql": "MySQL", "mssql": "SQL Server"}
ALGORITHMS = {name: name for name in get_args(schema.Algorithm)}
OPTIONAL = {"issuer", "public_value", "certificate", "private_key", "port", "ca_certificate"}


def _choice(label: str, words: dict[str, str]) -> Any:
    return SelectField(label, choices=[SelectChoice(key, word) for key, word in words.items()])


FIELDS: dict[str, Any] = {
    "uri_match": StringField("Addresses it is sent to"),
    "auth_method": _choice("Sent as", METHODS),
    "public_value": TextAreaField("Name, user or certificate"),
    "secret_value": TextAreaField("Value, password or key"),
    "issuer": StringField("Issuer"),
    "algorithm": _choice("Algorithm", ALGORITHMS),
    "secret": TextAreaField("Secret or private key"),
    "certificate": TextAreaField("Certificate or public key"),
    "private_key": TextAreaField("Private key"),
    "api_key": PasswordField("API key"),
    "connection_uri": PasswordField("Connection address"),
    "system": _choice("System", SYSTEMS),
    "host": StringField("Host"),
    "port": StringField("Port"),
    "username": StringField("User"),
    "password": PasswordField("Password"),
    "secure_connection": BooleanField("Encrypted connection"),
    "ca_certificate": TextAreaField("Certificate of the authority"),
    "disable_ssl_verification": BooleanField("Do not check the certificate"),
}
"""By the Python names of the config's fields."""


class CredentialForm(ResourceForm):
    kind: ClassVar[str]
    shown: ClassVar[tuple[str, ...]]
    secrets: ClassVar[tuple[str, ...]]
    stored: Credential | None = None

    name = StringField("Name")
    description = TextAreaField("Description")
    enabled = BooleanField("Enabled", default=True)

    @property
    def config_fields(self) -> list[Field]:
        """In the order of FIELDS: what it leads to, who asks, then what is seldom needed."""
        return [self._fields[name] for name in FIELDS if name in (*self.shown, *self.secrets)]

    def is_optional(self, name: str) -> bool:
        may_be_blank = OPTIONAL if self.kind != "redis" else OPTIONAL | {"username", "password"}
        return name in may_be_blank

    def body(self) -> dict[str, Any]:
        names = ("name", "description", "enabled")
        body = {name: self._fields[name].data for name in names}
        if self.stored is None:
            body["type"] = self.kind
        return body | {self.flat[0]: self._config()}

    def _config(self) -> dict[str, Any]:
        """Blank is left out, but for what was there and was taken away."""
        config = {}
        for name, wire in wire_names(self.kind).items():
            value = self._fields[name].data
            was = self.stored.config.get(wire) if self.stored else None
            if value not in ("", None) or (was not in ("", None) and name in self.shown):
                config[wire] = _typed(name, value)
        return config


def _typed(name: str, value: Any) -> Any:
    """As the API is sent it."""
    if name == "port":
        return int(value) if str(value).isdecimal() else value or None
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def wire_names(kind: str) -> dict[str, str]:
    """Of the config's fields, by their Python names; secrets last."""
    shown, whole = (one.model_fields for one in schema.SHAPES[kind])
    ordered = [*shown, *(name for name in whole if name not in shown)]
    return {name: whole[name].alias or name for name in ordered}


def form_of(kind: str) -> type[CredentialForm]:
    names = wire_names(kind)
    shown = tuple(name for name in names if name in schema.SHAPES[kind][0].model_fields)
    secrets = tuple(name for name in names if name not in shown)
    about = {"kind": kind, "shown": shown, "secrets": secrets, "flat": (f"{kind}Config",)}
    return type("CredentialForm", (CredentialForm,), about | {name: FIELDS[name] for name in names})


def values_of(credential: Credential) -> dict[str, Any]:
    """What may be shown."""
    values: dict[str, Any] = {
        "name": credential.name,
        "description": credential.description or "",
        "enabled": credential.enabled,
    }
    config = credential.config
    form = form_of(credential.kind)
    for name, wire in wire_names(credential.kind).items():
        if name in form.shown:
            is_flag = name in ("secure_connection", "disable_ssl_verification")
            values[name] = bool(config.get(wire)) if is_flag else str(config.get(wire) or "")
    return values
