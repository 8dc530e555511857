"""`flask runs`: recorded runs of workflows, for the terminal."""

from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.errors import AppError
from app.extensions import db
from app.models import Application
from app.services.run_records.reading import (
    RunFilter,
    find_runs,
    read_request,
    read_run,
    runs_path,
)
from app.services.run_records.words import run_lines, summary_line


@click.group(invoke_without_command=True)
@click.option("--application", "application_id", help="Its id; all of them if left out.")
@click.option("--status", help="running, ended, error or lost.")
@click.option("--path", help="Of the request; * stands for anything.")
@click.option("--flow", "flow_id", help="The id of the workflow.")
@click.option("--error", help="The name of the error.")
@click.option("--limit", default=20, show_default=True, help="How many, of each application.")
@with_appcontext
def runs(application_id: str | None, limit: int, **wanted: Any) -> None:
    """List recorded runs of workflows, the newest first."""
    if click.get_current_context().invoked_subcommand:
        return
    path = runs_path(current_app.config["FOYER"].data)
    ids = [application_id] if application_id else db.session.scalars(select(Application.id)).all()
    try:
        pages = [find_runs(path, id, RunFilter(**wanted), per_page=limit) for id in ids]
    except AppError as error:
        raise click.ClickException(error.message) from None
    found = sorted((run for page in pages for run in page.items), key=lambda run: -run.seq)
    for run in found:
        click.echo(summary_line(run))
    if not found:
        click.echo("No run is recorded.")


@runs.command()
@click.argument("run_id")
@with_appcontext
def show(run_id: str) -> None:
    """Show what one run did: its steps as a tree, with times, messages and calls."""
    path = runs_path(current_app.config["FOYER"].data)
    run = read_run(path, run_id)
    if run is None:
        raise click.ClickException(f"There is no run {run_id}, or no longer.")
    for line in run_lines(run, read_request(path, run.trace_id) if run.trace_id else None):
        click.echo(line)
