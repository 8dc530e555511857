"""How often something may happen: so many at once after a quiet time, then one every so often."""

from collections.abc import Mapping
from typing import Any


def take_turn(before: Any, time: float, every: float, burst: int) -> dict[str, Any]:
    """What to remember. before: what was remembered, if anything; time: milliseconds; every:
    seconds. `granted` tells whether there was a turn left."""
    known: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    earned = max(0, time - known.get("time", time)) / 1000 / every
    turns = min(burst, known.get("turns", burst) + earned)
    return {"turns": turns - 1 if turns >= 1 else turns, "time": time, "granted": turns >= 1}
