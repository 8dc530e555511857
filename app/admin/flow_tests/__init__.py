"""Tests of a version's workflows, and runs that go on from a step of a recorded one."""

from app.admin.flow_tests import form, index, run_on

__all__ = ["form", "index", "run_on"]
