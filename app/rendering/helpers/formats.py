"""format(): a number the D3 way, a date the Moment way, an object as JSON."""

from datetime import date
from typing import Any

from app.rendering.helpers.d3format import format_number
from app.rendering.helpers.dates import format_date
from app.rendering.helpers.table import helper
from app.rendering.printing import plain_text, text
from app.rendering.state import Scope

DEFAULT_NUMBER = ",.6"
DATE_PRESETS = {"date-time-local": "L LTS"}


@helper("format")
def format_value(scope: Scope, value: Any, format: Any = None) -> str:
    """Default for numbers ",.6", for dates "L LTS". Texts stay as they are. An epoch time is a
    number: formatDate() is for those."""
    pattern = plain_text(format)
    if isinstance(value, date):
        return format_date(scope, value, DATE_PRESETS.get(pattern, pattern))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format_number(value, pattern or DEFAULT_NUMBER)
    return text(value, scope.rt)
