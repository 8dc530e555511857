"""A node in a small flow of a real application, asked over HTTP.

test_over_http = over_http(
    "ConditionalNode",
    Case({"expression": "{{ data.body.n }} > 3"}, {"n": 5}, output=1),
)
"""

from tests.workflows.over_http.bench import Bench, World
from tests.workflows.over_http.case import Case, Outcome, Part, over_http

__all__ = ["Bench", "Case", "Outcome", "Part", "World", "over_http"]
