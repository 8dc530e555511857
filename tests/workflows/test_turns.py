from app.workflows.turns import take_turn
from app.workflows.values import UNDEFINED


def granted(times, every=1, burst=2):
    state, found = UNDEFINED, []
    for seconds in times:
        state = take_turn(state, seconds * 1000, every, burst)
        found.append(state["granted"])
    return found


def test_so_many_at_once_then_one_every_so_often():
    assert granted([0, 0, 0, 0.5, 1, 1, 2]) == [True, True, False, False, True, False, True]


def test_after_a_quiet_time_it_is_no_more_than_at_first():
    assert granted([0, 0, 100, 100, 100]) == [True, True, True, True, False]


def test_a_clock_that_goes_back_gives_nothing():
    assert granted([10, 10, 0]) == [True, True, False]
