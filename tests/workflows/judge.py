"""Node.js as the judge: what JavaScript itself makes of an expression, many at once."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from app.rendering.printing import iso, number_text
from app.workflows.values import CONTAINERS, UNDEFINED, dump_json, epoch_ms

SCRIPT = r"""
const {payload, sources} = JSON.parse(require('fs').readFileSync(0, 'utf8'), revive);
function revive(key, value) {
  return value && value.$date !== undefined ? new Date(value.$date) : value;
}
function $(path) {
  let value = payload;
  for (const [, key, name] of path.matchAll(/\[([^\]]+)\]|([^.\[\]]+)/g)) {
    if (Array.isArray(value) || typeof value === 'string')
      value = key !== undefined || name === 'length' ? value[key ?? name] : undefined;
    else
      value = value !== null && typeof value === 'object' && Object.hasOwn(value, key ?? name)
        ? value[key ?? name] : undefined;
  }
  return value;
}
function length(v) {
  if (Array.isArray(v) || typeof v === 'string') return v.length;
  return v !== null && typeof v === 'object' ? Object.keys(v).length : undefined;
}
function includes(all, v) {
  if (Array.isArray(all) || typeof all === 'string') return all.includes(v);
  return all !== null && typeof all === 'object' && Object.values(all).includes(v);
}
const {sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh, sqrt, log,
  log10, exp, pow, abs, ceil, floor, round, trunc, min, max, PI, E} = Math;
function show(v) {
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v);
  if (v === undefined) return 'undefined';
  return v instanceof Date ? 'date ' + v.toISOString() : JSON.stringify(v);
}
console.log(JSON.stringify(sources.map(source => {
  try { return show(eval(source)); } catch (error) { return String(error); }
})));
"""
TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\{\{\s*(.*?)\s*\}\}|\^""")


def verdicts(expressions: Sequence[str], payload: dict[str, Any]) -> dict[str, str]:
    """What each gives in JavaScript, as show() writes it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: nobody to judge JavaScript")
    sources = [in_javascript(expression) for expression in expressions]
    question = json.dumps({"payload": payload, "sources": sources}, default=dated)
    answer = subprocess.run(  # noqa: S603  (our own script)
        [node, "-e", SCRIPT], input=question, capture_output=True, text=True, check=True, timeout=60
    )
    return dict(zip(expressions, json.loads(answer.stdout), strict=True))


def in_javascript(expression: str) -> str:
    def translated(token: re.Match[str]) -> str:
        if token[0] == "^":
            return "**"
        return token[0] if token[1] is None else f"$({json.dumps(token[1])})"

    return "(" + TOKEN.sub(translated, expression) + ")"


def dated(value: Any) -> Any:
    assert isinstance(value, datetime)
    return {"$date": epoch_ms(value)}


def show(value: Any) -> str:
    if isinstance(value, datetime):
        return f"date {iso(value)}"
    if isinstance(value, float) and value == 0 and math.copysign(1, value) < 0:
        return "-0"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_text(value)
    if value is UNDEFINED or isinstance(value, (str, bool, type(None), *CONTAINERS)):
        return "undefined" if value is UNDEFINED else dump_json(value)
    raise AssertionError(f"{value!r} does not belong into a payload")


def alike(mine: str, theirs: str) -> bool:
    """The same, but for the last digit of a sine: no two libraries agree on it."""
    if mine == theirs:
        return True
    try:
        return math.isclose(float(mine), float(theirs), rel_tol=1e-14)
    except ValueError:
        return False
