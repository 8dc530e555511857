from typing import Annotated, Literal

from pydantic import StringConstraints

from app.schemas.base import Distinct, Maybe, Schema
from app.schemas.texts import DateTime, Description, Name

Status = Literal["active", "inactive"]
Scope = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]+(\.[a-zA-Z*]+)+$")]


class ApiTokenPost(Schema):
    """Without a scope a token may do all that its owner may."""

    name: Name
    description: Maybe[Description] = None
    scope: Distinct[Scope] = []
    status: Status = "active"
    expiration_date: Maybe[DateTime] = None


class ApiTokenPatch(Schema):
    name: Maybe[Name] = None
    description: Maybe[Description] = None
    status: Maybe[Status] = None
