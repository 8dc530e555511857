"""For load balancers, and for whoever asks which process it has reached."""

import os

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.extensions import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Fails, and so says 500, when the database does."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok", "process": os.getpid()}
