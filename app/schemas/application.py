from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from app.schemas.base import Maybe, Schema
from app.schemas.globals import ApplicationGlobalsList
from app.schemas.slug import SlugName
from app.schemas.texts import DateTime, Name, ShortDescription, TagKey

TOURS = 100


class Tour(Schema):
    """How far a first-time tour got: "experience" in version 2 or later means bootstrapped."""

    name: TagKey
    version: StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
    status: Literal["skipped", "completed"]


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
