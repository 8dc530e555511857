"""One request on its way through the pipeline, and what was found out about it so far."""

from dataclasses import dataclass, field

from app.services.run_records.drafts import Origin
from app.serving.pipeline.host import HostDecision
from app.serving.pipeline.token import Visitor
from app.serving.request import PublicRequest
from app.serving.site import Site
from app.serving.snapshot.experience import Endpoint, Experience
from app.serving.trace import Decision, Trace


@dataclass(slots=True)
class Exchange:
    """may_wait: False on the event loop; counts: among the requests of the application;
    runs_flows: False to only look; host: given where none is to be looked up; passed: places looked
    at that configured no reply; origin: what the records of its runs say of it; failure: what broke
    its reply."""

    request: PublicRequest
    site: Site
    may_wait: bool
    counts: bool = True
    runs_flows: bool = True
    trace: Trace = field(default_factory=Trace)
    host: HostDecision | None = None
    experience: Experience | None = None
    endpoint: Endpoint | None = None
    visitor: Visitor | None = None
    routed: bool = False
    passed: list[str] = field(default_factory=list)
    origin: Origin | None = None
    failure: Exception | None = None

    @property
    def opened(self) -> Experience:
        """The experience, once its host is known."""
        if self.experience is None:
            raise RuntimeError("no experience before its host is known")
        return self.experience

    def decide(self, decision: Decision) -> None:
        self.trace.decisions.append(decision)
