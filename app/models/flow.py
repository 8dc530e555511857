"""Flows: what the console calls workflows. Triggers and nodes are kept as they came, as JSON."""

import hashlib
import json
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, db
from app.models.mixins import Authored, Dated, Revising
from app.models.types import Id, JsonList, Name, OptionalId, OptionalJson, reference
from app.models.version import Version

flow_version_links = Table(
    "flow_version_links",
    db.metadata,
    Column("version_id", String(24), primary_key=True),
    Column("flow_id", String(24), primary_key=True),
    Column("flow_version_id", String(24), nullable=False),
    ForeignKeyConstraint(["version_id"], ["versions.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["flow_version_id"], ["flow_versions.id"], ondelete="CASCADE"),
    Index("ix_flow_version_links_flow_version_id", "flow_version_id"),
    Index("ix_flow_version_links_flow_id", "flow_id"),
)
"""Which snapshot of a flow belongs to which version of the experience."""

CONTENT = ("name", "description", "enabled", "triggers", "nodes", "globals")
"""What a snapshot of an experience flow holds."""


class FlowContent:
    """custom_node_config: only of custom nodes."""

    enabled: Mapped[bool] = mapped_column(default=True)
    triggers: Mapped[JsonList]
    nodes: Mapped[JsonList]
    globals: Mapped[JsonList]
    custom_node_config: Mapped[OptionalJson]
    minimum_agent_version: Mapped[str | None] = mapped_column(String(255))


class Flow(Revising, FlowContent, Authored, Dated, Model):
    """The row is what develop has. Its id is the same in every version.

    deleted_in_develop: only versions of the experience still have it. default_version_id: the
    version that runs where none is named; of cloud flows and custom nodes.
    """

    __tablename__ = "flows"
    __table_args__ = (Index("ix_flows_application_id", "application_id", "flow_class"),)

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id")
    flow_class: Mapped[str] = mapped_column(String(16))
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    default_version_id: Mapped[OptionalId]
    deleted_in_develop: Mapped[bool] = mapped_column(default=False)
    short_description: Mapped[str | None] = mapped_column(Text)
    icon_data: Mapped[str | None] = mapped_column(Text)
    docs_url: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(String(16))
    custom_node_supports: Mapped[JsonList]
    digest: Mapped[str] = mapped_column(String(64))

    @property
    def is_experience(self) -> bool:
        return self.flow_class == "experience"

    def content(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in CONTENT}

    def content_digest(self) -> str:
        """Equal where the content is, so that a snapshot can be used again."""
        text = json.dumps(self.content(), sort_keys=True)
        return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class FlowVersion(Revising, FlowContent, Authored, Dated, Model):
    """A frozen graph. Of an experience flow it has no version of its own: `experience_versions` are
    those that share it, and it keeps the flow's name and description as they were."""

    __tablename__ = "flow_versions"
    __table_args__ = (
        UniqueConstraint("flow_id", "version"),
        Index("ix_flow_versions_flow_id", "flow_id", "digest"),
        Index("ix_flow_versions_application_id", "application_id", "flow_class"),
    )

    id: Mapped[Id]
    flow_id: Mapped[str] = reference("flows.id")
    application_id: Mapped[str] = reference("applications.id")
    flow_class: Mapped[str] = mapped_column(String(16))
    version: Mapped[str | None] = mapped_column(String(255))
    notes: Mapped[str | None] = mapped_column(Text)
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(String(64))
    experience_versions: Mapped[list[Version]] = relationship(
        secondary=flow_version_links, order_by=Version.name, viewonly=True
    )

    @property
    def versions(self) -> list[str] | None:
        """Names; None unless it belongs to the experience."""
        if self.flow_class != "experience":
            return None
        return [version.name for version in self.experience_versions]
