import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.cast import ANN, BEN, people
from tests.workflows.nodes.experience.people import run
from tests.workflows.over_http import Case, Part, over_http

BODY = {"email": "ann@example.com", "k": "tier", "v": "gold", "n": 1}
TAG = {"keyTemplate": "{{ data.body.k }}", "valueTemplate": "{{ data.body.v }}"}
MANY = {"findMethod": "query", "findMultiple": True}


def get(config, found, **options):
    settings = {"resultPath": "working.found"} | config
    return Case(settings, BODY, {"found": found}, world=people, **options)


def tagged(*tags):
    return {"findMethod": "userTags", "userTags": [*tags], "findMultiple": True}


test_over_http = over_http(
    "GetExperienceUserNode",
    get({"emailOrIdTemplate": " {{ data.body.email }}", "findMultiple": True}, ANN),
    get({"emailOrIdTemplate": "~ben~"}, BEN),
    get({"emailOrIdTemplate": "cid@example.com"}, None),
    get({"emailOrIdTemplate": "{{ data.none }}"}, None),
    get({"findMethod": "query", "queryTemplate": '{"firstName": "Ben"}'}, BEN),
    get({"findMethod": "query", "queryTemplate": '{"firstName": "Cid"}'}, None),
    get({"findMethod": "query", "queryTemplate": ""}, ANN),
    get(tagged(TAG), [ANN]),
    get(tagged(TAG, {"keyTemplate": "old"}), [ANN]),
    get(tagged(TAG, {"keyTemplate": "new"}), []),
    get(tagged({"keyTemplate": "{{ data.body.k }}"}), [ANN, BEN]),
    get(tagged({"valueTemplate": "tin"}), [BEN]),
    get(tagged({"keyTemplate": "old", "valueTemplate": "gold"}), []),
    get(tagged({}), [ANN, BEN]),
    get(MANY, [ANN, BEN]),
    get(MANY | {"sortField": "firstName", "sortDirection": "desc"}, [BEN, ANN]),
    get(MANY | {"sortField": "lastName"}, [BEN, ANN]),
    get(MANY | {"resultsPerPage": "{{ data.body.n }}"}, [ANN]),
    get(MANY | {"resultsPerPage": "1", "resultsPage": "{{ data.body.n }}"}, [BEN]),
    get(MANY | {"resultsPerPage": "", "resultsPage": ""}, [ANN, BEN]),
    get(
        MANY | {"findMetadata": True, "resultsPerPage": "1"},
        Part(
            items=[ANN],
            count=1,
            totalCount=2,
            page=0,
            perPage=1,
            sortField="email",
            sortDirection="asc",
            findMethod="query",
        ),
    ),
    get(
        MANY | {"resultsPage": "0.5"},
        None,
        error="ValidationError: Page must be a whole number, not 0.5",
    ),
)


def test_a_query_that_is_refused_stands_at_the_result_path():
    refused = Refused("Validation", "query is too deep")
    config = {"findMethod": "query", "resultPath": "working.found"}
    ran = run("GetExperienceUserNode", config, refusal=refused)
    error = {"type": "Validation", "message": "query is too deep"}
    assert ran.payload["working"]["found"] == {"error": error}


@pytest.mark.parametrize("page", ["many", "-1"])
def test_a_page_must_be_a_whole_number(page):
    ran = run("GetExperienceUserNode", MANY | {"resultsPage": page})
    assert ran.error[0] == "ValidationError"
