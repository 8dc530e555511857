"""Who guesses passwords is stopped, whatever is guessed and from wherever."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.errors import AccountLocked, Unauthorized
from app.extensions import db
from app.models import Account, SignInFailures
from app.services import throttle
from app.services.accounts import authenticate
from tests.conftest import Clock
from tests.factories import PASSWORD, make_account

HERE = "192.0.2.1"
ELSEWHERE = "203.0.113.7"
OWNER = "owner@example.com"


def fail(times: int, email: str = OWNER, address: str | None = HERE) -> None:
    for _ in range(times):
        with pytest.raises(Unauthorized) as refused:
            authenticate(email, "wrong", address)
        assert not isinstance(refused.value, AccountLocked)


def is_locked(email: str = OWNER, address: str | None = HERE, password: str = PASSWORD) -> bool:
    try:
        authenticate(email, password, address)
    except AccountLocked:
        return True
    except Unauthorized:
        return False
    return False


def rows() -> int:
    return db.session.scalars(select(func.count()).select_from(SignInFailures)).one()


@pytest.mark.parametrize("email", [OWNER, "nobody@example.com"])
def test_ten_failures_lock_an_account_that_exists_or_does_not(
    owner: Account, stopped_clock: Clock, email: str
) -> None:
    fail(10, email)
    with pytest.raises(AccountLocked, match="try again in 15 minutes") as refused:
        authenticate(email.upper(), PASSWORD, HERE)
    assert (refused.value.type, refused.value.status) == ("AccountLocked", 401)


def test_who_guesses_locks_nobody_out_elsewhere(owner: Account, stopped_clock: Clock) -> None:
    fail(10)
    assert is_locked()
    assert authenticate(OWNER, PASSWORD, ELSEWHERE) == owner
    assert is_locked()


def test_guesses_from_many_places_lock_an_account_at_last(
    owner: Account, stopped_clock: Clock
) -> None:
    for number in range(10):
        fail(10, address=f"192.0.2.{number}")
    assert is_locked(address="198.51.100.1")
    assert not is_locked("other@example.com", "198.51.100.1")


def test_success_does_not_forgive_the_guesses_from_elsewhere(
    owner: Account, stopped_clock: Clock
) -> None:
    for number in range(10):
        fail(9, address=f"192.0.2.{number}")
        assert authenticate(OWNER, PASSWORD, ELSEWHERE) == owner
    for number in range(10):
        fail(1, address=f"192.0.2.{number}")
    assert is_locked(address="198.51.100.1")


def test_a_lock_opens_fifteen_minutes_after_the_first_failure(
    owner: Account, stopped_clock: Clock
) -> None:
    fail(9)
    stopped_clock.advance(minutes=14)
    fail(1)
    assert is_locked()
    stopped_clock.advance(minutes=1)
    assert not is_locked()


def test_success_starts_the_account_afresh(owner: Account, stopped_clock: Clock) -> None:
    fail(9)
    assert authenticate(OWNER, PASSWORD, HERE) == owner
    fail(9)
    assert not is_locked()


def test_each_realm_counts_for_itself(owner: Account, stopped_clock: Clock) -> None:
    for number in range(50):
        throttle.count_attempt(throttle.Attempt(f"{number % 5}@example.com", HERE, "a" * 24))
    with pytest.raises(AccountLocked):
        throttle.count_attempt(throttle.Attempt("new@example.com", HERE, "a" * 24))
    throttle.count_attempt(throttle.Attempt("0@example.com", HERE, "b" * 24))
    throttle.count_attempt(throttle.Attempt("0@example.com", HERE))


def test_an_address_may_not_try_one_account_after_the_other(
    owner: Account, stopped_clock: Clock
) -> None:
    for number in range(50):
        fail(1, f"user{number}@example.com")
    assert is_locked()
    assert not is_locked(address="192.0.2.2")


def test_success_does_not_make_an_address_forget_its_failures(
    owner: Account, stopped_clock: Clock
) -> None:
    make_account(email="own@example.com")
    for number in range(50):
        fail(1, f"user{number}@example.com")
        if number < 49:
            assert not is_locked("own@example.com")
    assert is_locked("own@example.com")


def test_a_whole_network_of_ipv6_is_one_address(owner: Account, stopped_clock: Clock) -> None:
    for number in range(50):
        fail(1, f"user{number}@example.com", f"2001:db8:1:2::{number:x}")
    assert is_locked(address="2001:db8:1:2:ffff::1")
    assert not is_locked(address="2001:db8:1:3::1")


@pytest.mark.parametrize("address", [None, "", "unix:", "x" * 500, "::ffff:192.0.2.1"])
def test_an_address_of_any_kind_or_none_will_do(
    owner: Account, stopped_clock: Clock, address: str | None
) -> None:
    fail(10, address=address)
    assert is_locked(address=address)


def test_many_at_once_count_as_many(app: Flask, owner: Account, stopped_clock: Clock) -> None:
    outcomes: list[bool] = []

    def guess() -> None:
        with app.app_context():
            outcomes.append(is_locked(password="wrong"))

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * 10 + [True] * 6


def test_what_is_old_is_forgotten(owner: Account, stopped_clock: Clock) -> None:
    for number in range(5):
        fail(1, f"user{number}@example.com", f"192.0.2.{number}")
    assert rows() == 15
    stopped_clock.advance(minutes=15)
    fail(1)
    assert rows() == 3


def test_the_table_never_grows_without_end(
    owner: Account, stopped_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_ROWS", 10)
    for number in range(20):
        stopped_clock.advance(seconds=1)
        fail(1, f"user{number}@example.com", f"192.0.2.{number}")
        assert rows() <= 13


def test_who_is_locked_out_writes_nothing(owner: Account, stopped_clock: Clock) -> None:
    fail(10)
    before = db.session.scalars(select(SignInFailures.count)).all()
    assert is_locked()
    assert db.session.scalars(select(SignInFailures.count)).all() == before
