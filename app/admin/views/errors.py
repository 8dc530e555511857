"""Where drawing a view broke lately, for visitors."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import Bench
from app.admin.recorded import runs_file
from app.admin.views.place import KINDS, VIEW, find_view
from app.admin.views.settings import uses_of
from app.services.run_records.reading import failed_drawings


@bp.get(f"{VIEW}/errors")
def view_errors(bench: Bench, kind: str, view_id: str) -> ResponseReturnValue:
    view = find_view(bench, kind, view_id)
    return render_template(
        "admin/views/errors.html",
        kind=KINDS[kind],
        view=view,
        uses=uses_of(bench, view),
        errors=failed_drawings(runs_file(), bench.application.id, bench.version.name, view.id),
    )
