"""Method and path → the endpoint of the version that answers."""

from typing import NamedTuple

from app.routing import Explanation, Match, Near, NoMatch, Router, explain, nearest
from app.serving.snapshot.experience import Endpoint, Experience

WORDS_AT_MOST = 50


class RouteDecision(NamedTuple):
    """match: None when no route fits; method: as looked up, so "get" for a HEAD request."""

    method: str
    path: str
    match: Match[Endpoint] | None
    experience: Experience

    @property
    def step(self) -> str:
        return "route"

    @property
    def summary(self) -> str:
        if self.match is None:
            return f"no route fits {self.method.upper()} {self.path}"
        params = "".join(f" {name}={value!r}" for name, value in self.match.params.items())
        return f"{self.match.value}{params}"

    @property
    def details(self) -> list[str]:
        """Each candidate, and why it won or lost; disabled endpoints that would have fitted."""
        verdicts = self.explanation.verdicts
        lines = [verdict.sentence for verdict in verdicts[:WORDS_AT_MOST]]
        if len(verdicts) > WORDS_AT_MOST:
            lines.append(f"… and {len(verdicts) - WORDS_AT_MOST} more that do not fit")
        lines += [f"`{endpoint}` would fit, but is disabled." for endpoint in self.disabled]
        lines += [f"nearest: {one.sentence}" for one in self.nearest]
        return lines

    @property
    def explanation(self) -> Explanation[Endpoint]:
        return explain(self.experience.router, self.method, self.path)

    @property
    def nearest(self) -> tuple[Near[Endpoint], ...]:
        """What was probably meant, where nothing fits."""
        return () if self.match else nearest(self.experience.router, self.method, self.path)

    @property
    def disabled(self) -> list[Endpoint]:
        """Endpoints that would fit if they were on."""
        return [
            endpoint
            for endpoint in self.experience.disabled
            if _fits(Router([(endpoint.method, endpoint.route, endpoint)]), self)
        ]


def decide_route(experience: Experience, method: str, path: str) -> RouteDecision:
    """HEAD is answered from the GET routes. Raises BadPath."""
    method = "get" if method == "head" else method
    try:
        match = experience.router.match(method, path)
    except NoMatch:
        match = None
    return RouteDecision(method, path, match, experience)


def _fits(router: Router[Endpoint], decision: RouteDecision) -> bool:
    try:
        router.match(decision.method, decision.path)
    except NoMatch:
        return False
    return True
