import pytest

from tests.workflows.nodes.experience.people import run


@pytest.mark.parametrize(
    ("email", "deleted"), [("Ann@example.com", True), ("ben@example.com", False), ("", False)]
)
def test_it_tells_whether_there_was_such_a_user(email, deleted):
    config = {"emailOrIdTemplate": "{{ data.email }}", "resultPath": "working.deleted"}
    ran = run("DeleteExperienceUserNode", config, {"email": email})
    assert ran.payload["working"]["deleted"] is deleted
    assert ran.ports.users.asked == ([("delete", email)] if email else [])
