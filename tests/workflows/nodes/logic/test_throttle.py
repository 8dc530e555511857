import pytest

from tests.workflows.fakes import FakeHost, FakeState
from tests.workflows.run_flow import run_node


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


def test_each_id_has_its_own_rate():
    visits = Visits(throttleIdTemplate="{{ data.user }}")
    assert visits.at(0, user="ann").output == 1
    assert visits.at(0, user="bob").output == 1
    assert visits.at(0, user="ann").output == 0


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
