import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.people import GUIDES, run

DATA = {"id": GUIDES["id"], "k": "tier", "v": "gold", "n": 5}


def get(config, refusal=None):
    settings = {"resultPath": "working.found"} | config
    ran = run("GetExperienceGroupNode", settings, DATA, refusal)
    return ran, ran.payload["working"]["found"]


def test_it_finds_one_by_id():
    assert get({"idTemplate": "{{ data.id }}"})[1] == GUIDES


@pytest.mark.parametrize("id", ["8" * 24, "Guides", "{{ data.none }}"])
def test_what_is_no_id_finds_nothing(id):
    assert get({"idTemplate": id})[1] is None


def search(config):
    ran, found = get(config)
    [(_, query, options)] = ran.ports.groups.asked
    return query, options, found


TAGS = [
    {"keyTemplate": "{{ data.k }}", "valueTemplate": "{{ data.v }}"},
    {"valueTemplate": "a"},
]
TAG_QUERIES = [
    {"groupTags": {"$eq": {"$tagKey": "tier", "$tagValue": "gold"}}},
    {"groupTags": {"$eq": {"$tagValue": "a"}}},
]


@pytest.mark.parametrize(
    ("config", "query"),
    [
        ({"findMethod": "name", "idTemplate": "{{ data.v }}"}, {"name": {"$eq": "gold"}}),
        ({"findMethod": "findByAllTags", "tags": TAGS}, {"$and": TAG_QUERIES}),
        ({"findMethod": "findByAnyTags", "tags": TAGS}, {"$or": TAG_QUERIES}),
        ({"findMethod": "query", "queryTemplate": '{"name": "{{ data.v }}"}'}, {"name": "gold"}),
        ({"findMethod": "query"}, None),
    ],
)
def test_it_searches(config, query):
    asked, options, found = search(config)
    assert asked == query
    assert options == {"sort_field": "name", "sort_direction": "asc", "per_page": 1}
    assert found == GUIDES


def test_it_finds_many_page_by_page_in_order():
    config = {
        "findMethod": "query",
        "findMultiple": True,
        "resultsPerPage": "{{ data.n }}",
        "resultsPage": "2",
        "sortField": "creationDate",
        "sortDirection": "desc",
    }
    _, options, found = search(config)
    assert options == {
        "page": 2,
        "per_page": 5,
        "sort_field": "creationDate",
        "sort_direction": "desc",
    }
    assert found == [GUIDES]


def test_it_tells_how_many_there_are():
    config = {"findMethod": "query", "findMultiple": True, "findMetadata": True}
    *_, found = search(config)
    assert found["items"] == [GUIDES]
    assert (found["totalCount"], found["findMethod"]) == (7, "query")


def test_a_query_that_is_refused_stands_at_the_result_path():
    _, found = get({"findMethod": "query"}, Refused("Validation", "query is too deep"))
    assert found == {"error": {"type": "Validation", "message": "query is too deep"}}
