from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas.answer import Collection, Id, Resource, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.version import VersionName

SLUG_LENGTHS = (3, 63)
RESERVED = frozenset(
    (
        *("admin", "api", "autoconfig", "autodiscover", "console", "cpanel", "dns", "files", "ftp"),
        *("imap", "localhost", "mail", "ns1", "ns2", "ns3", "ns4", "pop", "pop3", "smtp", "ssl"),
        *("webdisk", "webmail", "webmaster", "whm", "wpad", "www"),
    )
)


def _slug(text: str) -> str:
    if text in RESERVED:
        raise PydanticCustomError(
            "reserved", "`{slug}` is reserved; try `my-{slug}`", {"slug": text}
        )
    if text.startswith("-") or text.endswith("-"):
        raise PydanticCustomError(
            "slug_edge", "`{slug}` cannot begin or end with a hyphen", {"slug": text}
        )
    return text


SlugName = Annotated[
    str,
    StringConstraints(
        min_length=SLUG_LENGTHS[0], max_length=SLUG_LENGTHS[1], pattern=r"^[0-9a-z-]*$"
    ),
    AfterValidator(_slug),
]


class SlugPost(Schema):
    slug: SlugName
    version: VersionName | None = "develop"


class SlugPatch(Schema):
    slug: Maybe[SlugName] = None
    version: VersionName | None = None


class SlugAnswer(Resource):
    experience_slug_id: Id = own_id()
    application_id: Id
    slug: str
    version: str | None = None


class SlugList(Collection[SlugAnswer]):
    application_id: Id
