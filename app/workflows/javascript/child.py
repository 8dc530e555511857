"""The process that runs scripts, one after the other, each in a V8 isolate of its own.

It is started as a program, knows nothing of Foyer, and is killed when it does not answer in time.
Over its pipes go messages of a four-byte length and JSON.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from py_mini_racer import (
    JSEvalException,
    JSOOMException,
    JSTimeoutException,
    MiniRacer,
)

GLOBALS = (Path(__file__).parent / "globals.js").read_text()
LENGTH = 4
OWN_MEMORY = 640 * 1024 * 1024
"""What V8 asks for before any script, most of which it never uses."""


def main() -> None:
    """argv: seconds and bytes that a script may use."""
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    limit_process(memory)
    channel = os.dup(1)
    os.dup2(2, 1)  # whatever else is printed stays out of the messages
    while True:
        context = MiniRacer()
        context.eval(GLOBALS)
        send(channel, b'"ready"')
        request = receive(0)
        if request is None:
            os._exit(0)  # at once: V8 may not want to
        script, text, mark = (json.dumps(part) for part in json.loads(request))
        send(channel, run(context, f"__run({script},{text},{mark})", seconds, memory))
        context.close()


def run(context: MiniRacer, code: str, seconds: float, memory: int) -> bytes:
    try:
        result: Any = context.eval(code, timeout_sec=seconds, max_memory=memory)
        return str(result).encode()
    except JSTimeoutException:
        return b'{"limit":"time"}'
    except JSOOMException:
        return b'{"limit":"memory"}'
    except JSEvalException as error:
        failure = {"name": "Error", "message": str(error).splitlines()[0], "stack": []}
        return json.dumps({"console": [], "error": failure}).encode()


def limit_process(memory: int) -> None:
    """V8 does not count everything that a script can have. The parent watches what is really used;
    this holds where it cannot, and against a sudden jump."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        most = OWN_MEMORY + 8 * memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def send(channel: int, message: bytes) -> None:
    ahead = memoryview(len(message).to_bytes(LENGTH, "big") + message)
    while ahead:
        ahead = ahead[os.write(channel, ahead) :]


def receive(channel: int) -> bytes | None:
    head = read(channel, LENGTH)
    return read(channel, int.from_bytes(head, "big")) if head else None


def read(channel: int, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = os.read(channel, min(size - len(found), 1 << 20))
        if not part:
            return None
        found += part
    return bytes(found)


if __name__ == "__main__":
    try:
        main()
    finally:
        os._exit(1)  # threads of V8 would keep us here
