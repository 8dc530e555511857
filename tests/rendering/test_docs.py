"""The guide for page authors knows every helper, filter, test and default limit."""

import re
from pathlib import Path

import pytest

from app.rendering.budget import DEFAULT_BUDGET
from app.rendering.helpers import HELPERS
from app.rendering.jinja.filters import FILTERS, TEST_TABLE

GUIDE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text()
NAMES = {name for code in re.findall(r"`([^`\n]+)`", GUIDE) for name in re.findall(r"\w+", code)}


@pytest.mark.parametrize("name", sorted(HELPERS))
def test_the_guide_shows_every_helper(name):
    assert f"`{name}(" in GUIDE


@pytest.mark.parametrize("name", sorted(FILTERS.keys() | TEST_TABLE.keys()))
def test_the_guide_mentions_every_filter_and_test(name):
    assert not name.isidentifier() or name in NAMES


def test_the_guide_states_the_limits():
    for limit in (
        f"{DEFAULT_BUDGET.seconds:g} seconds",
        f"{DEFAULT_BUDGET.output_bytes // 1024**2} MB",
        f"{DEFAULT_BUDGET.steps:,} steps",
        f"{DEFAULT_BUDGET.depth} deep",
    ):
        assert limit in GUIDE
