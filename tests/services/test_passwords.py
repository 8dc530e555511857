from collections.abc import Callable
from threading import Thread

import bcrypt
import pytest
from flask import Flask

from app.services import passwords
from app.services.passwords import hash_password, password_fits


@pytest.mark.parametrize("password", ["12345678", "x" * 2048, "pässwörd €", "a\x00b" * 3, "\ud800"])
def test_a_password_fits_its_hash_and_no_other(app: Flask, password: str) -> None:
    password_hash = hash_password(password)
    assert password_fits(password, password_hash)
    assert not password_fits(password + "!", password_hash)


def test_letters_after_the_72nd_count(app: Flask) -> None:
    assert not password_fits("x" * 100 + "b", hash_password("x" * 100 + "a"))


def test_the_cost_comes_from_the_settings(app: Flask) -> None:
    assert hash_password("12345678").startswith("$2b$04$")


def test_nobody_costs_as_much_as_somebody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def check(password: bytes, password_hash: bytes) -> bool:
        asked.append(password_hash)
        return True

    monkeypatch.setattr(bcrypt, "checkpw", check)
    assert not password_fits("12345678", None)
    assert asked[0].startswith(b"$2b$04$")


def test_only_so_many_are_worked_out_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0

    def slow(check: Callable[[bytes, bytes], bool]) -> Callable[[bytes, bytes], bool]:
        def run(password: bytes, password_hash: bytes) -> bool:
            nonlocal running, most
            running += 1
            most = max(most, running)
            fits = check(password, password_hash)
            running -= 1
            return fits

        return run

    monkeypatch.setattr(bcrypt, "checkpw", slow(bcrypt.checkpw))
    password_hash = hash_password("12345678")
    threads = [Thread(target=password_fits, args=("12345678", password_hash)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= passwords.AT_ONCE
