from pydantic import computed_field

from app.schemas.answer import Id, Resource, Unblank, own_id
from app.schemas.application import SummaryQuery
from app.schemas.base import Maybe, Schema
from app.schemas.query import Flag
from app.schemas.texts import Email, Password, PersonName
from app.schemas.user import avatar_url


class AccountPost(Schema):
    email: Email
    password: Password
    first_name: PersonName = ""
    last_name: PersonName = ""


class Invitation(Schema):
    email: Email
    first_name: PersonName = ""
    last_name: PersonName = ""


class Welcome(Schema):
    """What the invited one adds."""

    password: Password
    first_name: PersonName = ""
    last_name: PersonName = ""


class AccountPatch(Schema):
    email: Maybe[Email] = None
    first_name: Maybe[PersonName] = None
    last_name: Maybe[PersonName] = None


class PasswordChange(Schema):
    current_password: str
    password: Password


class AccountAnswer(Resource):
    """The profile of whoever asks. Nothing is rationed here, so there are no limits to name."""

    user_id: Id = own_id()
    email: str
    first_name: Unblank = None
    last_name: Unblank = None
    limits: dict[str, int] = {}
    summary: dict[str, int]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @computed_field  # type: ignore[prop-decorator]
    @property
    def avatar_url(self) -> str:
        return avatar_url(self.email)


class AccountQuery(SummaryQuery):
    include_recent: Flag = False
