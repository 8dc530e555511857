import pytest

from app.errors import AlreadyExists, Forbidden, NotFound
from app.models import Account
from app.schemas import Invitation, Welcome
from app.services.accounts import authenticate
from app.services.accounts.api_login import issue_account_token
from app.services.accounts.invitations import (
    LASTS,
    accept_invitation,
    invite,
    invite_again,
    invited,
)
from tests.conftest import Clock
from tests.factories import BY, PASSWORD

pytestmark = pytest.mark.usefixtures("app")

ANN = Invitation(email="Ann@example.com", first_name="Ann")


def test_the_invited_one_chooses_the_password_and_signs_in_with_it(stopped_clock: Clock) -> None:
    account, token = invite(ANN)
    assert invited(token) == account
    accept_invitation(token, Welcome(password=PASSWORD, first_name="Anna", last_name="Lee"))
    assert authenticate("ann@example.com", PASSWORD) == account
    assert (account.full_name, account.last_login) == ("Anna Lee", stopped_clock.time)


def test_a_link_works_once() -> None:
    _, token = invite(ANN)
    accept_invitation(token, Welcome(password=PASSWORD))
    with pytest.raises(NotFound):
        accept_invitation(token, Welcome(password="somebody else's"))
    authenticate("ann@example.com", PASSWORD)


def test_a_link_ends(stopped_clock: Clock) -> None:
    _, token = invite(ANN)
    stopped_clock.advance(seconds=LASTS.total_seconds() - 1)
    invited(token)
    stopped_clock.advance(seconds=1)
    with pytest.raises(NotFound):
        invited(token)


def test_a_new_link_ends_the_one_before() -> None:
    account, first = invite(ANN)
    second = invite_again(account, BY)
    with pytest.raises(NotFound):
        invited(first)
    assert invited(second) == account


def test_nobody_is_invited_to_an_account_that_is_in_use(owner: Account) -> None:
    with pytest.raises(AlreadyExists):
        invite(Invitation(email=owner.email))
    authenticate(owner.email, PASSWORD)
    with pytest.raises(Forbidden, match="has signed in already"):
        invite_again(owner, BY)


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_what_is_no_link_invites_nobody(token: str) -> None:
    with pytest.raises(NotFound):
        invited(token)


def test_another_token_of_the_server_is_no_invitation(owner: Account) -> None:
    with pytest.raises(NotFound):
        invited(issue_account_token(owner))
