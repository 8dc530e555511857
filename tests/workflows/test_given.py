"""What a trigger gives is what the completion of paths says it does."""

import pytest

from app.workflows.catalogue import TRIGGERS
from app.workflows.given import GIVEN, given_paths
from app.workflows.paths import parse


@pytest.mark.parametrize("kind", GIVEN)
def test_each_is_a_path_and_each_trigger_one_that_there_is(kind: str) -> None:
    assert any(kind in triggers for triggers in TRIGGERS.values())
    assert all(parse(path) for path in given_paths([kind]))


def test_the_likeliest_come_first_and_each_once() -> None:
    found = given_paths(["endpoint", "flowError"])
    assert found[0] == "data.path"
    assert len(found) == len({*found})
