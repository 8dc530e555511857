"""Real scripts and real bombs, in real child processes."""

import math
import os
import resource
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.workflows.errors import NodeError
from app.workflows.javascript.pool import JavaScriptPool
from app.workflows.values import UNDEFINED

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pool():
    made = JavaScriptPool(1, seconds=1.0, memory=64 * 1024 * 1024)
    yield made
    made.close()


def value(pool, script, payload=None):
    return pool.run(script, payload).value


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("const o = {}; o.a ??= 3; return o?.a", 3),
        ("return [1, 2, 3].at(-1)", 3),
        ("return Object.hasOwn({a: 1}, 'a')", True),
        ("return ['z', 'ä'].sort(new Intl.Collator('de').compare)", ["ä", "z"]),
        ("class A { #x = 1; static y = 2; get() { return this.#x } } return new A().get()", 1),
        ("return Object.entries({a: 1}).map(([k, v]) => ({k, ...{v}}))", [{"k": "a", "v": 1}]),
        ("return [...new Map([[1, 2]]).values(), new Set([3]).size]", [2, 1]),
        ("return 'aXbX'.replaceAll('X', '-') // no comment", "a-b-"),
        ("return 1.0", 1),
        ("return 10n", "10"),
        ("return '\\u00fc\\ud83d\\ude00'", "ü😀"),
        ("return null", None),
        ("return", UNDEFINED),
    ],
)
def test_it_runs_what_scripts_are_made_of(pool, script, expected):
    assert value(pool, script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("return Buffer.from('aGk=', 'base64').toString()", "hi"),
        ("return Buffer.from('Grüße 😀').toString('base64')", "R3LDvMOfZSDwn5iA"),
        ("return Buffer.from('R3LDvMOfZSDwn5iA', 'base64').toString('utf8')", "Grüße 😀"),
        ("return Buffer.from('6869', 'hex').toString('latin1')", "hi"),
        ("return Buffer.from([255, 254]).toString('hex')", "fffe"),
        ("return Buffer.from([251, 255]).toString('base64url')", "-_8"),
        ("return Buffer.concat([Buffer.from('a'), Buffer.alloc(2, 'b')]).toString()", "abb"),
        ("return Buffer.from('abc').slice(1).equals(Buffer.from('bc'))", True),
        ("return Buffer.byteLength('ü')", 2),
        ("const b = Buffer.alloc(8); b.writeUInt16BE(258, 2); return [...b, b.readInt32LE(0)]",
         [0, 0, 1, 2, 0, 0, 0, 0, 33619968]),
        ("return Buffer.isBuffer(Buffer.from('')) && !Buffer.isBuffer(new Uint8Array())", True),
        ("return Buffer.from([0xc3, 0x28]).toString()", "\ufffd("),
        ("return Buffer.from('a')", {"type": "Buffer", "data": [97]}),
        ("return Buffer.from('hi', 'utf16le').toString('hex')", "68006900"),
        ("return Buffer.from('abc').indexOf('c')", 2),
    ],
)  # fmt: skip
def test_it_has_buffer(pool, script, expected):
    assert value(pool, script) == expected


def test_the_payload_is_changed_in_place_and_ours_is_left_alone(pool):
    payload = {"a": {"b": 1}, "list": [1]}
    result = pool.run("payload.a.b += 1; payload.list.push(2); delete payload.none", payload)
    assert result.value is UNDEFINED
    assert result.scope == {"a": {"b": 2}, "list": [1, 2]}
    assert payload == {"a": {"b": 1}, "list": [1]}


@pytest.mark.parametrize(
    "there", [NOON, math.inf, -math.inf, "d1", "\x00d1", [UNDEFINED], {"": {}}]
)
def test_values_survive_the_way_there_and_back(pool, there):
    assert value(pool, "return payload", there) == there


def test_dates_are_dates(pool):
    assert value(pool, "return payload.time.getTime()", {"time": NOON}) == 1740830400000
    assert value(pool, "return [new Date(0), new Date(NaN)]") == [
        datetime(1970, 1, 1, tzinfo=UTC),
        None,
    ]


def test_what_json_cannot_hold_is_dropped_or_kept(pool):
    script = "const o = {f() {}, u: undefined, n: NaN}; o.me = o; o.in = [o, () => 1]; return o"
    found = value(pool, script)
    assert found.keys() == {"n", "in"}
    assert math.isnan(found["n"])
    assert found["in"] == [UNDEFINED, UNDEFINED]


