"""The tests of a workflow: what they came to last, running them, and how one goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import Bench, for_frozen_too, only_in_develop
from app.admin.workflows.place import WORKFLOW, find_develop_flow, find_flow
from app.models import FlowTest
from app.services.flow_tests import (
    delete_flow_test,
    find_flow_test,
    flow_tests_of,
    keep_result,
)
from app.services.version_diff.lines import LineDiff, compare_lines
from app.serving.runs.flow_tests import run_flow_test
from app.serving.site import Site

TESTS = f"{WORKFLOW}/tests"
TEST = f"{TESTS}/<test_id>"


@dataclass(frozen=True)
class ShownDifference:
    """lines: where one of the texts has several."""

    where: str
    expected: str
    got: str

    @property
    def lines(self) -> LineDiff | None:
        several = "\n" in self.expected or "\n" in self.got
        return compare_lines(self.expected, self.got) if several else None


@dataclass(frozen=True)
class ShownResult:
    """Of the last run of a test."""

    passed: bool
    version: str
    time: datetime
    milliseconds: float
    run_id: str | None
    problems: list[str]
    differences: list[ShownDifference]

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "ShownResult":
        differences = [ShownDifference(**one) for one in kept["differences"]]
        return cls(
            **kept | {"time": datetime.fromisoformat(kept["time"]), "differences": differences}
        )


@dataclass(frozen=True)
class Row:
    """result: None if it has not run since it was made or changed."""

    test: FlowTest
    result: ShownResult | None

    @classmethod
    def of(cls, test: FlowTest) -> "Row":
        return cls(test, ShownResult.of(test.last_result) if test.last_result else None)


@bp.get(TESTS)
def flow_tests(bench: Bench, flow_id: str) -> ResponseReturnValue:
    rows = [Row.of(test) for test in flow_tests_of(flow_id)]
    return render_template(
        "admin/workflows/tests/index.html",
        flow=find_flow(bench, flow_id),
        flow_id=flow_id,
        rows=rows,
        passed=sum(1 for row in rows if row.result and row.result.passed),
        failed=sum(1 for row in rows if row.result and not row.result.passed),
        waiting=sum(1 for row in rows if not row.result),
    )


@bp.post(f"{TESTS}/run")
@for_frozen_too
def run_flow_tests(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """All of them, or the one that `test` names: the workflow as this version has it."""
    find_flow(bench, flow_id)
    wanted = request.form.get("test")
    tests = [find_flow_test(flow_id, wanted)] if wanted else flow_tests_of(flow_id)
    failed = 0
    for test in tests:
        result = run_flow_test(Site.of(current_app), test, bench.version.name)
        failed += not result.passed
        keep_result(test, result.wire())
    flash(told(tests, failed))
    return redirect(url_for(".flow_tests", flow_id=flow_id), 303)


@bp.route(f"{TEST}/delete", methods=["GET", "POST"])
@only_in_develop
def ask_to_delete_flow_test(bench: Bench, flow_id: str, test_id: str) -> ResponseReturnValue:
    flow = find_develop_flow(bench, flow_id)
    test = find_flow_test(flow_id, test_id)
    if request.method == "POST":
        name = test.name
        delete_flow_test(test)
        flash(f"Test {name} is gone.")
        return redirect(url_for(".flow_tests", flow_id=flow_id))
    return render_template("admin/workflows/tests/delete.html", flow=flow, test=test)


def told(tests: list[FlowTest], failed: int) -> str:
    if len(tests) == 1:
        return f"{tests[0].name}: {'failed' if failed else 'passed'}."
    return (
        f"{failed} of {len(tests)} tests failed." if failed else f"All {len(tests)} tests passed."
    )
