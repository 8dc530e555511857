"""Calls that work, and what they answer: every field, type and limit of it."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.api.conftest import Api
from tests.api.examples import World
from tests.contracts.facts import FACTS, OPERATIONS, described

AROUND = {"_type", "_links", "_actions"}
SEEN = {  # in recorded answers of the original, though not in its description
    "experienceEndpoint": {"version"},
    "experienceEndpoints": {"version"},
    "experienceView": {"version"},
    "experienceViews": {"version"},
    "experienceVersions": {
        *("perPage", "page", "filter", "filterField", "sortField", "sortDirection")
    },
}
NOTHING_AROUND = {"experienceBootstrapResult", "success", "authedUser", "ssoRequest"}


@pytest.mark.parametrize("name", FACTS["operations"])
def test_it_is_there(name: str) -> None:
    operation, said = OPERATIONS[name], FACTS["operations"][name]
    assert f"{operation.method} {operation.path}" == said["call"]
    documented = {int(code) for code in described(operation)["responses"]}
    good = {code for code in said["answers"] if code < 400}
    if name == "auth.ssoDomain":
        good = {204}  # nobody signs in elsewhere
    assert {code for code in documented if code < 400} == good
    assert {code for code in said["answers"] if code >= 400} <= documented


def test_there_are_no_others() -> None:
    assert set(OPERATIONS) == set(FACTS["operations"])


WITH_FIELDS = [
    name
    for name, said in FACTS["operations"].items()
    if said.get("answer") in FACTS["answers"] and name != "auth.ssoDomain"  # which sends no body
]


@pytest.mark.parametrize("name", WITH_FIELDS)
def test_it_answers_within_the_reference(name: str, root: Api, world: World) -> None:
    said, answer = FACTS["operations"][name], FACTS["operations"][name]["answer"]
    response = root.call(**world.call(OPERATIONS[name]))
    assert response.status_code in said["answers"]
    assert faults(answer, response.json) == []


def faults(kind: str, answer: Any) -> list[str]:
    """kind: by the name that the reference has for it."""
    fields = FACTS["answers"][kind]
    if "[]" in fields:
        return [fault for one in answer for fault in _check(fields["[]"], one)]
    known = set(fields) | SEEN.get(kind, set()) | (set() if kind in NOTHING_AROUND else AROUND)
    found = _check({"properties": fields}, answer)
    found += [f"{kind}.{field} is unknown" for field in set(answer) - known]
    if kind.endswith("s") and isinstance(answer.get("items"), list):
        found += [fault for item in answer["items"] for fault in faults(kind[:-1], item)]
    return found


def _check(schema: dict[str, Any], answer: Any) -> list[str]:
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(schema, format_checker=checker)
    return [f"{error.json_path} {error.message}" for error in validator.iter_errors(answer)]
