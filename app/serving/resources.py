"""Resources as templates and workflows see them: the names of the wire, nothing secret.

Absent optional values are left out, as on the wire.
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Row

Resource = dict[str, Any]


def endpoint_resource(row: Row[Any], version: str, groups: list[Resource]) -> Resource:
    return _present(
        id=row.id,
        experienceEndpointId=row.id,
        applicationId=row.application_id,
        version=version,
        method=row.method,
        route=row.route,
        description=row.description,
        enabled=row.enabled,
        access=row.access,
        experienceGroups=groups,
        deviceIdTemplate=row.device_id_template,
        endpointTags=row.endpoint_tags,
        staticReply=row.static_reply,
        unauthorizedReply=row.unauthorized_reply,
        **_dates(row),
    )


def view_resource(row: Row[Any], version: str, layout_name: str | None) -> Resource:
    """Without its body: a page has no use for its own source."""
    return _present(
        id=row.id,
        experienceViewId=row.id,
        applicationId=row.application_id,
        version=version,
        name=row.name,
        viewType=row.view_type,
        description=row.description,
        layoutId=row.layout_id,
        layoutName=layout_name,
        viewTags=row.view_tags,
        headers=row.headers or None,
        **_dates(row),
    )


def user_resource(row: Row[Any], groups: list[Resource]) -> Resource:
    return _present(
        id=row.id,
        experienceUserId=row.id,
        applicationId=row.application_id,
        email=row.email,
        firstName=row.first_name,
        lastName=row.last_name,
        avatarUrl=avatar_url(row.email),
        userTags=row.user_tags,
        experienceGroups=groups,
        tokenCutoff=_time(row.token_cutoff),
        passwordLastUpdated=_time(row.password_last_updated),
        lastLogin=_time(row.last_login),
        **_dates(row),
    )


def group_resource(id: str, name: str, parent_id: str | None) -> Resource:
    """As it stands among the groups of a user."""
    return _present(id=id, name=name, parentId=parent_id)


def avatar_url(email: str) -> str:
    digest = hashlib.md5(email.strip().lower().encode(), usedforsecurity=False).hexdigest()
    return f"https://www.gravatar.com/avatar/{digest}?d=retro&s=240"


def wire_time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: `2026-01-31T09:30:00.000Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _time(moment: datetime | None) -> str | None:
    return wire_time(moment) if moment else None


def _dates(row: Row[Any]) -> Resource:
    return {
        "creationDate": wire_time(row.creation_date),
        "lastUpdated": wire_time(row.last_updated),
    }


def _present(**fields: Any) -> Resource:
    return {name: value for name, value in fields.items() if value is not None}
