import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node


def made(result, method, *arguments):
    config = {"sourceData": "{{ data.body.text }}", "method": method, "resultPath": "working.it"}
    config |= {"methodArgs": [*arguments]} if arguments else {}
    return Case(config, {"text": " Ann, Bea ", "n": 4}, {"it": result})


test_over_http = over_http(
    "StringNode",
    made(" Ann, Bea 4", "concat", "{{ data.body.n }}"),
    made([" Ann", " Bea "], "split", ","),
    made(" Anne, Bea ", "replaceFirst", "n,", "ne,"),
    made(3, "indexOf", "n", "3"),
    made(" ANN, BEA ", "toUpper"),
    made("Ann, Bea", "trim"),
    made(" Ann, Bea **", "padEnd", "12", "*"),
    made(" Ann, B~", "truncate", "8", "~"),
    made(None, "toNumber"),
)


def run_string(method, text, *arguments, **data):
    config = {
        "sourceData": text,
        "method": method,
        "methodArgs": list(arguments),
        "resultPath": "working.result",
    }
    return run_node("StringNode", config, data)


@pytest.mark.parametrize(
    ("method", "text", "arguments", "result"),
    [
        ("concat", "a", ["b", "{{ data.n }}"], "ab7"),
        ("split", "a,b,", [","], ["a", "b", ""]),
        ("split", "abc", [], ["a", "b", "c"]),
        ("replaceFirst", "a.a.a", [".", "-"], "a-a.a"),
        ("replaceAll", "a.a.a", [".", "-"], "a-a-a"),
        ("replaceAll", "a.a", ["."], "aa"),
        ("indexOf", "banana", ["an"], 1),
        ("indexOf", "banana", ["an", "2"], 3),
        ("indexOf", "banana", ["x"], -1),
        ("toUpper", "Ab{{ data.n }}", [], "AB7"),
        ("toLower", "Ab", [], "ab"),
        ("trim", " \u00a0a \n", [], "a"),
        ("trimStart", " a ", [], "a "),
        ("trimEnd", " a ", [], " a"),
        ("toNumber", "{{ data.n }}.50", [], 7.5),
        ("toNumber", "seven", [], None),
        ("pad", "abc", ["8", "_-"], "_-abc_-_"),
        ("padStart", "7", ["3", "0"], "007"),
        ("padEnd", "7", ["3"], "7  "),
        ("padEnd", "long", ["3"], "long"),
        ("truncate", "a long text", ["8"], "a lon..."),
        ("truncate", "a long text", ["8", "…"], "a long …"),
        ("truncate", "x" * 40, ["0"], "x" * 27 + "..."),
        ("truncate", "x" * 40, [], "x" * 27 + "..."),
        ("truncate", "a long text", ["2"], ".."),
        ("truncate", "short", ["8"], "short"),
    ],
)
def test_it_makes_something_of_the_text(method, text, arguments, result):
    ran = run_string(method, text, *arguments, n=7)
    assert ran.payload["working"]["result"] == result


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("pad", [], "Length must be a whole number, not “”"),
        ("padStart", ["x"], "Length must be a whole number, not “x”"),
        ("padEnd", ["1001"], "Length must be from 0 to 1000, not 1001"),
        ("indexOf", ["a", "-1"], "From where must be from 0 to 1000, not -1"),
        ("truncate", ["2.5"], "Length must be a whole number, not “2.5”"),
        ("truncate", ["Infinity"], "Length must be a whole number, not “Infinity”"),
    ],
)
def test_a_number_that_is_none_halts(method, arguments, message):
    assert run_string(method, "abc", *arguments).error == ("ValidationError", message)


def test_a_text_cannot_grow_for_ever():
    ran = run_string("replaceAll", "{{ data.long }}", "a", "{{ data.long }}", long="a" * 3000)
    assert ran.error == ("PayloadTooLarge", "The text would be larger than 5 MB")
