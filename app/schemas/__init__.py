"""What is valid, once for every door. Post creates, Patch changes what it names."""

from app.schemas.account import AccountPatch, AccountPost, Invitation, PasswordChange, Welcome
from app.schemas.api_token import ApiTokenPatch, ApiTokenPost
from app.schemas.application import ApplicationPatch, ApplicationPost
from app.schemas.domain import DomainPatch, DomainPost
from app.schemas.endpoint import EndpointPatch, EndpointPost
from app.schemas.globals import GlobalsPatch
from app.schemas.group import GroupPatch, GroupPost
from app.schemas.messages import field_errors, read, refusal
from app.schemas.reply import ReplyObject
from app.schemas.slug import SlugPatch, SlugPost
from app.schemas.user import UserPatch, UserPost
from app.schemas.version import VersionPatch, VersionPost
from app.schemas.view import ViewPatch, ViewPost

__all__ = [
    "AccountPatch",
    "AccountPost",
    "ApiTokenPatch",
    "ApiTokenPost",
    "ApplicationPatch",
    "ApplicationPost",
    "DomainPatch",
    "DomainPost",
    "EndpointPatch",
    "EndpointPost",
    "GlobalsPatch",
    "GroupPatch",
    "GroupPost",
    "Invitation",
    "PasswordChange",
    "ReplyObject",
    "SlugPatch",
    "SlugPost",
    "UserPatch",
    "UserPost",
    "VersionPatch",
    "VersionPost",
    "ViewPatch",
    "ViewPost",
    "Welcome",
    "field_errors",
    "read",
    "refusal",
]
