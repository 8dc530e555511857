"""Recorded runs of a version's workflows: the list, one run, its request, and that once more."""

from app.admin.runs import data, index, resend, show, trace

__all__ = ["data", "index", "resend", "show", "trace"]
