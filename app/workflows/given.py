"""What a run has on its payload from the start: paths that its trigger always gives."""

from collections.abc import Iterable

ALWAYS = (
    "time",
    "data",
    "globals",
    "applicationId",
    "applicationName",
    "flowId",
    "flowName",
    "flowVersion",
    "triggerId",
    "triggerType",
)
REQUEST = ("path", "method", "headers", "query", "params", "cookies", "body", "replyId")
USER = (
    *("id", "email", "firstName", "lastName", "lastLogin", "creationDate", "lastUpdated"),
    *("userTags", "experienceGroups"),
)

GIVEN: dict[str, tuple[str, ...]] = {
    "endpoint": (
        *(f"data.{name}" for name in REQUEST),
        "experience.user",
        *(f"experience.user.{name}" for name in USER),
        "experience.endpoint",
        "experience.endpoint.route",
        "experience.version",
        "experience.authInfo.extraData",
        "relayId",
        "relayType",
    ),
    "flowError": (
        "data.errorInfo.error.name",
        "data.errorInfo.error.message",
        "data.errorInfo.nodeId",
        "data.errorInfo.nodeType",
        "data.erroredPayload",
        "data.replyId",
        "experience.version",
        "relayId",
        "relayType",
    ),
    "virtualButton": ("experience.version",),
}


def given_paths(kinds: Iterable[str]) -> list[str]:
    """By triggers of these kinds, the likeliest first."""
    found = [path for kind in kinds for path in GIVEN.get(kind, ())]
    return list(dict.fromkeys([*found, *ALWAYS]))
