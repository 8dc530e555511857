import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {"rows": [{"a": 1, "b": 'x"y,'}], "names": ["b", "z"], "name": "b", "mark": ";"}


def text(text, **config):
    settings = {"source": "data.body.rows", "destination": "working.text"} | config
    return Case(settings, BODY, {"text": text})


test_over_http = over_http(
    "CSVEncodeNode",
    text('a,b\n1,"x""y,"\n'),
    text('a;b\n1;"x""y,"\n', delimiterTemplate="{{ data.body.mark }}"),
    text('a,b;1,"x""y,";', recordDelimiterTemplate="{{ data.body.mark }}"),
    text('a,b\n1,;x"y,;\n', quoteCharTemplate="{{ data.body.mark }}"),
    text('a,b\n1,"x;"y,"\n', escapeCharTemplate="{{ data.body.mark }}"),
    text(
        'b\n"x""y,"\n',
        headerTemplateType="stringTemplates",
        headerTemplate=["{{ data.body.name }}"],
    ),
    text('b,z\n"x""y,",\n', headerTemplateType="payloadPath", headerTemplate="data.body.names"),
)


ROWS = [{"a": 1, "b": 'say "x", y'}, {"b": None, "a": [1, {"c": True}], "z": 1}]


def run_encode(rows, data=None, **config):
    settings = {"source": "data.rows", "destination": "working.text"} | config
    return run_node("CSVEncodeNode", settings, {"rows": rows} | (data or {}))


def encode(rows, data=None, **config):
    return run_encode(rows, data, **config).payload["working"]["text"]


def test_it_writes_the_fields_of_the_first_object():
    assert encode(ROWS) == 'a,b\n1,"say ""x"", y"\n"[1,{""c"":true}]",\n'
    assert encode({"a": True, "b": 1.0}) == "a,b\ntrue,1\n"


def test_without_rows_there_is_no_text():
    assert encode([]) == ""


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ({"delimiterTemplate": "{{ data.mark }}"}, 'a;b\n1;"say ""x"", y"\n'),
        ({"recordDelimiterTemplate": "\\r\\n"}, 'a,b\r\n1,"say ""x"", y"\r\n'),
        ({"quoteCharTemplate": "'"}, "a,b\n1,'say \"x\", y'\n"),
        ({"escapeCharTemplate": "\\"}, 'a,b\n1,"say \\"x\\", y"\n'),
    ],
)
def test_the_marks_can_be_chosen(config, text):
    assert encode(ROWS[:1], {"mark": ";"}, **config) == text


@pytest.mark.parametrize("marks", [{}, {"escapeCharTemplate": "\\", "delimiterTemplate": "|"}])
def test_what_it_writes_can_be_read_again(marks):
    rows = [{"a": 'x"\\y|,', "b": "1\n2\r"}, {"a": "\\", "b": ""}]
    text = encode(rows, **marks)
    config = {"source": "data.text", "destination": "rows"} | marks
    assert run_node("CSVDecodeNode", config, {"text": text}).payload["rows"] == rows


@pytest.mark.parametrize(
    ("rows", "config", "kind", "message"),
    [
        ("text", {}, "CSVEncode", "The source must be a list of objects"),
        ([1], {}, "CSVEncode", "The source must be a list of objects"),
        (
            [],
            {"headerTemplateType": "payloadPath", "headerTemplate": "data.x"},
            "ValidationError",
            "Fields must be a list",
        ),
        (
            [],
            {"headerTemplateType": "stringTemplates", "headerTemplate": ["x"] * 11},
            "ValidationError",
            "There are 10 fields at most",
        ),
        (
            [{"a": "x" * 100_000}] * 51,
            {},
            "PayloadTooLarge",
            "The text would be larger than 5 MB",
        ),
    ],
)
def test_what_cannot_be_written_is_noted_at_the_destination(rows, config, kind, message):
    error = encode(rows, **config)["error"]
    assert error == {"type": kind, "message": message}


def test_without_a_destination_it_halts():
    assert run_encode(7, destination="").error[0] == "CSVEncode"
