"""`flask test-flows`: saved tests of workflows, for the terminal and for a build to stop at."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.errors import AppError
from app.extensions import db
from app.models import DEVELOP, Flow, FlowTest
from app.services.flow_tests import keep_result
from app.services.version_diff.lines import compare_lines
from app.serving.runs.flow_tests import FlowTestResult, run_flow_test
from app.serving.site import Site


@click.command("test-flows")
@click.option("--application", "application_id", help="Its id; all of them if left out.")
@click.option("--flow", "flow_id", help="The id of the workflow.")
@click.option("--version", default=DEVELOP, show_default=True, help="By its name.")
@with_appcontext
def test_flows(application_id: str | None, flow_id: str | None, version: str) -> None:
    """Run the saved tests of workflows. The exit code is 1 if one fails."""
    site = Site.of(current_app)
    failed = count = 0
    try:
        for test, flow in _tests(application_id, flow_id):
            count += 1
            failed += not _run(site, test, f"{flow.name} / {test.name}", version)
    finally:
        site.close()
    plural = "" if count == 1 else "s"
    click.echo(f"{count} test{plural}, {failed} failed" if count else "No test is saved.")
    if failed:
        raise SystemExit(1)


def _tests(application_id: str | None, flow_id: str | None) -> list[tuple[FlowTest, Flow]]:
    query = select(FlowTest, Flow).join(Flow, Flow.id == FlowTest.flow_id)
    if application_id:
        query = query.where(FlowTest.application_id == application_id)
    if flow_id:
        query = query.where(FlowTest.flow_id == flow_id)
    order = (FlowTest.application_id, Flow.name, Flow.id, FlowTest.name, FlowTest.id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(*order))]


def _run(site: Site, test: FlowTest, name: str, version: str) -> bool:
    """Whether it passed."""
    try:
        result = run_flow_test(site, test, version)
    except AppError as error:
        click.echo(f"failed  {name}\n        {error.message}")
        return False
    keep_result(test, result.wire())
    click.echo(f"{'passed' if result.passed else 'failed'}  {name}  {result.milliseconds:,.0f} ms")
    _tell(result)
    return result.passed


def _tell(result: FlowTestResult) -> None:
    for problem in result.problems:
        click.echo(f"        {problem}")
    for one in result.differences:
        if "\n" not in one.expected + one.got:
            click.echo(f"        {one.where}: expected {one.expected}, got {one.got}")
            continue
        click.echo(f"        {one.where}:")
        for hunk in compare_lines(one.expected, one.got).hunks:
            for line in hunk.lines:
                click.echo(f"        {line.sign or ' '} {line.text}")
    if not result.passed and result.run_id:
        click.echo(f"        its run: flask --app wsgi runs show {result.run_id}")
