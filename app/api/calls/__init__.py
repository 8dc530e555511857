"""How a call of the API is declared, found, checked, answered and described. Knows no resource."""

from app.api.calls.call import Call
from app.api.calls.operation import Alias, Operation, opened_by, operations
from app.api.calls.resource import Resource

__all__ = ["Alias", "Call", "Operation", "Resource", "opened_by", "operations"]
