from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    RootModel,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)

from app.schemas.answer import Answer, Collection, Id, Paged, Resource, Time, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.flow import FlowClass
from app.schemas.globals import ApplicationGlobalsList, GlobalJson
from app.schemas.json_schema import stored_json
from app.schemas.query import PagedQuery, Query
from app.schemas.slug import SlugName
from app.schemas.texts import NAME_LENGTH, DateTime, Name, ShortDescription, TagKey
from app.schemas.view import ViewType

TOURS = 100


class Tour(Schema):
    """How far a first-time tour got: "experience" in version 2 or later means bootstrapped."""

    name: TagKey
    version: StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
    status: Literal["skipped", "completed"]


TourJson = Annotated[dict[str, Any], WithJsonSchema(stored_json(Tour))]
Tours = Annotated[list[Tour], Field(max_length=TOURS)]


class ApplicationPost(Schema):
    name: Name
    description: Maybe[ShortDescription] = None
    endpoint_slug: Maybe[SlugName] = None
    endpoint_default_cors: Maybe[StrictBool] = None
    exp_user_token_cutoff: Maybe[DateTime] = None
    globals: ApplicationGlobalsList = []


class ApplicationPatch(Schema):
    name: Maybe[Name] = None
    description: Maybe[ShortDescription] = None
    endpoint_slug: Maybe[SlugName] = None
    endpoint_default_cors: Maybe[StrictBool] = None
    exp_user_token_cutoff: Maybe[DateTime] = None
    globals: Maybe[ApplicationGlobalsList] = None
    ftue_tracking: Maybe[Tours] = None


class SummaryQuery(Query):
    """Names of counts, with commas between them."""

    summary_include: str | None = None
    summary_exclude: str | None = None


class ApplicationsQuery(PagedQuery, SummaryQuery):
    """org_id: there are no organizations, so the id of one leads to nothing."""

    sort_field: Literal["name", "id", "creationDate", "ownerId", "lastUpdated"] = "name"
    filter_field: Literal["name", ""] | None = None
    org_id: Annotated[str, StringConstraints(pattern=r"^([A-Fa-f0-9]{24}|)$")] | None = None


class ApplicationAnswer(Resource):
    application_id: Id = own_id()
    owner_id: Id
    owner_type: Literal["user"] = "user"
    name: str
    description: str | None = None
    endpoint_slug: str
    endpoint_default_cors: bool
    exp_user_token_cutoff: Time | None = None
    globals: list[GlobalJson]
    ftue_tracking: list[TourJson]
    summary: dict[str, int]


class ApplicationList(Paged, Collection[ApplicationAnswer]):
    pass


class SearchQuery(Query):
    filter: Annotated[str, StringConstraints(max_length=NAME_LENGTH)]


class Found(Answer):
    id: Id
    name: str
    kind: str = Field(serialization_alias="_type")
    version: str | None = None
    view_type: ViewType | None = None
    flow_class: FlowClass | None = None


class SearchAnswer(RootModel[list[Found]]):
    pass
