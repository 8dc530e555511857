"""applicationApiTokens and userApiTokens, with their singulars: tokens for programs."""

from collections.abc import Iterable
from datetime import datetime

from app.api.calls import Call, Resource, opened_by
from app.api.calls.listing import asked, listed
from app.api.calls.paths import APPLICATION
from app.api.calls.scopes import OF_ACCOUNTS, Access
from app.errors import Forbidden, NotFound
from app.extensions import db
from app.models import Account, ApiToken, Application
from app.schemas import ApiTokenPatch, ApiTokenPost
from app.schemas.answer import Success
from app.schemas.api_token import ApiTokenAnswer, ApiTokenList, ApiTokensQuery
from app.services.accounts.api_tokens import (
    create_api_token,
    delete_api_token,
    update_api_token,
    whole_scope,
)
from app.services.listing import list_api_tokens

Owner = Application | Account
WHOLE = frozenset({"all.Application", "all.Organization", "all.User"})


def declare(singular: str, path: str, access: Access) -> None:
    """The same calls for the tokens of an application and for those of an account."""
    token = Resource(singular, f"{path}/{{apiTokenId}}", body_name="apiToken", access=access)
    tokens = Resource(f"{singular}s", path, items=token)

    @tokens.get()
    def find_all(call: Call, query: ApiTokensQuery) -> ApiTokenList:
        """The tokens, without their texts."""
        owner = owner_of(call)
        page = list_api_tokens(owner, asked(query))
        return listed(ApiTokenList, page, lambda row: shown(row, owner), query, **named(owner))

    @tokens.post(bounded=False)
    def create(call: Call, body: ApiTokenPost) -> ApiTokenAnswer:
        """Make a token. Its text is in this answer, and nowhere else ever after."""
        owner = owner_of(call)
        refuse_further_reach(call, body.scope or [whole_scope(owner)])
        refuse_later_end(call, body.expiration_date)
        token, text = create_api_token(owner, body, call.by)
        return shown(token, owner, token=text)

    @token.get()
    def find(call: Call) -> ApiTokenAnswer:
        """One token, without its text."""
        return shown(row_of(call), owner_of(call))

    @token.patch(bounded=False)
    def update(call: Call, body: ApiTokenPatch) -> ApiTokenAnswer:
        """Rename a token, or switch it off and on. Its scope and its end stay."""
        return shown(update_api_token(row_of(call), body, call.by), owner_of(call))

    @token.delete(bounded=False)
    def delete(call: Call) -> Success:
        """Delete a token; it is refused from now on."""
        delete_api_token(row_of(call), call.by)
        return Success()


declare("applicationApiToken", f"{APPLICATION}/tokens", Access())
declare("userApiToken", "/me/tokens", OF_ACCOUNTS)


def refuse_further_reach(call: Call, scopes: Iterable[str]) -> None:
    """A scope that opens nothing yet may open something one day, so it is the whole's to give."""
    reach, is_whole = opened_by(call.scopes), bool(WHOLE & call.scopes)
    for scope in set(scopes) - call.scopes:
        opened = opened_by([scope])
        if not opened <= reach or not (opened or is_whole):
            raise Forbidden("A token cannot be given scopes that reach further than your own")


def refuse_later_end(call: Call, end: datetime | None) -> None:
    """People may make lasting tokens; a program's token only such as end when it does itself."""
    maker = db.session.get(ApiToken, call.by.id) if call.by.kind == "apiToken" else None
    if maker and maker.expiration_date and (end is None or end > maker.expiration_date):
        raise Forbidden("A token cannot last longer than the one that makes it: set expirationDate")


def owner_of(call: Call) -> Owner:
    return call.application if "applicationId" in call.path else call.account


def row_of(call: Call) -> ApiToken:
    token = db.session.get(ApiToken, call.path["apiTokenId"])
    if token is None or owner_of(call).id not in (token.application_id, token.account_id):
        raise NotFound("API token")
    return token


def named(owner: Owner) -> dict[str, str]:
    kind = "application" if isinstance(owner, Application) else "user"
    return {"owner_id": owner.id, "owner_type": kind}


def shown(row: ApiToken, owner: Owner, token: str | None = None) -> ApiTokenAnswer:
    creator = row.creator.email if row.creator else None
    return ApiTokenAnswer.of(row, **named(owner), creator_name=creator, token=token)
