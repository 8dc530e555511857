from tests.workflows.nodes.experience.people import GUIDES, run


def test_it_gives_a_tree():
    ran = run("ExperienceGroupSummaryNode", {"resultPath": "working.tree"})
    assert ran.payload["working"]["tree"] == {
        "id": "(root)",
        "children": [{**GUIDES, "children": []}],
    }
    assert ran.ports.groups.asked == [("tree", "")]


def test_it_may_be_about_one_user():
    ran = run("ExperienceGroupSummaryNode", {"idTemplate": "{{ data.u }}"}, {"u": "ann"})
    assert ran.ports.groups.asked == [("tree", "ann")]
