"""The JavaScript port: a few child processes, one for each script that runs at a time."""

import atexit
import os
import secrets
import threading
from typing import Any

from app.workflows.errors import NodeError
from app.workflows.javascript.crossing import from_json, to_text
from app.workflows.javascript.process import Child, ChildLost
from app.workflows.ports import ScriptResult
from app.workflows.values import UNDEFINED

SECONDS = 5.0
MEMORY = 128 * 1024 * 1024
LARGEST = 5_000_000
PATIENCE = 20.0
"""Seconds that a script waits for its turn."""
RUNS = 500
"""After which a child is replaced, whatever has gathered in it."""
PREFIX = "FunctionNode"


class JavaScriptPool:
    """Fulfils ports.JavaScript. Children start when they are first needed."""

    def __init__(
        self, size: int | None = None, *, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        """seconds: that one script may take; memory: bytes."""
        self._seconds = seconds
        self._memory = memory
        self._turns = threading.BoundedSemaphore(size or max(2, os.cpu_count() or 1))
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._closed = False
        atexit.register(self.close)

    def run(self, script: str, payload: Any) -> ScriptResult:
        """The payload is left as it is. Of the result, `scope` is UNDEFINED if there is a value.

        Raises NodeError: what the script threw, or which limit it met.
        """
        mark = f"\x00{secrets.token_hex(8)}"
        text = to_text(payload, mark)
        if len(text) > LARGEST:
            raise NodeError("A function is given 5 MB at most", "PayloadTooLarge")
        if not self._turns.acquire(timeout=PATIENCE):
            raise NodeError("Too many functions are running; try again later", "Busy")
        try:
            told = self._run(script, text, mark)
        finally:
            self._turns.release()
        return self._result(told, mark)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def _run(self, script: str, text: str, mark: str) -> Any:
        child = self._take()
        try:
            told = child.run(script, text, mark)
        except ChildLost as lost:
            child.kill()
            self._give(Child(self._seconds, self._memory))  # gets ready for the next one
            return {"limit": lost.why}
        except BaseException:
            child.kill()
            raise
        if child.runs < RUNS:
            self._give(child)
        else:
            child.kill()
        return told

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Child(self._seconds, self._memory)

    def _give(self, child: Child) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(child)
                return
        child.kill()

    def _result(self, told: Any, mark: str) -> ScriptResult:
        if limit := told.get("limit"):
            raise self._limits()[limit]
        if error := told.get("error"):
            name = f"{PREFIX}{error['name']}"
            raise NodeError(error["message"], name, tuple(error["stack"]))
        told = from_json(told, mark)
        return ScriptResult(
            value=_only(told.get("value")),
            scope=_only(told.get("scope")),
            console=tuple((level, line) for level, line in told["console"]),
        )

    def _limits(self) -> dict[str, NodeError]:
        seconds, megabytes = self._seconds, self._memory // 1024**2
        return {
            "time": NodeError(f"The function ran longer than {seconds:g} s", f"{PREFIX}Timeout"),
            "memory": NodeError(
                f"The function used more than {megabytes} MB", f"{PREFIX}OutOfMemory"
            ),
            "crash": NodeError(
                "The function brought JavaScript down; most likely it used too much memory",
                f"{PREFIX}Crash",
            ),
        }


def _only(value: Any) -> Any:
    return value[0] if value else UNDEFINED
