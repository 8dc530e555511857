from tests.workflows.over_http import Case, over_http

CONFIG = {
    "switchTemplate": "{{ data.body.verb }}",
    "cases": [
        {"caseTemplate": "get", "caseLabel": "Read"},
        {"caseTemplate": "{{ data.body.other }}", "dontBreak": True},
        {"caseTemplate": "get"},
    ],
}

test_over_http = over_http(
    "SwitchNode",
    *(
        Case(CONFIG, {"verb": verb, "other": "post"}, output=output)
        for verb, output in [("get", 1), ("post", 2), ("GET", 0), ("", 0), (5, 0)]
    ),
    Case(
        {"switchTemplate": "{{ data.body.n }}", "cases": [{"caseTemplate": 5}]}, {"n": 5}, output=1
    ),
)
