import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas.answer import Collection, Id, Resource, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.version import VersionName

DOMAIN_LENGTHS = (3, 45)
PEM_LENGTHS = (50, 32767)

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def _host_name(text: str) -> str:
    """In lower case. The first label may be `*`."""
    name = text.lower()
    labels = name.removeprefix("*.").split(".")
    if bad := next((label for label in labels if not _LABEL.fullmatch(label)), None):
        raise PydanticCustomError(
            "host_label",
            "`{name}` is not a host name: `{label}` may hold letters, digits and inner hyphens",
            {"name": text, "label": bad},
        )
    if "" in labels:
        raise PydanticCustomError(
            "host_label", "`{name}` has an empty part; take a dot away", {"name": text}
        )
    if labels[-1].isdigit():
        raise PydanticCustomError(
            "host_label", "`{name}` is an address; a domain ends in a name", {"name": text}
        )
    return name


DomainName = Annotated[
    str,
    StringConstraints(min_length=DOMAIN_LENGTHS[0], max_length=DOMAIN_LENGTHS[1]),
    AfterValidator(_host_name),
]
Pem = Annotated[str, StringConstraints(min_length=PEM_LENGTHS[0], max_length=PEM_LENGTHS[1])]


class DomainPost(Schema):
    domain_name: DomainName
    version: VersionName | None = "develop"
    ssl_key: Maybe[Pem] = None
    ssl_cert: Maybe[Pem] = None
    ssl_bundle: Maybe[Pem] = None


class DomainPatch(Schema):
    domain_name: Maybe[DomainName] = None
    version: VersionName | None = None
    ssl_key: Pem | None = None
    ssl_cert: Pem | None = None
    ssl_bundle: Pem | None = None


class DomainAnswer(Resource):
    """The key never leaves."""

    experience_domain_id: Id = own_id()
    application_id: Id
    domain_name: str
    version: str | None = None
    ssl_cert: str | None = None
    ssl_bundle: str | None = None


class DomainList(Collection[DomainAnswer]):
    application_id: Id
