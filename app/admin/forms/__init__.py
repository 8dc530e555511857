"""Forms of the console, and the fields that browsers have no word for."""

from app.admin.forms.fields import ChipsField, LinesField, PairsField
from app.admin.forms.resource import BrowserForm, Refused, ResourceForm, fingerprint

__all__ = [
    "BrowserForm",
    "ChipsField",
    "LinesField",
    "PairsField",
    "Refused",
    "ResourceForm",
    "fingerprint",
]
