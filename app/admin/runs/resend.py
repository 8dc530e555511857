"""A recorded request once more: the form is filled from the record, and sent as trials are."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.admin.blueprint import bp
from app.admin.forms import Refused
from app.admin.forms.json import json_text
from app.admin.place import Bench, for_frozen_too
from app.admin.recorded import runs_file
from app.admin.runs.filter import METHODS
from app.admin.runs.index import Row
from app.admin.runs.place import RUN, find_run
from app.admin.runs.show import row_of
from app.admin.trials.form import Shown, TryForm, emails_in
from app.admin.trials.requests import Trial, ask
from app.errors import NotFound
from app.redaction import HIDDEN
from app.services.run_records.reading import RecordedRequest, RecordedRun, read_request

OF_TRANSPORT = ("host", "content-length", "connection", "user-agent", "cookie", "accept-encoding")
"""Headers that each request gets anew. So do those that begin with `x-forwarded-` or `sec-`."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
ASKED = ("path", "headers", "body")
"""Fields in which hidden values may stand."""


class ResendForm(TryForm):
    method = SelectField("Method", choices={one: one.upper() for one in METHODS})

    def again(self, bench: Bench) -> Trial:
        """Raises Refused, also while a value is still hidden."""
        for name in ASKED:
            if HIDDEN in (self[name].data or ""):
                self.refuse(name, f"Write what stood in place of `{HIDDEN}`: it is not recorded.")
        if self.errors:
            raise Refused
        return self.trial(bench, self.method.data)


@bp.route(f"{RUN}/again", methods=["GET", "POST"])
@for_frozen_too
def resend(bench: Bench, flow_id: str, run_id: str) -> ResponseReturnValue:
    run = find_run(bench, flow_id, run_id)
    if run.path is None:
        raise NotFound("Request")
    row = row_of(bench, run)
    form, tried = ResendForm(data=recorded(run, row)), None
    form.offer_hosts(bench)
    if form.is_submitted():
        with form.refusing():
            tried = ask(bench, form.again(bench))
    return render_template(
        "admin/runs/resend.html",
        run=run,
        row=row,
        form=form,
        hidden=[form[name].label.text for name in ASKED if HIDDEN in (form[name].data or "")],
        emails=emails_in(bench),
        tried=tried,
        answer=Shown.of(tried) if tried else None,
    ), form.status


def recorded(run: RecordedRun, row: Row) -> dict[str, Any]:
    """What the form begins with. A user who is gone is nobody."""
    data = request_in(run)
    headers = in_object(data, "headers")
    request = read_request(runs_file(), run.trace_id) if run.trace_id else None
    query = query_of(request, data)
    return {
        "method": run.method,
        "path": f"{run.path}?{query}" if query else run.path,
        "user": row.user if "@" in row.user else "",
        "headers": "\n".join(f"{name}: {value}" for name, value in kept(headers)),
        "body": body_of(data.get("body"), str(headers.get("content-type", ""))),
        "runs_flows": True,
    }


def request_in(run: RecordedRun) -> dict[str, Any]:
    """What its trigger put into the payload."""
    first = run.steps[0].before if run.steps else None
    return in_object(first and first.value, "data")


def in_object(value: Any, *names: str) -> dict[str, Any]:
    """The object that those names lead to; empty if there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def query_of(request: RecordedRequest | None, data: Mapping[str, Any]) -> str:
    if request:
        return urlsplit(request.url).query
    return urlencode(in_object(data, "query"), doseq=True)


def kept(headers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        is_own = name in OF_TRANSPORT or name.startswith(("x-forwarded-", "sec-"))
        text = ", ".join(value) if isinstance(value, list) else str(value)
        if not is_own and text not in (HIDDEN, "*/*") and not text.startswith("multipart/"):
            yield name, text


def body_of(body: Any, content_type: str) -> str:
    """As it may have been sent: only what was read of it is recorded."""
    if body in (None, "", {}):
        return ""
    if isinstance(body, str):
        return body
    if content_type.startswith(FORMS) and isinstance(body, dict):
        return urlencode(body, doseq=True, safe="[]@/")
    return json_text(body)
