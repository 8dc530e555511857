import pytest

from app.serving import sampling
from app.serving.sampling import Sampler


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The last is the time."""
    found = [100.0]
    monkeypatch.setattr(sampling, "monotonic", lambda: found[-1])
    return found


def taken(sampler: Sampler, flow_id: str, times: int = 20) -> int:
    return sum(sampler.takes(flow_id) for _ in range(times))


def test_it_takes_so_many_of_each_flow_in_a_second(seconds: list[float]) -> None:
    sampler = Sampler(of_a_flow=3, of_all=100)
    assert [taken(sampler, id) for id in ("a", "b", "a")] == [3, 3, 0]
    seconds.append(100.9)
    assert taken(sampler, "a") == 0
    seconds.append(101.0)
    assert taken(sampler, "a") == 3


def test_and_so_many_of_all(seconds: list[float]) -> None:
    sampler = Sampler(of_a_flow=3, of_all=4)
    assert [taken(sampler, id) for id in ("a", "b", "c")] == [3, 1, 0]


def test_runs_that_fail_are_taken_beside_the_others(seconds: list[float]) -> None:
    sampler = Sampler(of_a_flow=3, of_all=100)
    assert taken(sampler, "a") == 3
    assert [sampler.takes_failed("a") for _ in range(4)] == [True, True, True, False]
