import pytest

from app.errors import Unauthorized
from app.models import Account, Application
from app.schemas import ApiTokenPatch, ApiTokenPost
from app.services.accounts.api_tokens import (
    create_api_token,
    delete_api_token,
    find_api_token,
    update_api_token,
)
from tests.conftest import Clock
from tests.factories import BY


def test_the_text_is_given_once_and_not_kept(application: Application) -> None:
    token, text = create_api_token(application, ApiTokenPost(name="CI"), BY)
    assert find_api_token(text) == token
    assert (token.application_id, token.account_id) == (application.id, None)
    assert token.creator_id == BY.id
    assert text not in vars(token).values()


def test_a_token_reaches_as_far_as_its_owner_by_default(
    owner: Account, application: Application
) -> None:
    assert create_api_token(owner, ApiTokenPost(name="a"), BY)[0].scope == ["all.User"]
    assert create_api_token(application, ApiTokenPost(name="a"), BY)[0].scope == ["all.Application"]
    post = ApiTokenPost(name="a", scope=["experienceViews.get"])
    assert create_api_token(application, post, BY)[0].scope == ["experienceViews.get"]


@pytest.mark.parametrize("text", ["", "nonsense", "\ud800"])
def test_an_unknown_token_is_refused(application: Application, text: str) -> None:
    with pytest.raises(Unauthorized, match="Invalid access token"):
        find_api_token(text)


def test_a_token_can_be_switched_off_and_on(application: Application) -> None:
    token, text = create_api_token(application, ApiTokenPost(name="a"), BY)
    update_api_token(token, ApiTokenPatch(status="inactive"), BY)
    with pytest.raises(Unauthorized):
        find_api_token(text)
    update_api_token(token, ApiTokenPatch(status="active"), BY)
    assert find_api_token(text) == token


def test_a_token_ends_at_its_time(application: Application, stopped_clock: Clock) -> None:
    post = ApiTokenPost(name="a", expiration_date=stopped_clock.time.replace(hour=13))
    _, text = create_api_token(application, post, BY)
    assert find_api_token(text)
    stopped_clock.advance(hours=1)
    with pytest.raises(Unauthorized, match="Access token has expired"):
        find_api_token(text)


def test_a_deleted_token_is_refused(application: Application) -> None:
    token, text = create_api_token(application, ApiTokenPost(name="a"), BY)
    delete_api_token(token, BY)
    with pytest.raises(Unauthorized):
        find_api_token(text)
