"""Fakes of servers that nodes ask: they keep what they were asked."""

from typing import Any

from app.workflows.errors import Refused


class FakeSql:
    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.asked: list[Any] = []

    def query(self, *asked: Any) -> Any:
        self.asked.append(asked)
        if isinstance(self.answer, Refused):
            raise self.answer
        return self.answer


class FakeRedis(FakeSql):
    command = FakeSql.query
