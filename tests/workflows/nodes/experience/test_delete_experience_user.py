from tests.workflows.nodes.experience.cast import emails, people
from tests.workflows.over_http import Case, over_http


def delete(wanted, deleted, left):
    config = {"emailOrIdTemplate": wanted, "resultPath": "working.deleted"}
    return Case(
        config,
        {"email": "ann@EXAMPLE.com"},
        {"deleted": deleted},
        world=people,
        seen=left,
        look=emails,
    )


BOTH = ["Ann@example.com", "ben@example.com"]

test_over_http = over_http(
    "DeleteExperienceUserNode",
    delete("{{ data.body.email }}", True, ["ben@example.com"]),
    delete("~ben~", True, ["Ann@example.com"]),
    delete("cid@example.com", False, BOTH),
    delete("{{ data.none }}", False, BOTH),
)
