"""Which runs are recorded whole when there are too many."""

from time import monotonic

MOST_OF_A_FLOW = 10
MOST_OF_ALL = 50
"""A second, in one process: writing one takes about half a millisecond."""


class Sampler:
    """The first runs of every second. Others are counted, and recorded only if they fail.

    Threads may race: then one run more is recorded.
    """

    def __init__(self, of_a_flow: int = MOST_OF_A_FLOW, of_all: int = MOST_OF_ALL) -> None:
        self._of_a_flow = of_a_flow
        self._of_all = of_all
        self._all = 0
        self._second = 0
        self._taken: dict[str, int] = {}

    def takes(self, flow_id: str) -> bool:
        return self._takes(flow_id)

    def takes_failed(self, flow_id: str) -> bool:
        """Beside those that it takes anyway."""
        return self._takes(f"{flow_id} failed")

    def _takes(self, key: str) -> bool:
        second = int(monotonic())
        if second != self._second:
            self._second, self._all, self._taken = second, 0, {}
        taken = self._taken.get(key, 0)
        if taken >= self._of_a_flow or self._all >= self._of_all:
            return False
        self._taken[key] = taken + 1
        self._all += 1
        return True
