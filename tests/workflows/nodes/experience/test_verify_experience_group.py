from tests.workflows.nodes.experience.cast import people
from tests.workflows.over_http import Case, over_http


def verify(user, group, output, **options):
    config = {"groupIdTemplate": "{{ data.body.group }}"}
    config |= {} if user is None else {"emailOrIdTemplate": user}
    return Case(config, {"group": group}, output=output, world=people, **options)


test_over_http = over_http(
    "VerifyExperienceGroupNode",
    verify("~ann~", "~guides~", 1),
    verify(" ann@example.com ", "~guides~", 1),
    verify("~ann~", "~staff~", 0),  # she is in a group below
    verify("~ben~", "~guides~", 0),
    verify("nobody@example.com", "~guides~", 0),
    verify("~ann~", "0" * 24, 0),
    verify("~ann~", "", 0),
    verify(None, "~guides~", 1, headers={"authorization": "Bearer ~token~"}),  # the visitor
    verify(None, "~guides~", 0),
)
