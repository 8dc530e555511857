"""Flows from elsewhere, with the ids they had there."""

from typing import Annotated

from pydantic import ConfigDict, Field

from app.schemas.answer import Answer
from app.schemas.base import Schema
from app.schemas.flow import FlowFields, FlowPost
from app.schemas.flow_version import FlowVersionFields, FlowVersionPost
from app.schemas.texts import Id24

MOST = 1000


class ImportedFlow(FlowPost):
    """What an export holds besides, such as dates and statistics, is left out."""

    model_config = ConfigDict(extra="ignore")

    id: Id24
    default_version_id: Id24 | None = None


class ImportedFlowVersion(FlowVersionPost):
    model_config = ConfigDict(extra="ignore")

    id: Id24
    flow_id: Id24


class FlowImport(Schema):
    flows: Annotated[list[ImportedFlow], Field(max_length=MOST)] = []
    flow_versions: Annotated[list[ImportedFlowVersion], Field(max_length=MOST)] = []


class FlowImportAnswer(Answer):
    """The maps lead from old ids to new ones."""

    flows: list[FlowFields]
    flow_versions: list[FlowVersionFields]
    imported_flow_id_map: dict[str, str]
    imported_version_id_map: dict[str, str]
