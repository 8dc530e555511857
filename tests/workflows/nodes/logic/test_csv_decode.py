import pytest

from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

READS = {"source": "data.body.text", "destination": "working.rows"}


def rows(text, *rows, **config):
    return Case(READS | config, {"text": text, "mark": ";"}, {"rows": [*rows]})


A = {"a": "1", "b": "x"}

test_over_http = over_http(
    "CSVDecodeNode",
    rows("a,b\n1,x\n", A),
    rows("a;b\n1;x\n", A, delimiterTemplate="{{ data.body.mark }}"),
    rows("a,b;1,x;", A, recordDelimiterTemplate="{{ data.body.mark }}"),
    rows("a,b\n1,;x;\n", A, quoteCharTemplate="{{ data.body.mark }}"),
    rows('a,b\n1,";"x"', {"a": "1", "b": '"x'}, escapeCharTemplate="{{ data.body.mark }}"),
    rows("\ufeffa,b\n1,x", {"\ufeffa": "1", "b": "x"}),
    rows("\ufeffa,b\n1,x", A, stripBom=True),
    Case(READS, {"text": 7}, {"rows": Part(error=Part(type="CSVDecode"))}),
)


def run_decode(text, **config):
    settings = {"source": "data.text", "destination": "working.rows"} | config
    return run_node("CSVDecodeNode", settings, {"text": text, "mark": ";"})


def decode(text, **config):
    return run_decode(text, **config).payload["working"]["rows"]


ROWS = [{"a": "1", "b": "x"}, {"a": "2", "b": ""}]


@pytest.mark.parametrize(
    ("text", "config"),
    [
        ("a,b\n1,x\n2,\n", {}),
        ("a,b\n1,x\n2,", {}),
        ("a,b\r\n1,x\r\n\r\n2,\r\n", {}),
        ('"a","b"\r\n"1","x"\r\n"2",""\r\n', {}),
        ("a;b\n1;x\n2;", {"delimiterTemplate": "{{ data.mark }}"}),
        ("a\tb\n1\tx\n2\t", {"delimiterTemplate": "\\t"}),
        ("a,b;1,x;2,", {"recordDelimiterTemplate": "{{ data.mark }}"}),
        ("a,b\r\n1,x\r\n2,\r\n", {"recordDelimiterTemplate": "\\r\\n"}),
        ("a,b||1,x||2,", {"recordDelimiterTemplate": "||"}),
        (";a;,b\n1,;x;\n2,;;", {"quoteCharTemplate": "{{ data.mark }}"}),
    ],
)
def test_it_reads_objects(text, config):
    assert decode(text, **config) == ROWS


@pytest.mark.parametrize(
    ("text", "config", "value"),
    [
        ('"a, b\n""c"""', {}, 'a, b\n"c"'),
        (r'"a \"b\" \\ \n"', {"escapeCharTemplate": "\\"}, r'a "b" \ \n'),
        ('a "b" c', {}, 'a "b" c'),
    ],
)
def test_quoted_texts_can_hold_anything(text, config, value):
    assert decode("it\n" + text, **config) == [{"it": value}]


@pytest.mark.parametrize("text", ["", "a,b", "a,b\n"])
def test_without_records_the_list_is_empty(text):
    assert decode(text) == []


def test_a_long_text_is_read_on_a_thread():
    assert len(decode("a,b\n" + "1,2\n" * 20_000)) == 20_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a\n"x', "A quoted text does not end"),
        ('a\n"x"y', "At character 6 a delimiter is missing after a quoted text"),
        ("a,b\n1,2\n3", "Record 3 has 1 fields, the first 2"),
        (7, "The source must be a text"),
    ],
)
def test_what_is_no_csv_is_noted_at_the_destination(text, message):
    assert decode(text) == {"error": {"type": "CSVDecode", "message": message}}


def test_without_a_destination_it_halts():
    assert run_decode('"', destination="").error == ("CSVDecode", "A quoted text does not end")


def test_a_delimiter_is_short():
    ran = run_decode("a", delimiterTemplate="x" * 11)
    assert ran.error == ("ValidationError", "Delimiter has 10 characters at most")
