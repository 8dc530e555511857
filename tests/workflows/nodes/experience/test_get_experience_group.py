from app.workflows.errors import Refused
from tests.workflows.nodes.experience.cast import GUIDES, STAFF, ZEBRAS, people
from tests.workflows.nodes.experience.people import run
from tests.workflows.over_http import Case, Part, over_http

BODY = {"id": "~staff~", "k": "size", "v": "big", "name": "Staff", "n": 1}
BIG = {"keyTemplate": "{{ data.body.k }}", "valueTemplate": "{{ data.body.v }}"}
INNER = {"keyTemplate": "kind", "valueTemplate": "inner"}
MANY = {"findMethod": "query", "findMultiple": True}


def get(config, found, **options):
    settings = {"resultPath": "working.found"} | config
    return Case(settings, BODY, {"found": found}, world=people, **options)


def tagged(*tags, method="findByAllTags"):
    return {"findMethod": method, "tags": [*tags], "findMultiple": True}


test_over_http = over_http(
    "GetExperienceGroupNode",
    get({"idTemplate": "{{ data.body.id }}"}, STAFF),
    *(get({"idTemplate": id}, None) for id in ("8" * 24, "Staff", "{{ data.none }}")),
    get({"findMethod": "name", "idTemplate": "{{ data.body.name }}"}, STAFF),
    get({"findMethod": "name", "idTemplate": "Cooks"}, None),
    get(tagged(BIG, INNER), [STAFF]),
    get(tagged(BIG, INNER, method="findByAnyTags"), [GUIDES, STAFF]),
    get(tagged({"keyTemplate": "size"}), [STAFF]),
    get(tagged({"valueTemplate": "big"}), [STAFF]),
    get(tagged({"keyTemplate": "kind", "valueTemplate": "big"}), []),
    get({"findMethod": "query", "queryTemplate": '{"name": "{{ data.body.name }}"}'}, STAFF),
    get({"findMethod": "query"}, GUIDES),
    get(MANY, [GUIDES, STAFF, ZEBRAS]),
    get(MANY | {"sortDirection": "desc"}, [ZEBRAS, STAFF, GUIDES]),
    get(MANY | {"sortField": "creationDate", "resultsPerPage": "1"}, [STAFF]),
    get(MANY | {"resultsPerPage": "{{ data.body.n }}"}, [GUIDES]),
    get(MANY | {"resultsPerPage": "1", "resultsPage": "{{ data.body.n }}"}, [STAFF]),
    get(
        MANY | {"findMetadata": True},
        Part(items=[GUIDES, STAFF, ZEBRAS], count=3, totalCount=3, perPage=100, findMethod="query"),
    ),
)


def test_a_query_that_is_refused_stands_at_the_result_path():
    refused = Refused("Validation", "query is too deep")
    config = {"findMethod": "query", "resultPath": "working.found"}
    ran = run("GetExperienceGroupNode", config, refusal=refused)
    error = {"type": "Validation", "message": "query is too deep"}
    assert ran.payload["working"]["found"] == {"error": error}
