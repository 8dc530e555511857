"""What may stand in a query string: names, choices and defaults."""

from typing import Any

import pytest

from tests.contracts.facts import FACTS, OPERATIONS, described

EVERYWHERE = {"_actions", "_links", "_embedded"}
SAID_IN_WORDS = {"experienceUsers.get": {"experienceGroupId"}}  # an id, or any, or none


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_takes_the_parameters_of_the_reference(name: str) -> None:
    theirs = FACTS["queries"].get(name, {})
    ours = parameters_of(name)
    assert set(ours) == set(theirs) | EVERYWHERE
    for parameter, said in theirs.items():
        schema = ours[parameter].get("schema", {})
        assert ours[parameter]["required"] is said.get("required", False), parameter
        if parameter not in SAID_IN_WORDS.get(name, ()):
            assert choices(schema) == choices(said), parameter
        assert str(schema.get("default", "")) == default(parameter, said), parameter


def parameters_of(name: str) -> dict[str, Any]:
    return {
        one["name"]: one
        for one in described(OPERATIONS[name])["parameters"]
        if one["in"] == "query"
    }


def choices(schema: dict[str, Any]) -> set[str]:
    """A blank filter field is no filter, which the reference says in words."""
    return {*schema.get("enum", []), schema.get("pattern", "")} - {""}


def default(parameter: str, said: dict[str, Any]) -> str:
    return str(said.get("default", "false" if is_flag(parameter) else ""))


def is_flag(parameter: str) -> bool:
    return parameter.startswith(("keep", "remove", "include"))
