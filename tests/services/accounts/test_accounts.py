import pytest

from app.errors import AccountLocked, AlreadyExists, Unauthorized, ValidationError
from app.models import Account
from app.schemas import AccountPatch, PasswordChange
from app.services.accounts import authenticate, change_password, update_account
from app.services.accounts.api_login import authenticate_api, issue_account_token
from app.services.accounts.sessions import find_account, open_session
from app.services.throttle import FROM_ONE_PLACE
from tests.conftest import Clock
from tests.factories import BY, PASSWORD, make_account


def test_an_account_signs_in_whatever_the_case_of_its_address(
    owner: Account, stopped_clock: Clock
) -> None:
    assert authenticate("OWNER@example.com", PASSWORD) == owner
    assert owner.last_login == stopped_clock.time


@pytest.mark.parametrize(
    ("email", "password"),
    [("owner@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", "")],
)
def test_nothing_tells_a_wrong_address_from_a_wrong_password(
    owner: Account, email: str, password: str
) -> None:
    with pytest.raises(Unauthorized, match="Email or password is wrong"):
        authenticate(email, password)
    assert owner.last_login is None


def test_an_address_is_taken_once(owner: Account, stranger: Account) -> None:
    with pytest.raises(AlreadyExists):
        make_account(email="Owner@example.com")
    with pytest.raises(AlreadyExists):
        update_account(stranger, AccountPatch(email="Owner@example.com"), BY)


def test_a_changed_address_is_the_one_to_sign_in_with(owner: Account) -> None:
    update_account(owner, AccountPatch(email="New@example.com", first_name="Ann"), BY)
    assert authenticate("new@example.com", PASSWORD).first_name == "Ann"


def test_a_new_password_ends_every_session_and_token(owner: Account) -> None:
    key, token = open_session(owner), issue_account_token(owner)
    change_password(owner, PasswordChange(current_password=PASSWORD, password="another one"), BY)
    assert find_account(key) is None
    with pytest.raises(Unauthorized):
        authenticate_api(token)
    assert authenticate("owner@example.com", "another one") == owner
    with pytest.raises(Unauthorized):
        authenticate("owner@example.com", PASSWORD)


def test_the_old_password_is_asked_for(owner: Account) -> None:
    with pytest.raises(ValidationError, match="not the password you have now"):
        change_password(owner, PasswordChange(current_password="x", password="another one"), BY)


def test_an_open_session_is_no_place_to_guess_the_password(owner: Account) -> None:
    guess = PasswordChange(current_password="guess", password="another one")
    for _ in range(FROM_ONE_PLACE):
        with pytest.raises(ValidationError):
            change_password(owner, guess, BY, "192.0.2.7")
    right = PasswordChange(current_password=PASSWORD, password="another one")
    with pytest.raises(AccountLocked):
        change_password(owner, right, BY, "192.0.2.7")
    change_password(owner, right, BY, "192.0.2.8")
