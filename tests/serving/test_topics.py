"""Topics of an application: who hears what, and what happens to those who do not listen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.serving.messages.post import Post
from app.serving.messages.socket_post import SocketPost
from app.serving.messages.streams import next_bytes
from app.serving.messages.topics import (
    BURST,
    EVERY,
    MOST_HELD,
    Feed,
    Message,
    Topics,
    fits,
    refuse_filter,
)
from app.workflows.errors import Refused

ONE, OTHER = "a" * 24, "b" * 24


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = SocketPost(tmp_path)
    yield post
    post.stop()


@pytest.fixture
def topics(post: Post) -> Topics:
    return Topics(post)


def nobody() -> None:
    pass


def texts(feed: Feed) -> list[str]:
    return [message.text for message in feed.take()[0]]


@pytest.mark.parametrize(
    ("filter", "topic", "expected"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/B", False),
        ("a/+", "a/b", True),
        ("a/+", "a/b/c", False),
        ("a/+", "a/", True),
        ("+", "a", True),
        ("+", "/a", False),
        ("+/+", "/a", True),
        ("a/+/c", "a/b/c", True),
        ("a/#", "a/b/c", True),
        ("a/#", "a", True),
        ("a/#", "ab", False),
        ("#", "a/b", True),
        ("#", "$sys/a", False),
        ("+/a", "$sys/a", False),
        ("$sys/#", "$sys/a", True),
        ("a/b/c", "a/b", False),
    ],
)
def test_filters_fit_as_mqtt_says(filter: str, topic: str, expected: bool) -> None:
    assert fits(filter, topic) is expected


@pytest.mark.parametrize("filter", ["", "a#", "a/#/b", "a+/b", "#a", "a\0b", "x" * 70_000])
def test_filters_that_mqtt_does_not_know_are_refused(filter: str) -> None:
    with pytest.raises(Refused):
        refuse_filter(filter)


@pytest.mark.parametrize("topic", ["", "a/+", "a/#", "$sys/a", "losant/1/state", "a\0b"])
def test_some_topics_cannot_be_published_on(topics: Topics, topic: str) -> None:
    with pytest.raises(Refused, match="topic"):
        topics.publish(ONE, topic, "x")


def test_each_hears_what_was_asked_for_and_once(topics: Topics) -> None:
    with topics.listening(ONE, ["a", "a", "a/#", "+"], nobody) as feed:
        for topic in ("a", "b", "a/b", "c/d"):
            topics.publish(ONE, topic, topic)
        assert texts(feed) == ["a", "b", "a/b"]


def test_no_application_hears_another(topics: Topics) -> None:
    with topics.listening(ONE, ["#"], nobody) as feed, topics.listening(OTHER, ["a"], nobody) as at:
        topics.publish(OTHER, "a", "x")
        assert (texts(feed), texts(at)) == ([], ["x"])


def test_whoever_has_left_hears_nothing_and_is_forgotten(topics: Topics) -> None:
    with topics.listening(ONE, ["a", "b/#"], nobody) as feed:
        pass
    topics.publish(ONE, "a", "x")
    assert texts(feed) == []
    assert (topics._feeds, topics._wild) == ({}, {})


def test_a_message_is_an_event_of_one_line(topics: Topics) -> None:
    with topics.listening(ONE, ["a/b"], nobody) as feed:
        topics.publish(ONE, "a/b", 'two\nlines, "ü"')
        assert next_bytes(feed).decode() == (
            'event: mqttMessage\ndata: {"topic":"a/b","message":"two\\nlines, \\"ü\\""}\n\n'
        )


def test_a_slow_reader_loses_the_oldest_and_is_told() -> None:
    feed = Feed(["a"], nobody)
    for number in range(MOST_HELD + 3):
        feed.put(_message(str(number)))
    sent = next_bytes(feed).decode()
    assert sent.startswith(": 3 messages were lost")
    assert sent.count("event: mqttMessage") == MOST_HELD
    assert '"message":"3"' in sent
    assert '"message":"2"' not in sent
    assert next_bytes(feed) == b""


def test_a_reader_is_woken_once_for_all_that_waits() -> None:
    woken: list[bool] = []
    feed = Feed(["a"], lambda: woken.append(True))
    for number in range(5):
        feed.put(_message(str(number)))
    assert len(woken) == 1
    feed.take()
    feed.put(_message("again"))
    assert len(woken) == 2


def test_one_topic_takes_so_many_messages_in_a_time(post: Post) -> None:
    seconds = [0.0]
    topics = Topics(post, clock=lambda: seconds[0])
    for _ in range(BURST):
        topics.publish(ONE, "a", "x")
    with pytest.raises(Refused, match="30 messages in 15 seconds"):
        topics.publish(ONE, "a", "x")
    topics.publish(ONE, "b", "x")
    topics.publish(OTHER, "a", "x")
    seconds[0] = EVERY
    topics.publish(ONE, "a", "x")


def _message(text: str) -> Message:
    return Message("a", text)
