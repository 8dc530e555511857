"""Each field of each node is in a case whose test would fail if the node ignored it.

To see that, the case is sent once more with the field left out, and something else must come of it.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest

from app.workflows.registry import node_specs
from tests.workflows.over_http import Bench, Case
from tests.workflows.over_http.fields import configs_without, fields_of

Pair = tuple[str, str]

IGNORED: dict[Pair, str] = {
    ("SwitchNode", "cases.caseLabel"): "what the canvas writes beside the wire",
}
"""Fields that change nothing that a visitor could notice, and why."""

FIELDS = {(kind, field) for kind, spec in node_specs().items() for field in fields_of(spec.config)}


def named(pairs: Iterable[Pair]) -> list[Any]:
    return [pytest.param(*pair, id=":".join(pair)) for pair in sorted(pairs)]


def cases_of(kind: str) -> tuple[Case, ...]:
    *_, folder, file = node_specs()[kind].function.__module__.split(".")
    module = import_module(f"tests.workflows.nodes.{folder}.test_{file}")
    over_http = getattr(module, "test_over_http", None)
    return over_http.cases if over_http else ()


def makes_a_difference(kind: str, field: str, bench: Bench) -> bool:
    model = node_specs()[kind].config
    for case in cases_of(kind):
        for config in configs_without(model, case.config, field):
            came, expected = bench.send(kind, case, config)
            if came != expected:
                return True
    return False


@pytest.mark.parametrize("kind", sorted(node_specs()))
def test_it_has_a_case(kind: str) -> None:
    assert cases_of(kind), f"{kind} needs a test_over_http in its test file; see docs/nodes.md"


@pytest.mark.parametrize(("kind", "field"), named(FIELDS - IGNORED.keys()))
def test_a_case_would_fail_if_it_were_ignored(kind: str, field: str, bench: Bench) -> None:
    assert makes_a_difference(kind, field, bench), (
        f"{kind}: no case in its test_over_http fails when {field} is ignored"
    )


@pytest.mark.parametrize(("kind", "field"), named(IGNORED))
def test_what_is_said_to_be_ignored_is(kind: str, field: str, bench: Bench) -> None:
    """Set in a case, and without any effect."""
    assert (kind, field) in FIELDS
    model = node_specs()[kind].config
    assert any(list(configs_without(model, case.config, field)) for case in cases_of(kind))
    assert not makes_a_difference(kind, field, bench)
