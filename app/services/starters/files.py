"""Flows and views that Foyer brings along: files in which `@name@` stands for an id or a route."""

import re
from collections.abc import Mapping
from pathlib import Path

from app.schemas.flow import FlowPost

MARKER = re.compile(r"@([\w /{}*-]+)@")


def filled(file: Path, values: Mapping[str, str]) -> str:
    """The text of the file. Raises KeyError for a name that has no value."""
    return MARKER.sub(lambda found: values[found[1]], file.read_text())


def read_flow(file: Path, values: Mapping[str, str]) -> FlowPost:
    return FlowPost.model_validate_json(filled(file, values))
