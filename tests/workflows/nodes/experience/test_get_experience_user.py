import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.people import ANN, run

DATA = {"email": "ann@example.com", "k": "tier", "v": "gold", "n": 5}


def get(config, refusal=None):
    settings = {"resultPath": "working.found"} | config
    ran = run("GetExperienceUserNode", settings, DATA, refusal)
    return ran, ran.payload["working"]["found"]


def test_it_finds_one_by_email_or_id():
    ran, found = get({"emailOrIdTemplate": "{{ data.email }}", "findMultiple": True})
    assert found == ANN
    assert ran.ports.users.asked == [("find", "ann@example.com")]


@pytest.mark.parametrize("wanted", ["ben@example.com", "{{ data.none }}"])
def test_it_finds_nobody(wanted):
    assert get({"emailOrIdTemplate": wanted})[1] is None


def search(config):
    ran, found = get({"findMethod": "query"} | config)
    [(_, query, options)] = ran.ports.users.asked
    return query, options, found


TAG = {"keyTemplate": "{{ data.k }}", "valueTemplate": "{{ data.v }}"}
FREE = {"keyTemplate": "a", "valueTemplate": ""}


@pytest.mark.parametrize(
    ("config", "query"),
    [
        ({"queryTemplate": '{"firstName": "{{ data.k }}"}'}, {"firstName": "tier"}),
        ({"queryTemplate": ""}, None),
        ({"queryTemplate": "{}"}, None),
        (
            {"findMethod": "userTags", "userTags": [TAG, FREE]},
            {
                "$and": [
                    {"userTags": {"$eq": {"$tagKey": "tier", "$tagValue": "gold"}}},
                    {"userTags": {"$eq": {"$tagKey": "a"}}},
                ]
            },
        ),
        ({"findMethod": "userTags", "userTags": [{}]}, None),
    ],
)
def test_it_searches(config, query):
    assert search(config) == (
        query,
        {"sort_field": "email", "sort_direction": "asc", "per_page": 1},
        ANN,
    )


def test_it_finds_many_page_by_page_in_order():
    config = {
        "findMultiple": True,
        "resultsPerPage": "{{ data.n }}",
        "resultsPage": "2",
        "sortField": "lastName",
        "sortDirection": "desc",
    }
    _, options, found = search(config)
    assert options == {
        "page": 2,
        "per_page": 5,
        "sort_field": "lastName",
        "sort_direction": "desc",
    }
    assert found == [ANN]


def test_a_page_has_a_hundred_unless_told():
    _, options, _ = search({"findMultiple": True, "resultsPerPage": "", "resultsPage": ""})
    assert (options["page"], options["per_page"]) == (0, 100)


def test_it_tells_how_many_there_are():
    *_, found = search({"findMultiple": True, "findMetadata": True})
    assert found["items"] == [ANN]
    assert (found["totalCount"], found["findMethod"]) == (7, "query")


def test_a_query_that_is_refused_stands_at_the_result_path():
    refused = Refused("Validation", "query is too deep")
    _, found = get({"findMethod": "query"}, refused)
    assert found == {"error": {"type": "Validation", "message": "query is too deep"}}


@pytest.mark.parametrize("page", ["many", "-1", "0.5"])
def test_a_page_must_be_a_whole_number(page):
    config = {"findMethod": "query", "findMultiple": True, "resultsPage": page}
    ran = run("GetExperienceUserNode", config, DATA)
    assert ran.error[0] == "ValidationError"
