"""The list of recorded runs, and what is new in it since it was drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.admin.blueprint import bp
from app.admin.lists import PER_PAGE, page_number
from app.admin.place import Bench
from app.admin.recorded import runs_file
from app.admin.runs.filter import METHODS, SPANS, STATUSES, Wanted, typed
from app.admin.runs.place import RUNS, RUNS_OF_FLOW
from app.admin.shell.tree import flow_rows
from app.extensions import db
from app.models import Application, User
from app.services.flows.words import KINDS
from app.services.run_records.reading import RunFilter, RunPage, RunSummary, find_runs
from app.serving.sampling import MOST_OF_A_FLOW, MOST_OF_ALL

RECENT = 30
"""Runs in the editor's drawer."""


class Row(NamedTuple):
    """user: their e-mail, "" for nobody; start: what began it, where no request did."""

    run: RunSummary
    user: str
    start: str

    @property
    def status(self) -> int | None:
        """Of the workflow's own reply, else of what the request was answered with."""
        return self.run.reply_status or self.run.answer_status


@dataclass(frozen=True)
class Listed:
    """A page of rows, with what the pager needs."""

    rows: list[Row]
    total_count: int
    cursor: int
    page: int = 0
    per_page: int = PER_PAGE

    @property
    def is_past(self) -> bool:
        """Whether what is new stands on another page."""
        return self.page > 0


@bp.get(RUNS)
def runs(bench: Bench) -> ResponseReturnValue:
    wanted, page = Wanted.of(request.args), page_number()
    found = find_runs(runs_file(), bench.application.id, wanted.query(bench), page, PER_PAGE)
    flows = flow_names(bench)
    return render_template(
        "admin/runs/index.html",
        listed=listed(bench.application, found, page),
        wanted=wanted,
        flows=flows,
        flow_name=flows.get(wanted.flow) or next((one.flow_name for one in found.items), ""),
        statuses=STATUSES,
        methods=METHODS,
        spans=SPANS,
        typed=typed,
        live_url=url_for(".new_runs", **wanted.in_address),
        settings=current_app.config["FOYER"],
        most={"flow": MOST_OF_A_FLOW, "all": MOST_OF_ALL},
    )


@bp.get(f"{RUNS}/new")
def new_runs(bench: Bench) -> ResponseReturnValue:
    """Rows of runs that came or changed since the cursor; what of it the filter leaves out is
    counted, and named, since it may have been in the list before."""
    wanted, since = Wanted.of(request.args), cursor()
    found = find_runs(runs_file(), bench.application.id, wanted.query(bench, since), 0, PER_PAGE)
    anything = RunFilter(version=bench.version.name, since=since)
    all_new = find_runs(runs_file(), bench.application.id, anything, 0, PER_PAGE)
    fitting = {run.id for run in found.items}
    return render_template(
        "admin/runs/_new.html",
        listed=listed(bench.application, found),
        others=max(all_new.total_count - found.total_count, 0),
        left_out=[run.id for run in all_new.items if run.id not in fitting],
    )


@bp.get(f"{RUNS_OF_FLOW}/recent")
def recent_runs(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """The same for one workflow, as the editor lists them: all of them without a cursor."""
    since = cursor() if "since" in request.args else None
    wanted = RunFilter(flow_id=flow_id, version=bench.version.name, since=since)
    found = find_runs(runs_file(), bench.application.id, wanted, 0, RECENT)
    return render_template("admin/runs/_recent.html", listed=listed(bench.application, found))


def cursor() -> int:
    since = request.args.get("since", "")
    return int(since) if since.isascii() and since.isdigit() and len(since) < 18 else 0


def listed(application: Application, found: RunPage, page: int = 0) -> Listed:
    emails = emails_of(application, (run.user_id for run in found.items))
    rows = [
        Row(
            run,
            emails.get(run.user_id, "a user that is gone") if run.user_id else "",
            "" if run.path else KINDS.get(run.trigger_kind, run.trigger_kind),
        )
        for run in found.items
    ]
    return Listed(rows, found.total_count, found.cursor, page)


def emails_of(application: Application, ids: Iterable[str | None]) -> dict[str | None, str]:
    wanted = set(ids) - {None}
    if not wanted:
        return {}
    query = select(User.id, User.email).filter_by(application_id=application.id)
    rows: Any = db.session.execute(query.where(User.id.in_(wanted)))
    return {row.id: row.email for row in rows}


def flow_names(bench: Bench) -> dict[str, str]:
    """Of the version, by id; by name."""
    return {row.id: row.name for row in db.session.execute(flow_rows(bench.version))}
