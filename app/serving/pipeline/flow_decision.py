"""What the trace tells of the flows that a request has started."""

from app.serving.snapshot.flow_index import Start
from app.workflows.engine.run import Run
from app.workflows.flow import Flow


class FlowsDecision:
    """Filled in while the flows run. answered_by: the flow whose reply was sent."""

    def __init__(self, starts: tuple[Start, ...], *, run: bool) -> None:
        self.starts = starts
        self.runs: list[Run] = []
        self.dropped: list[Flow] = []
        self.answered_by: Flow | None = None
        self._run = run

    @property
    def step(self) -> str:
        return "flows"

    @property
    def summary(self) -> str:
        names = ", ".join(dict.fromkeys(f"“{start.flow.name}”" for start in self.starts))
        if not self._run:
            return f"would start {names}; add --run to let them run"
        answered = f"; “{self.answered_by.name}” answered" if self.answered_by else ""
        return f"started {names}{answered}"

    @property
    def details(self) -> list[str]:
        lines = [_why(start) for start in self.starts]
        lines += [_how(run) for run in self.runs]
        lines += [f"“{flow.name}” did not run: too many runs wait" for flow in self.dropped]
        return lines


def _why(start: Start) -> str:
    return f"“{start.flow.name}” waits for {'this' if start.own else 'any'} endpoint"


def _how(run: Run) -> str:
    if not run.ended:
        return f"“{run.flow.name}” still runs (run {run.id})"
    if run.error is None:
        return f"“{run.flow.name}” came to its end (run {run.id})"
    error = run.error.error
    return f"“{run.flow.name}” halted with {error.name}: {error.message} (run {run.id})"
