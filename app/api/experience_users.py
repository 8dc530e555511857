"""experienceUsers and experienceUser: those who visit. Not versioned."""

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import EXPERIENCE
from app.models import User
from app.schemas import UserPatch, UserPost
from app.schemas.answer import Success
from app.schemas.user import UserAnswer, UserList, UsersQuery
from app.services.experience.users import create_user, delete_user, update_user
from app.services.listing import list_users

USERS = f"{EXPERIENCE}/users"

user = Resource("experienceUser", f"{USERS}/{{experienceUserId}}")
users = Resource("experienceUsers", USERS, items=user)


@users.get()
def find_all(call: Call, query: UsersQuery) -> UserList:
    """The users of an application. An advanced query replaces the other filters."""
    return listed(
        UserList,
        list_users(
            call.application, asked(query, "experience_group_id", "include_ancestor_groups")
        ),
        UserAnswer.of,
        query,
        application_id=call.application.id,
        experience_group_id=query.experience_group_id,
    )


@users.post()
def create(call: Call, body: UserPost) -> UserAnswer:
    """Create a user."""
    return UserAnswer.of(create_user(call.application, body, call.by))


@user.get()
def find(call: Call) -> UserAnswer:
    """One user, with the groups it is in directly."""
    return UserAnswer.of(row_of(call))


@user.patch()
def update(call: Call, body: UserPatch) -> UserAnswer:
    """Change what is given. A new password leaves tokens alone; a tokenCutoff ends older ones."""
    return UserAnswer.of(update_user(row_of(call), body, call.by))


@user.delete()
def delete(call: Call) -> Success:
    """Delete a user, and with it its memberships and tokens."""
    delete_user(row_of(call), call.by)
    return Success()


def row_of(call: Call) -> User:
    return call.row(User, "experienceUserId", "User")
