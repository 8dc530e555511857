"""Helpers, a file per subject. Importing them fills the table."""

from app.rendering.helpers import (
    collections,
    compare,
    dates,
    encoding,
    formats,
    gps,
    markup,
    maths,
    pages,
    texts,
)
from app.rendering.helpers.table import HELPERS as HELPERS
from app.rendering.helpers.table import TESTS as TESTS

__all__ = [
    "HELPERS",
    "TESTS",
    "collections",
    "compare",
    "dates",
    "encoding",
    "formats",
    "gps",
    "markup",
    "maths",
    "pages",
    "texts",
]
