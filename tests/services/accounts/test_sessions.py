from app.models import Account
from app.services.accounts.sessions import end_session, find_account, open_session
from tests.conftest import Clock


def test_a_key_tells_whose_session_it_is_until_it_ends(owner: Account, stranger: Account) -> None:
    key, another, strangers = open_session(owner), open_session(owner), open_session(stranger)
    assert find_account(key) == owner
    end_session(key)
    assert find_account(key) is None
    assert find_account(another) == owner
    assert find_account(strangers) == stranger


def test_a_key_that_is_none_opens_nothing(owner: Account) -> None:
    open_session(owner)
    assert find_account("") is find_account("x") is find_account("\udc00") is None


def test_a_session_lasts_thirty_days(owner: Account, stopped_clock: Clock) -> None:
    key = open_session(owner)
    stopped_clock.advance(days=29, hours=23)
    assert find_account(key) == owner
    stopped_clock.advance(hours=1)
    assert find_account(key) is None