def test_what_it_says_is_heard(pool):
    script = "console.log('a', {b: 1}); console.warn(2); console.error(new Error('x').message)"
    assert pool.run(script, None).console == (("info", 'a {"b":1}'), ("warn", "2"), ("error", "x"))


def error(pool, script, payload=None):
    with pytest.raises(NodeError) as halted:
        pool.run(script, payload)
    return halted.value


@pytest.mark.parametrize(
    ("script", "name", "message", "stack"),
    [
        ("let a;\nnull.b", "FunctionNodeTypeError", "Cannot read properties of null (reading 'b')",
         ("at line 2, column 6",)),
        ("throw new RangeError('far')", "FunctionNodeRangeError", "far", ("at line 1, column 7",)),
        ("return {{", "FunctionNodeSyntaxError", "Unexpected token '{'", ()),
        ("throw 'text'", "FunctionNodeError", "text", ()),
        ("}); escaped = 1; (function () {", "FunctionNodeSyntaxError",
         "Single function literal required", ()),
        ("let d = []; for (let i = 0; i < 1e6; i++) d = [d]; return d", "FunctionNodeRangeError",
         "Maximum call stack size exceeded", ()),
        ("return new Uint8Array(2e9).length", "FunctionNodeRangeError",
         "Array buffer allocation failed", ("at line 1, column 8",)),
    ],
)  # fmt: skip
def test_its_errors_are_told_with_their_place(pool, script, name, message, stack):
    found = error(pool, script)
    assert (found.name, found.message, found.stack) == (name, message, stack)


BOMBS = {
    "endless loop": ("while (true);", "FunctionNodeTimeout"),
    "regex": ("/^(a+)+$/.test('a'.repeat(40) + 'b')", "FunctionNodeTimeout"),
    "heap": ("const a = []; while (1) a.push(new Array(999).fill(1))", "FunctionNodeOutOfMemory"),
    "buffers": (
        "const a = []; while (1) a.push(new Uint8Array(1e7).fill(1))",
        "FunctionNodeOutOfMemory",
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_its_own_run_and_nothing_else(pool, bomb):
    script, name = BOMBS[bomb]
    assert error(pool, script).name == name
    assert value(pool, "return 1 + 1") == 2


def test_a_deep_json_text_does_no_harm(pool):
    script = "let d = []; for (let i = 0; i < 1e5; i++) d = [d]; return JSON.stringify(d).length"
    assert value(pool, script) == 200_002


def test_nothing_stays_for_the_next_run(pool):
    pool.run("globalThis.left = 1; Array.prototype.left = 1; JSON.parse = null", None)
    assert value(pool, "return [typeof left, [].left, typeof JSON.parse]") == [
        "undefined",
        UNDEFINED,
        "function",
    ]


@pytest.mark.parametrize(
    "name",
    ["require", "process", "setTimeout", "fetch", "WebAssembly", "Atomics", "__run", "Deno"],
)
def test_there_is_no_way_out(pool, name):
    script = f"return [typeof {name}, (() => {{}}).constructor('return typeof {name}')()]"
    assert value(pool, script) == ["undefined", "undefined"]


def test_a_payload_may_be_too_large(pool):
    assert error(pool, "return 1", "x" * 5_000_001).name == "PayloadTooLarge"


@pytest.fixture
def many_files():
    """More of them open than select() can tell apart."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
    with ExitStack() as opened:
        for _ in range(1100):
            opened.enter_context(Path(os.devnull).open())
        yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_it_runs_while_more_than_a_thousand_files_are_open(many_files):
    pool = JavaScriptPool(1, seconds=1.0, memory=64 * 1024 * 1024)
    with closing(pool):
        assert value(pool, "return 1 + 1") == 2


def test_a_child_that_is_killed_is_replaced():
    pool = JavaScriptPool(1)
    try:
        value(pool, "return 1")
        os.kill(pool._idle[0].pid, 9)
        assert error(pool, "return 1").name == "FunctionNodeCrash"
        assert value(pool, "return 2") == 2
    finally:
        pool.close()


def test_a_child_knows_nothing_of_our_environment():
    pool = JavaScriptPool(1)
    try:
        value(pool, "return 1")
        with open(f"/proc/{pool._idle[0].pid}/environ", "rb") as environment:
            assert environment.read() == b""
    finally:
        pool.close()
