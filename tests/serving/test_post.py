"""Replies from one process to another, here within one."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.serving.post import ReplyPost
from app.workflows.replies import (
    Cookie,
    CustomReply,
    PageReply,
    RedirectReply,
    ReplyDescription,
    ReplySlots,
    StreamReply,
)

Process = tuple[ReplyPost, ReplySlots]


def process(folder: Path) -> Process:
    post = ReplyPost(folder)
    return post, ReplySlots(deliver=post.send)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Process]:
    post, slots = process(tmp_path)
    post.listen(slots)
    yield post, slots
    post.stop()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Process]:
    post, slots = process(tmp_path)
    yield post, slots
    post.stop()


@pytest.mark.parametrize(
    "reply",
    [
        CustomReply(body="x" * 3_000_000, status=201, headers=(("A", "b"),)),
        PageReply(page_id="p", layout_id="l", data={"a": [1, "ü"]}, flow={"id": "f"}),
        RedirectReply(location="/", cookies=(Cookie("a", None), Cookie("b", "c", max_age=5.5))),
        StreamReply(topics=("a", "b")),
    ],
    ids=lambda reply: type(reply).__name__,
)
def test_a_reply_arrives_as_it_was_sent(
    one: Process, other: Process, reply: ReplyDescription
) -> None:
    slot = one[1].open("e" * 24)
    assert other[1].answer(slot.reply_id, reply)
    assert slot.wait(5) == reply


def test_nobody_is_reached_who_is_not_there(other: Process) -> None:
    for process in ("gone", "../gone", ""):
        assert not other[1].answer(f"e.{process}-secret", CustomReply(body="x"))


def test_what_is_not_a_reply_is_passed_over(one: Process, other: Process, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(tmp_path / f"{one[1].process}.sock"))
        connection.sendall(b"nonsense")
    slot = one[1].open("e" * 24)
    other[1].answer(slot.reply_id, CustomReply(body="x"))
    assert slot.wait(5) == CustomReply(body="x")


def test_sockets_of_dead_processes_are_swept_away(other: Process, tmp_path: Path) -> None:
    dead = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(dead))
    other[0].listen(other[1])
    assert [path.name for path in tmp_path.iterdir()] == [f"{other[1].process}.sock"]


def test_a_stopped_process_leaves_nothing(tmp_path: Path) -> None:
    post, slots = process(tmp_path)
    post.listen(slots)
    post.stop()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_hold_sockets_is_no_failure(tmp_path: Path) -> None:
    post, slots = process(tmp_path / ("x" * 120))
    post.listen(slots)
    post.stop()
