from app.schemas.base import Maybe, Schema
from app.schemas.texts import DateTime, Email, IdList, Password, PersonName, Tags


class UserPost(Schema):
    email: Email
    password: Password
    first_name: PersonName = ""
    last_name: PersonName = ""
    user_tags: Tags = {}
    experience_group_ids: IdList = []
    token_cutoff: Maybe[DateTime] = None


class UserPatch(Schema):
    email: Maybe[Email] = None
    password: Maybe[Password] = None
    first_name: Maybe[PersonName] = None
    last_name: Maybe[PersonName] = None
    user_tags: Maybe[Tags] = None
    experience_group_ids: Maybe[IdList] = None
    token_cutoff: Maybe[DateTime] = None
