import pytest
from dirty_equals import IsInt

from tests.workflows.fakes import FakeHost, FakeState
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node


def passing(output, *users, working=None, **config):
    """users: whose requests come at once, one after the other."""
    *before, last = [{"user": user} for user in users]
    settings = {"ratePerMinute": "{{ 0.5 }}"} | config
    return Case(settings, last, working or {}, output=output, before=before)


test_over_http = over_http(
    "ThrottleNode",
    passing(1, "ann"),
    passing(0, "ann", "ann"),
    passing(1, "ann", "ben", throttleIdTemplate="{{ data.body.user }}"),
    passing(
        0,
        "ann",
        "ann",
        timeSincePath="working.since",
        working={"since": IsInt(ge=0)},
    ),
    Case(
        {"ratePerMinute": "{{ data.body.rate }}"},
        {"rate": 601},
        error="ValidationError: Times a minute must be more than 0 and 600 at most, not 601",
    ),
)


class Visits:
    """One after the other, at those seconds."""

    def __init__(self, **config):
        self.config = {"ratePerMinute": 60} | config
        self.state = FakeState()
        self.host = FakeHost()

    def at(self, seconds, **data):
        self.host.clock.seconds = seconds
        return run_node("ThrottleNode", self.config, data, host=self.host, state=self.state)


def test_one_passes_for_each_interval():
    visits = Visits()
    outputs = [visits.at(seconds).output for seconds in (0, 0.5, 0.999, 1, 1.5, 2.5)]
    assert outputs == [1, 0, 0, 1, 0, 1]


def test_the_rate_can_be_a_fraction_and_a_template():
    visits = Visits(ratePerMinute="{{ data.rate }}")
    outputs = [visits.at(seconds, rate=0.1).output for seconds in (0, 599, 600)]
    assert outputs == [1, 0, 1]


def test_it_tells_how_long_ago_the_last_one_passed():
    visits = Visits(timeSincePath="working.since")
    assert "working" not in visits.at(0).payload
    assert visits.at(0.25).payload["working"]["since"] == 250
    assert visits.at(3).payload["working"]["since"] == 3000
    assert visits.at(3.5).payload["working"]["since"] == 500


@pytest.mark.parametrize("rate", ["0", "601", "often", ""])
def test_a_rate_that_is_none_halts(rate):
    ran = Visits(ratePerMinute=rate).at(0)
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"
