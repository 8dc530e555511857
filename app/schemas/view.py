from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas.answer import Authored, Collection, Id, Paged, Resource, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.headers import ContentType
from app.schemas.query import PagedQuery, VersionQuery
from app.schemas.texts import Description, Id24, Name, Tags

BODY_LENGTH = 131072  # characters, and UTF-8 bytes

ViewType = Literal["layout", "page", "component"]


def _body(text: str) -> str:
    size = len(text.encode())
    if size > BODY_LENGTH:
        raise PydanticCustomError(
            "body_bytes",
            "is larger than {limit} bytes (it has {size}); move a part into a component",
            {"limit": BODY_LENGTH, "size": size},
        )
    return text


Body = Annotated[str, StringConstraints(max_length=BODY_LENGTH), AfterValidator(_body)]


class ViewHeaders(Schema):
    content_type: Maybe[ContentType] = Field(default=None, alias="content-type")


class ViewPost(Schema):
    """The body's template syntax is checked by the service, which may ask the renderer."""

    name: Name
    view_type: ViewType
    description: Maybe[Description] = None
    layout_id: Id24 | None = None
    body: Body = ""
    view_tags: Tags = {}
    headers: ViewHeaders = ViewHeaders()


class ViewPatch(Schema):
    name: Maybe[Name] = None
    description: Maybe[Description] = None
    layout_id: Id24 | None = None
    body: Maybe[Body] = None
    view_tags: Maybe[Tags] = None
    headers: Maybe[ViewHeaders] = None


StoredHeaders = Annotated[dict[str, str] | None, BeforeValidator(lambda headers: headers or None)]


class ViewAnswer(Authored, Resource):
    experience_view_id: Id = own_id()
    application_id: Id
    version: str
    name: str
    view_type: ViewType
    description: str | None = None
    layout_id: Id | None = None
    layout_name: str | None = None
    body: str
    view_tags: Tags
    headers: StoredHeaders = None


class ViewList(Paged, Collection[ViewAnswer]):
    application_id: Id
    version: str
    view_type: ViewType | None = None


class ViewsQuery(PagedQuery, VersionQuery):
    sort_field: Literal["name", "id", "creationDate", "lastUpdated"] = "name"
    filter_field: Literal["name", ""] | None = None
    view_type: ViewType | None = None
