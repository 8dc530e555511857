from tests.workflows.nodes.experience.cast import GUIDES, STAFF, ZEBRAS, people
from tests.workflows.over_http import Case, Part, over_http

BODY = {"email": "ann@example.com"}
LOWER = Part(GUIDES | {"children": []})


def tree(user, *children):
    config = {"resultPath": "working.tree"} | ({"idTemplate": user} if user else {})
    return Case(config, BODY, {"tree": {"id": "(root)", "children": [*children]}}, world=people)


test_over_http = over_http(
    "ExperienceGroupSummaryNode",
    tree(None, Part(STAFF | {"children": [LOWER]}), ZEBRAS),
    tree("{{ data.body.email }}", LOWER),
    tree("~ben~"),
)
