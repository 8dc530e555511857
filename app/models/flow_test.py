"""Saved tests of flows."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.mixins import Authored, Dated
from app.models.types import Id, JsonList, JsonObject, Name, OptionalJson, reference


class FlowTest(Authored, Dated, Model):
    """The same for all versions of its flow. trigger: the key of the one that starts it; what
    follows is as schemas/flow_test.py has it. last_result: of its last run, None before it."""

    __tablename__ = "flow_tests"

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id", index=True)
    flow_id: Mapped[str] = reference("flows.id", index=True)
    name: Mapped[Name]
    trigger: Mapped[str] = mapped_column(String(1024))
    user: Mapped[str | None] = mapped_column(String(1024))
    payload: Mapped[JsonObject]
    stubs: Mapped[JsonList]
    expected: Mapped[OptionalJson]
    expected_error: Mapped[str | None] = mapped_column(String(255))
    last_result: Mapped[OptionalJson]
