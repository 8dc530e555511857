"""What an expression, a path and a template of a node cost: microseconds each, the best of many."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from app.workflows import paths, templates
from app.workflows.expressions import compile_expression, holds
from app.workflows.values import copy_payload, date_of, dump_json

ROUNDS, COUNT = 30, 2000
PAYLOAD: dict[str, Any] = {
    "time": date_of(1_700_000_000_000),
    "data": {
        "method": "get",
        "params": {"userId": "5f0"},
        "rows": [
            {"id": n, "name": f"Device {n}", "online": n % 3 == 0, "value": n * 1.5}
            for n in range(50)
        ],
    },
    "experience": {"user": {"id": "5f0", "email": "ann@example.com"}},
    "globals": {"max-rows": 100},
    "working": {"customer": {"ancestorIds": ["a"]}},
}
EXPRESSIONS = {
    "one comparison": "{{data.method}} === 'get'",
    "a conditional": "{{working.customer}} && length({{working.customer.ancestorIds}}) === 1",
    "two sides": "{{data.params.userId}} !== {{experience.user.id}}",
    "arithmetic": "max(ceil({{data.rows.length}} / {{globals.max-rows}}), 1) + 2 ^ 3",
    "a helper": "{{ upper(data.method) }} === 'GET'",
}


def microseconds(work: Callable[[], object]) -> float:
    work()
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        for _ in range(COUNT):
            work()
        best = min(best, perf_counter() - start)
    return best / COUNT * 1e6


def row(name: str, work: Callable[[], object]) -> None:
    print(f"{name:24} {microseconds(work):8.2f} µs")


def main() -> None:
    for name, source in EXPRESSIONS.items():
        row(name, lambda source=source: holds(source, PAYLOAD))
    conditional = EXPRESSIONS["a conditional"]
    row("parsing a conditional", lambda: compile_expression.__wrapped__(conditional))
    row("path get, 2 deep", lambda: paths.get(PAYLOAD, "data.method"))
    row("path get, 4 deep", lambda: paths.get(PAYLOAD, "data.rows.[7].name"))
    row("path set, 2 deep", lambda: paths.set(PAYLOAD, "working.x", 1))
    row("value of {{ path }}", lambda: templates.value("{{ data.method }}", PAYLOAD))
    row("text of {{ path }}", lambda: templates.string("{{ data.method }}", PAYLOAD))
    row("text with one value", lambda: templates.string("/users/{{ data.params.userId }}", PAYLOAD))
    row("copy of 50 rows", lambda: copy_payload(PAYLOAD))
    row("JSON of 50 rows", lambda: dump_json(PAYLOAD))


if __name__ == "__main__":
    main()
