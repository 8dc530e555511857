import pytest

from tests.workflows.nodes.experience.people import ANN, GUIDES, run


@pytest.mark.parametrize(
    ("user", "group", "output"),
    [
        (ANN["id"], GUIDES["id"], 1),
        ("b" * 24, GUIDES["id"], 0),
        (ANN["id"], "8" * 24, 0),
        ("", GUIDES["id"], 0),
        (ANN["id"], "", 0),
    ],
)
def test_it_tells_members_from_others(user, group, output):
    config = {"emailOrIdTemplate": "{{ data.user }}", "groupIdTemplate": "{{ data.group }}"}
    assert run("VerifyExperienceGroupNode", config, {"user": user, "group": group}).output == output


def test_it_asks_about_the_visitor_unless_told():
    config, payload = {"groupIdTemplate": GUIDES["id"]}, {"experience": {"user": ANN}}
    assert run("VerifyExperienceGroupNode", config, payload=payload).output == 1
    assert run("VerifyExperienceGroupNode", config).output == 0
