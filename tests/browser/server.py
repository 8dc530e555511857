"""Foyer as `make run` starts it, with data of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT

READY = "Foyer is ready"
SECONDS_TO_START = 60
EMAIL = "mara@northlight.example"
PASSWORD = "correct horse battery"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@dataclass(frozen=True)
class Server:
    port: int
    environ: dict[str, str]
    process: subprocess.Popen[str]
    output: list[str]

    @property
    def console(self) -> str:
        return f"http://localhost:{self.port}"

    def experience(self, slug: str = "demo") -> str:
        return f"http://{slug}.localhost:{self.port}"

    def token(self, email: str) -> str:
        """As `flask issue-token` prints it."""
        return self.flask("issue-token", email).stdout.strip()

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the terminal, with the settings of this server."""
        return subprocess.run(
            [*FLASK, *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_TO_START,
        )

    def kill(self) -> None:
        """As a power cut would: the supervisor and every worker, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running_server(data: Path, **environ: str) -> Iterator[Server]:
    """Waits for the line that says it is ready; stops it, workers too, at the end."""
    environ = _environ(data) | environ
    process = subprocess.Popen(
        [*FLASK, "serve"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    output: list[str] = []
    ready = threading.Event()
    reader = threading.Thread(target=_read, args=(process, ready, output))
    reader.start()
    try:
        if not ready.wait(SECONDS_TO_START) or process.poll() is not None:
            raise RuntimeError("Foyer did not start:\n" + "".join(output))
        yield Server(int(environ["PORT"]), environ, process, output)
    finally:
        _stop(process)
        reader.join()
        process.stdout.close()


def _environ(data: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")}
    return ours | {
        "PORT": str(_free_port()),
        "FOYER_DATA": str(data),
        "FOYER_ADMIN_EMAIL": EMAIL,
        "FOYER_ADMIN_PASSWORD": PASSWORD,
        "FOYER_WORKERS": "2",
        "FOYER_BCRYPT_COST": "4",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # or each of a hundred starts would compile everything
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _read(process: subprocess.Popen[str], ready: threading.Event, output: list[str]) -> None:
    """Until the server closes its output, so that it never waits for a reader."""
    for line in process.stdout:
        output.append(line)
        if READY in line:
            ready.set()
    ready.set()


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
