"""Work that is done by hand where it can be, and on the loop where it must wait."""

import asyncio

import pytest

from app.workflows.engine.fiber import Fiber, Together
from tests.workflows.fakes import FakeHost


def drive(work):
    """Begin it here, and let the host end it. Whether the host was needed."""
    try:
        work.send(None)
    except StopIteration:
        return False
    FakeHost().adopt(work)
    return True


async def waits(seconds, name, done):
    await Fiber().settle()
    await asyncio.sleep(seconds)
    done.append(name)


async def at_once(name, done):
    done.append(name)


async def together(fiber, *works):
    async with Together(fiber) as both:
        for work in works:
            both.begin(work)
        while both:
            await both.next()


def test_what_need_not_wait_needs_no_loop():
    done = []
    assert not drive(together(Fiber(), at_once("a", done), at_once("b", done)))
    assert done == ["a", "b"]


def test_what_waits_goes_on_side_by_side():
    done = []
    works = [waits(2, "late", done), at_once("now", done), waits(1, "soon", done)]
    assert drive(together(Fiber(), *works))
    assert done == ["now", "soon", "late"]


def test_blocks_nest():
    done = []
    inner, outer = Fiber(), Fiber()
    inside = together(inner, waits(2, "inside", done), waits(1, "first", done))
    assert drive(together(outer, inside, waits(3, "last", done)))
    assert done == ["first", "inside", "last"]


def test_an_error_ends_what_still_waits():
    ended = []

    async def waits_and_tells(seconds):
        try:
            await waits(seconds, "never", ended)
        finally:
            ended.append("ended")

    async def fails():
        raise KeyError

    async def fails_later():
        await waits(1, "later", ended)
        raise KeyError

    for failing in (fails, fails_later):
        ended.clear()
        with pytest.raises(KeyError):
            drive(together(Fiber(), waits_and_tells(5), failing()))
        assert ended[-1] == "ended"
        assert "never" not in ended
