"""JavaScript's own answers, for a table of expressions and for many made at random."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.workflows.expressions import evaluate
from app.workflows.values import date_of

from .judge import alike, show, verdicts

PAYLOAD: dict[str, Any] = {
    "time": date_of(1_700_000_000_000),
    "data": {
        "zero": 0,
        "one": 1,
        "three": 3,
        "half": 0.5,
        "negative": -7,
        "big": 9007199254740991,
        "huge": 1e300,
        "tiny": 1e-7,
        "yes": True,
        "no": False,
        "nothing": None,
        "empty": "",
        "space": "  ",
        "name": "Ann",
        "digits": "12",
        "hex": "0x1F",
        "quote": "it's \"} && true || '",
        "list": [1, 2, 3],
        "words": ["person", "Ann"],
        "none": [],
        "single": [5],
        "nested": [[1, None], [], "x"],
        "object": {"a": 1, "b": "x", "length": 9},
        "bare": {},
        "rows": [{"id": 1, "tags": {"odd key.x": True}}, {"id": 2}],
        "x-y": 4,
    },
    "globals": {"a-b": 7, "limit": "10"},
}
TABLES = {
    "arithmetic": r"""
        1 + 2 * 3
        (1 + 2) * 3
        7 - 3 - 2
        8 / 4 / 2
        7 % 3
        -7 % 3
        7 % -3
        5.5 % 2
        1 / 0
        -1 / 0
        0 / 0
        0 % 0
        1 % 0
        5 % (1 / 0)
        1 / -0
        -0
        0 * -1
        0.1 + 0.2
        1e21 + 1
        123456789 * 987654321
        9007199254740991 + 1
        9007199254740991 + 2
        1e308 * 10
        1e-7 / 10
        .5 + 5.
        1.5e3
        5e-324 / 2
        100000000000000000000
        0.000001
        1e-6 / 10
        123456789012345680000
        2 ^ 10
        2 ^ 3 ^ 2
        2 ^ -1
        2 ^ 0.5
        (-8) ^ (1 / 3)
        (-2) ^ 2
        (-2) ^ 3
        0 ^ 0
        0 ^ -1
        (-0) ^ -1
        (-0) ^ -2
        10 ^ 309
        (-10) ^ 309
        (-10) ^ 310
        1 ^ (1 / 0)
        (0 / 0) ^ 0
        2 ^ {{data.three}} * 2
        - {{data.three}}
        - {{data.digits}}
        - {{data.name}}
        + {{data.digits}}
        + {{data.hex}}
        + {{data.empty}}
        + {{data.space}}
        + {{data.nothing}}
        + {{data.missing}}
        + {{data.yes}}
        + {{data.none}}
        + {{data.single}}
        + {{data.list}}
        + {{data.object}}
        +'Infinity' + +'-Infinity'
        +'1e3'
        +'1_000'
        +'0b101' + +'0o17'
        +'12px'
        +'.'
        +'-0'
        +'--1'
        + '+5'
        +'\t\n 7 \u00a0\ufeff'
        - - 3
        - + - {{data.one}}
        1 - - 1
    """,
    "joining": r"""
        'a' + 'b'
        1 + '2'
        '3' + 4
        1 + 2 + '3'
        '1' + 2 + 3
        '3' - 1
        '3' * '4'
        'a' * 2
        {{data.digits}} + 1
        {{data.name}} + {{data.missing}}
        {{data.name}} + {{data.nothing}}
        {{data.name}} + {{data.yes}}
        {{data.name}} + {{data.list}}
        {{data.name}} + {{data.object}}
        {{data.list}} + {{data.list}}
        {{data.none}} + {{data.none}}
        {{data.none}} + {{data.object}}
        {{data.nested}} + ''
        {{data.single}} * 2
        {{data.single}} - 1
        {{data.list}} - 1
        {{data.one}} + {{data.yes}}
        {{data.nothing}} + 1
        {{data.missing}} + 1
        {{data.yes}} + {{data.yes}}
        '' + 1e21
        '' + 1e-7
        '' + 0.1
        '' + -0
        '' + 1 / 3
        '' + 1e300 * 1e300
        '' + {{data.big}}
        '' + {{data.huge}}
        '' + {{data.tiny}}
        0 + {{data.name}}
        'it\'s ' + "\"quoted\""
        '\x41\u00e9\n\\'
        'ü€'
    """,
    "equality": r"""
        1 === 1
        1 === '1'
        1 == '1'
        1 === true
        1 == true
        0 == false
        '' == 0
        '' === 0
        '0' == false
        ' ' == 0
        'a' == 0
        null == undefined
        null === undefined
        null == 0
        null == false
        null == ''
        undefined == 0
        undefined == false
        undefined === undefined
        0 === -0
        0 / 0 === 0 / 0
        0 / 0 == 0 / 0
        0 / 0 != 0 / 0
        1 !== 2
        '1' !== 1
        '1' != 1
        'a' === 'a'
        {{data.missing}} === undefined
        {{data.nothing}} === undefined
        {{data.nothing}} === null
        {{data.nothing}} !== null
        {{data.missing}} !== null
        {{data.missing}} != null
        {{data.missing.deeper.still}} === undefined
        {{data.name}} === 'Ann'
        {{data.name}} == 'ann'
        {{data.quote}} === 'Ann'
        {{data.list}} === {{data.list}}
        {{data.list}} == {{data.list}}
        {{data.none}} == {{data.bare}}
        {{data.list}} == '1,2,3'
        {{data.single}} == 5
        {{data.single}} === 5
        {{data.none}} == 0
        {{data.none}} == ''
        {{data.none}} == false
        {{data.none}} == null
        {{data.object}} == '[object Object]'
        {{data.object}} == 1
        {{data.bare}} == null
        {{data.one}} === {{data.yes}}
        {{data.one}} == {{data.yes}}
        {{data.digits}} == 12
        {{data.digits}} === 12
        {{data.hex}} == 31
        {{data.half}} === 0.5
        {{globals.limit}} == 10.0
        1 == 1 == 1
        2 == 2 == 2
        1 < 2 == true
    """,
    "order": r"""
        1 < 2
        2 <= 2
        2 > 10
        '2' > '10'
        '2' > 10
        2 >= '10'
        'a' < 'b'
        'B' < 'a'
        'a' < 'ab'
        'a' > 1
        'a' <= 1
        null < 1
        null >= 0
        null > 0
        undefined < 1
        undefined >= undefined
        {{data.missing}} <= {{data.missing}}
        {{data.missing}} > 0
        {{data.nothing}} <= 0
        {{data.name}} < 5
        0 + {{data.name}} < 5
        {{data.digits}} > 5
        {{data.digits}} < {{data.hex}}
        {{data.list}} < 2
        {{data.single}} > 4
        {{data.single}} > '4'
        {{data.none}} < 1
        {{data.list}} < {{data.single}}
        {{data.object}} < 1
        {{data.object}} <= {{data.bare}}
        {{data.yes}} > {{data.no}}
        {{data.time}} > 0
        {{time}} > 1600000000000
        {{time}} < 1600000000000
        {{time}} >= {{time}}
        {{time}} - 1
        {{time}} - {{time}}
        {{time}} * 2
        - {{time}}
        {{time}} / 1000 > 5
        1 < 2 < 3
        3 > 2 > 1
    """,
    "logic": r"""
        true && false
        true || false
        1 && 2
        0 && 2
        0 || 2
        '' || 'b'
        'a' || 'b'
        null || undefined
        undefined && 1
        0 / 0 || 'nan'
        {{data.list}} && 1
        {{data.none}} && 1
        {{data.bare}} || 1
        {{data.zero}} || {{data.name}}
        {{data.missing}} || 'default'
        {{data.empty}} || {{data.nothing}}
        !1
        !0
        !''
        !'a'
        !{{data.none}}
        !{{data.missing}}
        !!{{data.object}}
        !{{data.space}}
        !{{data.time}}
        !{{time}}
        ! ! {{data.name}}
        !{{data.missing.error}} && {{data.name}} === "Ann"
        1 || 0 && 0
        (1 || 0) && 0
        1 && 0 || 3
        0 || 0 || 5 || 6
        1 && 2 && 0 && 4
        1 == 1 && 2 > 1 || 0
        !1 == 0
        -1 < 0 && 'x'
        typeof {{data.name}}
        typeof {{data.one}}
        typeof {{data.yes}}
        typeof {{data.nothing}}
        typeof {{data.missing}}
        typeof {{data.list}}
        typeof {{time}}
        typeof {{data.object}} === 'object'
        typeof 1 + 1
        typeof !1
        !typeof 1
    """,
    "bits": r"""
        1 << 3
        256 >> 4
        -256 >> 4
        1 << 31
        1 << 32
        1 << 33
        1 << -1
        2147483648 >> 0
        4294967297 << 1
        1e20 >> 1
        3.9 << 1
        -3.9 >> 0
        'a' << 1
        '8' >> 1
        0 / 0 >> 1
        1 / 0 << 1
        1 + 1 << 2
        1 << 2 + 1
        1 << 2 < 5
        {{data.list}} >> 0
        {{data.three}} << {{data.one}}
    """,
    "functions": r"""
        sin(1)
        cos(1)
        tan(1)
        asin(0.5)
        acos(0.5)
        atan(1)
        atan2(1, -1)
        atan2(0, -0)
        sinh(1)
        cosh(1)
        tanh(1)
        asinh(1)
        acosh(2)
        atanh(0.5)
        asin(2)
        acosh(0)
        atanh(1)
        atanh(-1)
        atanh(2)
        sinh(1000)
        sinh(-1000)
        cosh(-1000)
        exp(1)
        exp(1000)
        exp(-1000)
        log(10)
        log(0)
        log(-1)
        log10(1000)
        log10(0)
        sqrt(2)
        sqrt(-1)
        sqrt(-0)
        sin(1 / 0)
        pow(2, 8)
        pow(4, 0.5)
        pow({{data.missing}}, 0)
        pow(0, -1)
        abs(-3)
        abs('-4')
        abs({{data.nothing}})
        abs({{data.missing}})
        ceil(1.2)
        ceil(-0.5)
        floor(-1.2)
        floor({{data.digits}} / 5)
        trunc(-1.7)
        trunc(-0.5)
        round(2.5)
        round(-2.5)
        round(-0.2)
        round(0.49999999999999994)
        round(4503599627370497.5)
        round(1 / 0)
        round({{data.name}})
        ceil(1e300)
        min(3, 1, 2)
        max(3, '10', 2)
        min()
        max()
        max(1, {{data.missing}})
        max({{data.nothing}}, -1)
        max(0, -0)
        min(0, -0)
        max({{data.list}})
        max({{data.single}})
        max(1, {{data.name}})
        length({{data.list}})
        length({{data.none}}) === 0
        length({{data.name}})
        length({{data.object}})
        length({{data.one}})
        length({{data.missing}})
        length({{data.nothing}})
        includes({{data.list}}, 2)
        includes({{data.list}}, '2')
        includes({{data.list}}, 0 / 0)
        includes({{data.words}}, {{data.name}})
        includes({{data.name}}, 'nn')
        includes({{data.digits}}, 2)
        includes('undefined', {{data.missing}})
        includes({{data.object}}, 'x')
        includes({{data.object}}, 'a')
        includes({{data.missing}}, 1)
        includes({{data.nothing}}, 1)
        includes({{data.nested}}, {{data.nested.[0]}})
        PI
        E
        PI * 2
        cos(PI)
        max(ceil({{data.three}} / {{data.half}}), 1)
    """,
    "places": r"""
        {{data.list.[0]}}
        {{data.list.[3]}}
        {{data.list.length}}
        {{data.name.[0]}}
        {{data.name.[9]}}
        {{data.name.length}}
        {{data.object.length}}
        {{data.bare.length}}
        {{data.one.length}}
        {{data.rows.[1].id}}
        {{data.rows.[0].tags.[odd key.x]}}
        {{data.rows.[7].id}}
        {{data.x-y}}
        {{globals.a-b}} + 1
        {{globals.missing-one}}
        {{data.constructor}}
        {{data.name.constructor}}
        {{data.__proto__}}
        {{ data.name }}
        {{data.words.[0]}}=='person' && {{data.name}}=='Ann'
    """,
}
ROWS = [row.strip() for table in TABLES.values() for row in table.splitlines() if row.strip()]


@pytest.fixture(scope="module")
def javascript() -> dict[str, str]:
    return verdicts(ROWS, PAYLOAD)


@pytest.mark.parametrize("expression", ROWS)
def test_it_agrees_with_javascript(expression: str, javascript: dict[str, str]) -> None:
    mine = show(evaluate(expression, PAYLOAD))
    assert alike(mine, javascript[expression]), javascript[expression]


# -- at random

NUMBERS = [
    "0",
    "1",
    "2",
    "3",
    "0.5",
    "2.5",
    "255",
    "1e21",
    "1e-7",
    "4294967296",
    "9007199254740991",
]
TEXTS = ["''", "' '", "'1'", "'a'", "'0x10'", "'1e3'", "'null'", "' 12 '", "'-0'", "'Infinity'"]
FIELDS = [f"{{{{data.{name}}}}}" for name in PAYLOAD["data"]]
PLACES = ["{{data.list.[0]}}", "{{data.missing.x}}", "{{globals.a-b}}", "{{data.rows.[1].id}}"]
WORDS = ["true", "false", "null", "undefined", "PI"]
OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "<<", ">>"]
OPERATORS += ["&&", "||"]
FUNCTIONS = ["abs", "ceil", "floor", "round", "trunc", "sqrt", "length"]

atoms = st.sampled_from(NUMBERS) | st.sampled_from(TEXTS + FIELDS + PLACES + WORDS)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(OPERATORS), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(OPERATORS), inner),
        st.builds("{} ({})".format, st.sampled_from(["-", "+", "!", "typeof"]), inner),
        st.builds("{} {}".format, st.sampled_from(["-", "+", "!", "typeof"]), atoms),
        st.builds("(({}) ^ {})".format, inner, st.sampled_from("0123")),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("includes({}, {})".format, st.sampled_from(FIELDS), inner),
    )


def test_random_expressions_agree_with_javascript() -> None:
    found: list[str] = []

    @settings(derandomize=True, database=None, max_examples=1500, deadline=None)
    @given(st.recursive(atoms, larger, max_leaves=12))
    def collect(expression: str) -> None:
        found.append(expression)

    collect()
    theirs = verdicts(found, PAYLOAD)
    wrong = {
        source: (mine, theirs[source])
        for source in found
        if not alike(mine := show(evaluate(source, PAYLOAD)), theirs[source])
    }
    assert not wrong
