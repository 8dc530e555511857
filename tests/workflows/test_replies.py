import pytest

from app.workflows.replies import CustomReply, ReplySlots

ONE, TWO = CustomReply(body="1"), CustomReply(body="2")


@pytest.fixture
def slots():
    return ReplySlots()


def test_the_first_reply_wins(slots):
    slot = slots.open("endpoint")
    assert slots.answer(slot.reply_id, ONE)
    assert not slots.answer(slot.reply_id, TWO)
    assert slot.wait(0) == ONE


def test_a_reply_id_names_the_endpoint_and_cannot_be_guessed(slots):
    first, second = slots.open("endpoint"), slots.open("endpoint")
    assert first.reply_id.startswith(f"endpoint.{slots.process}-")
    assert first.reply_id != second.reply_id


@pytest.mark.parametrize("reply_id", ["", "endpoint", "endpoint.other-1", "x.y.z"])
def test_an_unknown_id_is_passed_over(slots, reply_id):
    assert not slots.answer(reply_id, ONE)


def test_a_closed_slot_takes_no_reply(slots):
    slot = slots.open("endpoint")
    slots.close(slot)
    assert not slots.answer(slot.reply_id, ONE)
    assert slot.wait(0) is None


def test_who_waits_can_be_told_that_nobody_will_answer(slots):
    slot = slots.open("endpoint")
    slots.give_up(slot.reply_id)
    assert slot.future.result(0) is None
    slots.give_up(slot.reply_id)


def test_a_reply_for_another_process_is_handed_over():
    handed = []

    def deliver(process, reply_id, reply):
        handed.append((process, reply_id, reply))
        return True

    here, there = ReplySlots("a1", deliver), ReplySlots("b2")
    slot = there.open("endpoint")
    assert here.answer(slot.reply_id, ONE)
    assert handed == [("b2", slot.reply_id, ONE)]
