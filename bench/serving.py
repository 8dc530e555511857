"""Requests a second of a running Foyer: the demo's static page, and a page behind a token.

Beside them constant bytes from the same server, which is the most that it can do here. Needs
`wrk`. The load generator and two workers share the machine, so quote ratios.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
WORKERS = 2
SECONDS = 5
CONNECTIONS = 16
START_SECONDS = 30
MEMBER = "ida@northlight.example"
BODY = b"x" * 3357
HEADERS = [(b"content-type", b"text/html"), (b"content-length", b"3357")]
CONSTANT = "bench.serving:constant --interface asginl --loop uvloop --no-ws --log-level warning"


async def constant(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


class Load(NamedTuple):
    rate: float
    p50: str
    p99: str


def main() -> None:
    if not shutil.which("wrk"):
        print("serving: not measured, because `wrk` is not installed")
        return
    with tempfile.TemporaryDirectory() as data:
        environ = os.environ | {"FOYER_DATA": data, "FOYER_WORKERS": str(WORKERS)}
        with server(["flask", "--app", "wsgi", "serve"], environ) as port:
            token = issue_token(environ)
            static = load(port, "/")
            guarded = load(port, "/visits", f"Authorization: Bearer {token}")
    command = ["granian", *CONSTANT.split(), "--workers", str(WORKERS)]
    with server(command, os.environ | {}) as port:
        ceiling = load(port, "/")
    rows = {"constant bytes": ceiling, "static page": static, "page behind a token": guarded}
    print(f"{'serving':22}{'requests/s':>12}{'p50':>10}{'p99':>10}{'ratio':>8}")
    for name, (rate, p50, p99) in rows.items():
        print(f"{name:22}{rate:12,.0f}{p50:>10}{p99:>10}{rate / ceiling.rate:8.2f}")


@contextmanager
def server(command: list[str], environ: dict[str, str]) -> Iterator[int]:
    """The port of a server that answers; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environ = environ | {"PORT": str(port), "GRANIAN_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    give_up = monotonic() + START_SECONDS
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            if monotonic() > give_up:
                raise
            sleep(0.1)


def issue_token(environ: dict[str, str]) -> str:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "issue-token", MEMBER]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.strip()


def load(port: int, path: str, *headers: str) -> Load:
    """One second to warm up, then the measurement. Raises RuntimeError for any answer but 2xx."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", "--latency"]
    for header in (f"Host: demo.localhost:{port}", *headers):
        command += ["-H", header]
    url = f"http://127.0.0.1:{port}{path}"
    subprocess.run([*command, "-d1s", url], stdout=subprocess.DEVNULL, check=True)
    done = subprocess.run(
        [*command, f"-d{SECONDS}s", url], text=True, stdout=subprocess.PIPE, check=True
    )
    figures = re.search(r"50%\s+(\S+).*99%\s+(\S+).*Requests/sec:\s+(\S+)", done.stdout, re.DOTALL)
    if "Non-2xx" in done.stdout or not figures:
        raise RuntimeError(f"{path} was not answered as it should:\n{done.stdout}")
    return Load(float(figures[3]), figures[1], figures[2])


if __name__ == "__main__":
    main()
