"""The editor's modules that need no browser, by Node's own runner: tests/flow_editor/*.test.mjs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT

FILES = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_its_tests_pass(path: Path) -> None:
    node = shutil.which("node")
    assert node, "Node.js runs the console's bundler, and these tests"
    done = subprocess.run(  # noqa: S603 - our own files
        [node, "--test", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
