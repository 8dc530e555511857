"""What can go wrong in a flow, and whose it is to put right."""


class NodeError(Exception):
    """Halts the run, and tells the flow's author why. Anything else that a node raises is our bug.

    name: short and stable, for flow-error handlers to compare ("ValidationError", "NotFound");
    stack: lines of the author's own script, of function nodes only.
    """

    def __init__(self, message: str, name: str = "Error", stack: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.name = name
        self.stack = stack


class Refused(Exception):
    """A port says no for an expected reason: not found, not valid, there already.

    kind: "NotFound", "Validation", "AlreadyExists" …, as flows see it in `error.type`.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class ApiRefused(Refused):
    """status: what the call would have been answered with over HTTP."""

    def __init__(self, kind: str, message: str, status: int) -> None:
        super().__init__(kind, message)
        self.status = status


class Busy(Exception):
    """No more runs can wait in this process. Nothing has happened; try again in a moment."""
