"""Where runs and requests are recorded."""

from pathlib import Path

from flask import current_app

from app.services.run_records.reading import runs_path


def runs_file() -> Path:
    return runs_path(current_app.config["FOYER"].data)
