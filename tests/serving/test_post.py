"""Messages and replies between processes, here within one: over sockets and over Redis."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from app.serving.messages.post import Post
from app.serving.messages.redis_post import RedisPost
from app.serving.messages.reply_post import slots_with
from app.serving.messages.socket_post import SocketPost
from app.workflows.replies import (
    Cookie,
    CustomReply,
    PageReply,
    RedirectReply,
    ReplyDescription,
    StreamReply,
)

Open = Callable[[], Post]


@pytest.fixture(params=["sockets", "redis"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens posts that are stopped at the end."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    with ExitStack() as stack:

        def new() -> Post:
            post = RedisPost(url) if url else SocketPost(tmp_path)
            stack.callback(post.stop)
            return post

        yield new


def heard_by(post: Post, kind: str = "note") -> "Queue[Any]":
    heard: Queue[Any] = Queue()
    post.on(kind, heard.put)
    post.listen()
    return heard


def test_a_message_reaches_its_process_and_no_other(opened: Open) -> None:
    one, two, three = opened(), opened(), opened()
    notes, others = heard_by(two), heard_by(three)
    assert one.send(two.process, "note", {"a": [1, "ü"]})
    one.send_to_others("note", "all")
    assert [notes.get(timeout=5) for _ in range(2)] == [{"a": [1, "ü"]}, "all"]
    assert others.get(timeout=5) == "all"


def test_messages_keep_their_order(opened: Open) -> None:
    one, two = opened(), opened()
    notes = heard_by(two)
    for number in range(2000):
        one.send_to_others("note", number)
    assert [notes.get(timeout=5) for _ in range(2000)] == list(range(2000))


def test_nobody_hears_their_own_message_to_the_others(opened: Open) -> None:
    one, two = opened(), opened()
    own, notes = heard_by(one), heard_by(two)
    one.send_to_others("note", 1)
    two.send(one.process, "note", 2)
    assert (notes.get(timeout=5), own.get(timeout=5)) == (1, 2)
    assert own.empty()


def test_a_receiver_that_fails_hears_the_next_message(opened: Open) -> None:
    one, two = opened(), opened()
    notes = heard_by(two)
    two.on("bad", lambda _: 1 / 0)
    one.send_to_others("bad", 1)
    one.send_to_others("unknown", 1)
    one.send_to_others("note", 2)
    assert notes.get(timeout=5) == 2


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
def test_a_reply_arrives_as_it_was_sent(opened: Open, reply: ReplyDescription) -> None:
    one, other = opened(), opened()
    slots = slots_with(one)
    one.listen()
    slot = slots.open("e" * 24)
    assert slots_with(other).answer(slot.reply_id, reply)
    assert slot.wait(5) == reply


def test_a_process_name_that_cannot_be_is_refused(opened: Open) -> None:
    for process in ("../gone", ""):
        assert not slots_with(opened()).answer(f"e.{process}-secret", CustomReply(body="x"))


# -- sockets


@contextmanager
def socket_post(folder: Path) -> Iterator[SocketPost]:
    post = SocketPost(folder)
    yield post
    post.stop()


def test_nobody_is_reached_who_is_not_there(tmp_path: Path) -> None:
    with socket_post(tmp_path) as post:
        assert not post.send("gone", "note", 1)
        post.send_to_others("note", 1)


def test_what_is_not_a_message_is_passed_over(tmp_path: Path) -> None:
    with socket_post(tmp_path) as one, socket_post(tmp_path) as other:
        notes = heard_by(one)
        for nonsense in (b"nonsense", b"\0\0\0\2{}", b"\xff\xff\xff\xff"):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(tmp_path / f"{one.process}.sock"))
                connection.sendall(nonsense)
        assert other.send(one.process, "note", "x")
        assert notes.get(timeout=5) == "x"


def test_sockets_of_dead_processes_are_swept_away(tmp_path: Path) -> None:
    dead = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(dead))
    with socket_post(tmp_path) as post:
        post.listen()
        assert [path.name for path in tmp_path.iterdir()] == [f"{post.process}.sock"]


def test_a_process_that_has_gone_does_not_hold_up_the_others(tmp_path: Path) -> None:
    with socket_post(tmp_path) as one, socket_post(tmp_path) as other:
        notes = heard_by(other)
        with socket_post(tmp_path) as gone:
            leaving = heard_by(gone)
            one.send_to_others("note", 1)
            assert leaving.get(timeout=5) == notes.get(timeout=5) == 1
        one.send_to_others("note", 2)
        assert notes.get(timeout=5) == 2


def test_a_stopped_process_leaves_nothing(tmp_path: Path) -> None:
    with socket_post(tmp_path) as post:
        post.listen()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_hold_sockets_is_no_failure(tmp_path: Path) -> None:
    with socket_post(tmp_path / ("x" * 120)) as post:
        post.listen()
