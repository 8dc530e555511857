"""The walk of a run as a tree: a path goes straight down, what forks or is within is indented."""

from collections.abc import Iterator
from typing import NamedTuple

from app.services.run_records.reading import Step


class Placed(NamedTuple):
    """depth: from 0; is_branch: whether it begins one, and so stands deeper than what led to it."""

    step: Step
    depth: int
    is_branch: bool


def tree_of(steps: list[Step]) -> Iterator[Placed]:
    """Each step once, every branch to its end before the next."""
    led_to: dict[int, list[Step]] = {}
    for step in steps:
        led_to.setdefault(step.after, []).append(step)
    ahead = [Placed(step, 0, False) for step in reversed(led_to.get(0, []))]
    while ahead:
        placed = ahead.pop()
        yield placed
        then = led_to.get(placed.step.number, [])
        forks = sum(one.within != placed.step.number for one in then) > 1
        for one in reversed(then):
            is_branch = forks or one.within == placed.step.number
            ahead.append(Placed(one, placed.depth + is_branch, is_branch))
