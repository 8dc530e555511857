"""Why a request went to one route and not to another: answers for people, off the hot path."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Generic, TypeVar

from app.routing.difference import first_difference
from app.routing.order import order_key, rank
from app.routing.path import path_parts
from app.routing.router import Entry, Match, NoMatch, Router
from app.routing.segments import Route

T = TypeVar("T")

_KINDS = ("literal", "mixed segment", "parameter", "wildcard")  # by the first number of a rank


class Outcome(StrEnum):
    WON = "won"
    OUTRANKED = "outranked"
    DIFFERENT = "different"
    OTHER_METHOD = "other method"


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """segment: where the route parted from the winner or the path, from 1; None if nowhere."""

    method: str
    route: Route
    value: T
    outcome: Outcome
    reason: str
    segment: int | None = None

    @property
    def sentence(self) -> str:
        outcome = "won" if self.outcome is Outcome.WON else "lost"
        return f"`{self.method} {self.route}` {outcome}: {self.reason}."


@dataclass(frozen=True, slots=True)
class Explanation(Generic[T]):
    """verdicts: the winner, then what would fit without it, what does not, other methods."""

    method: str
    path: str
    winner: Match[T] | None
    verdicts: tuple[Verdict[T], ...]

    @property
    def sentence(self) -> str:
        if self.winner is None:
            return f"`{self.method} {self.path}` fits none of {len(self.verdicts)} routes."
        slash = ", once its final slash is dropped" if self.winner.slash_dropped else ""
        return f"`{self.method} {self.path}` goes to `{self.winner.route}`{slash}."


def explain(router: Router[T], method: str, path: str) -> Explanation[T]:
    """Raises BadPath."""
    parts = path_parts(path)
    winner = _match(router, method, path)
    verdicts = [_verdict(entry, method, path, parts, winner) for entry in router.entries]
    verdicts.sort(key=lambda v: (list(Outcome).index(v.outcome), order_key(v.route), v.method))
    return Explanation(method, path, winner, tuple(verdicts))


def _match(router: Router[T], method: str, path: str) -> Match[T] | None:
    try:
        return router.match(method, path)
    except NoMatch:
        return None


def _verdict(
    entry: Entry[T], method: str, path: str, parts: list[str], winner: Match[T] | None
) -> Verdict[T]:
    difference = first_difference(entry.route, parts)
    if entry.method != method:
        reason = f"it answers `{entry.method}`, not `{method}`"
        if difference:
            return Verdict(
                *entry, Outcome.OTHER_METHOD, f"{reason}; {difference}", difference.number
            )
        return Verdict(*entry, Outcome.OTHER_METHOD, f"{reason}; the path would fit")
    if difference:
        return Verdict(*entry, Outcome.DIFFERENT, str(difference), difference.number)
    if winner is None or winner.route == entry.route:
        return Verdict(*entry, Outcome.WON, "it fits, and no more specific route does")
    alone = _match(Router([entry]), method, path)
    if alone and alone.slash_dropped and not winner.slash_dropped:
        reason = f"it fits only without the final slash, `{winner.route}` fits with it"
        return Verdict(*entry, Outcome.OUTRANKED, reason)
    number, reason = _parting(winner.route, entry.route)
    return Verdict(*entry, Outcome.OUTRANKED, reason, number)


def _parting(winner: Route, loser: Route) -> tuple[int, str]:
    """The segment, from 1, that decided between two routes that fit the same path."""
    for number, (first, second) in enumerate(zip_longest(winner.segments, loser.segments), 1):
        if first is None:
            return number, f"`{winner}` ends with the path, `{second}` would go on"
        if second is None or rank(first) == rank(second):
            continue
        kind, other_kind = _KINDS[rank(first)[0]], _KINDS[rank(second)[0]]
        if kind == other_kind:
            return number, f"at segment {number} `{first}` is more specific than `{second}`"
        return number, (
            f"at segment {number} the {kind} `{first}` goes before the {other_kind} `{second}`"
        )
    raise AssertionError(f"{winner} and {loser} conflict")
