"""What the editor's fields complete: payload paths at a node."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import Bench
from app.admin.recorded import runs_file
from app.admin.workflows.place import WORKFLOW, find_flow
from app.services.flows.payload_paths import Place, payload_paths

NEAR = 40
"""So many of the nodes before it are looked at."""


@bp.get(f"{WORKFLOW}/paths")
def workflow_paths(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """node: its id; after: of those that lead to it, the nearest first; trigger: kinds of those
    that start it. None of them need be saved."""
    find_flow(bench, flow_id)
    place = Place(
        request.args.get("node"),
        request.args.getlist("after")[:NEAR],
        request.args.getlist("trigger"),
    )
    found = payload_paths(runs_file(), bench.application.id, flow_id, bench.version.name, place)
    paths = [{"path": path, "sample": sample} for path, sample in found.paths]
    return jsonify(run=found.run_id, paths=paths)
