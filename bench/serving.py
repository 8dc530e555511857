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
from statistics import median
from time import monotonic, sleep
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
WORKERS = 2
SECONDS = 2
ROUNDS = 5
CONNECTIONS = 16
START_SECONDS = 30
MEMBER = "ida@northlight.example"
BODY = b"x" * 3274
HEADERS = [(b"content-type", b"text/html"), (b"content-length", b"3274")]
CONSTANT = "bench.serving:constant --interface asginl --loop uvloop --no-ws --log-level warning"


async def constant(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


class Load(NamedTuple):
    """rate: requests a second; p50, p99: milliseconds."""

    rate: float
    p50: float
    p99: float


def main() -> None:
    """Both servers stand side by side and are loaded in turn, round by round: what else the
    machine is doing then hits both alike. Medians of the rounds."""
    if not shutil.which("wrk"):
        print("serving: not measured, because `wrk` is not installed")
        return
    constant_command = ["granian", *CONSTANT.split(), "--workers", str(WORKERS)]
    with tempfile.TemporaryDirectory() as data:
        environ = os.environ | {"FOYER_DATA": data, "FOYER_WORKERS": str(WORKERS)}
        with (
            server(["flask", "--app", "wsgi", "serve"], environ) as foyer,
            server(constant_command, os.environ | {}) as ceiling,
        ):
            bearer = f"Authorization: Bearer {issue_token(environ)}"
            targets = {
                "constant bytes": (ceiling, "/"),
                "static page": (foyer, "/"),
                "page behind a token": (foyer, "/visits", bearer),
            }
            rounds = [
                {name: load(*target) for name, target in targets.items()} for _ in range(ROUNDS)
            ]
    print(f"{'serving':22}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'ratio':>8}")
    for name in targets:
        loads = [round_[name] for round_ in rounds]
        rate, p50, p99 = (median(figures) for figures in zip(*loads, strict=True))
        ratio = median(round_[name].rate / round_["constant bytes"].rate for round_ in rounds)
        print(f"{name:22}{rate:12,.0f}{p50:10.2f}{p99:10.2f}{ratio:8.2f}")


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
    found = r"\s50%\s+(\S+).*\s99%\s+(\S+).*Requests/sec:\s+(\S+)"
    figures = re.search(found, done.stdout, re.DOTALL)
    if "Non-2xx" in done.stdout or not figures:
        raise RuntimeError(f"{path} was not answered as it should:\n{done.stdout}")
    return Load(float(figures[3]), milliseconds(figures[1]), milliseconds(figures[2]))


def milliseconds(figure: str) -> float:
    """`220.00us`, `3.87ms` or `1.02s`, as wrk prints them."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", figure).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


if __name__ == "__main__":
    main()
