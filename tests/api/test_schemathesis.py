"""Schemathesis reads our own description, makes up calls, and looks for what does not fit it.

Its checks are all on; tests/api/schemathesis.toml tells which of them expect something else.
"""

import re
import subprocess
import sys
from pathlib import Path

from tests.api.live import Live

HERE = Path(__file__).parent
EXAMPLES = 12  # made up at random for each operation, beside those at the limits
FEWEST = 2000


def test_schemathesis_finds_nothing(live: Live) -> None:
    client = live.client()
    applications = [client.applications.post(application={"name": name}) for name in ("A", "B")]
    done = subprocess.run(  # noqa: S603 - the arguments are ours
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", f"{live.url}/openapi.json", "--checks", "all"),
            *("--header", f"Authorization: Bearer {client.auth_token}"),
            *("--max-examples", str(EXAMPLES), "--generation-deterministic", "--workers", "2"),
        ],
        env=live.environ
        | {
            "FOYER_APPLICATION": applications[0]["id"],
            "FOYER_DOOMED_APPLICATION": applications[1]["id"],
        },
        cwd=live.folder,  # it leaves notes
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    cases = re.search(r"(\d+) generated", done.stdout)
    assert cases, done.stdout
    assert int(cases[1]) >= FEWEST
