from app.schemas.base import Maybe, Schema
from app.schemas.texts import Email, Password, PersonName


class AccountPost(Schema):
    email: Email
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
