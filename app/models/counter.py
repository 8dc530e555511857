"""How often each endpoint was asked, in buckets of one minute."""

from sqlalchemy import Index, Integer, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.types import PlainId, Time


class RequestCount(Model):
    """endpoint_id is "NotFound" where no route matched; host is the slug or domain asked."""

    __tablename__ = "request_counts"
    __table_args__ = (
        PrimaryKeyConstraint("application_id", "time", "endpoint_id", "version", "host", "status"),
        Index("ix_request_counts_time", "time"),  # to find what is too old
    )

    application_id: Mapped[PlainId]  # no foreign key: a late count must not fail a whole flush
    time: Mapped[Time]
    endpoint_id: Mapped[str] = mapped_column(String(24))
    version: Mapped[str] = mapped_column(String(255))
    host: Mapped[str] = mapped_column(String(255))
    status: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer)
