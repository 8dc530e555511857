"""Looking into the triggers and nodes of many flows at once: JSON that no index reaches."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models import Flow, FlowVersion

Part = dict[str, Any]
Parts = InstrumentedAttribute[list[Any]]


def ids_with(
    parts: Parts, application_id: str, fits: Callable[[Part], bool], *words: str
) -> list[str]:
    """Of the rows of which at least one trigger or node fits. words: texts that stand in it."""
    rows = _candidates(parts, application_id, words)
    return [id for id, found in rows if any(map(fits, found))]


def started_by(trigger: Part, key: str | None, kind: str | None) -> bool:
    return key in (None, trigger.get("key")) and kind in (None, trigger["type"])


def ids_triggered_by(
    application_id: str,
    key: str | None = None,
    kind: str | None = None,
    of: type[Flow] | type[FlowVersion] = Flow,
) -> list[str]:
    """Ids of flows, or of versions of flows, that have such a trigger."""
    words = [word for word in (key, kind) if word is not None]
    return ids_with(
        of.triggers, application_id, lambda trigger: started_by(trigger, key, kind), *words
    )


def _candidates(parts: Parts, application_id: str, words: tuple[str, ...]) -> Iterable[Any]:
    """Ids, each with its triggers or nodes."""
    model: Any = parts.class_
    query = select(model.id, parts).where(model.application_id == application_id)
    for word in words:
        written = json.dumps(word)[1:-1]  # as it stands in the JSON text
        query = query.where(cast(parts, Text).contains(written, autoescape=True))
    return db.session.execute(query)
