"""Applications, with what each of them has from its first day: develop, and a slug of its id."""

import secrets
from typing import Any

from app.errors import ValidationError
from app.extensions import db
from app.models import DEVELOP, Account, Application, Slug, Version, new_id
from app.schemas import ApplicationPatch, ApplicationPost, GlobalsPatch
from app.schemas.globals import GLOBALS
from app.services.author import Author, change, dated, signed
from app.services.clock import now
from app.services.experience.slugs import set_endpoint_slug
from app.services.lookup import develop_of
from app.services.transaction import transaction

ELSEWHERE = ("endpoint_slug", "endpoint_default_cors")


def create_application(owner: Account, post: ApplicationPost, by: Author) -> Application:
    with transaction(owner):
        application = Application(
            id=new_id(),
            owner_id=owner.id,
            token_secret=secrets.token_hex(32),
            **post.columns(*ELSEWHERE),
            **dated(),
        )
        id = application.id
        db.session.add(application)
        db.session.flush()
        db.session.add(Version(application_id=id, name=DEVELOP, **signed(by)))
        db.session.add(Slug(application_id=id, slug=id, version=DEVELOP, **dated()))
        _change_elsewhere(application, post, by)
    return application


def update_application(
    application: Application, patch: ApplicationPatch, by: Author
) -> Application:
    with transaction(application):
        change(application, patch.changes(*ELSEWHERE), by)
        _change_elsewhere(application, patch, by)
    return application


def update_globals(application: Application, patch: GlobalsPatch, by: Author) -> Application:
    """Single keys; a null takes one away, and the others stay in their order."""
    with transaction(application):
        entries: dict[str, dict[str, Any]] = {entry["key"]: entry for entry in application.globals}
        for entry in patch.root:
            if entry.text is None:
                entries.pop(entry.key, None)
            else:
                entries[entry.key] = entries.get(entry.key, {}) | entry.wire()
        _check_number(entries)
        change(application, {"globals": list(entries.values())}, by)
    return application


def invalidate_all_tokens(application: Application, by: Author) -> None:
    """Every experience token of this application issued before now is refused."""
    with transaction(application):
        change(application, {"exp_user_token_cutoff": now()}, by)


def delete_application(application: Application, by: Author) -> None:
    """And all that belongs to it."""
    with transaction(application):
        db.session.delete(application)


def _change_elsewhere(
    application: Application, given: ApplicationPost | ApplicationPatch, by: Author
) -> None:
    """Fields that show what lives in develop and in the slugs."""
    if given.endpoint_slug is not None:
        set_endpoint_slug(application, given.endpoint_slug, by)
    if given.endpoint_default_cors is not None:
        develop = develop_of(application.id)
        change(develop, {"endpoint_default_cors": given.endpoint_default_cors}, by)


def _check_number(entries: dict[str, Any]) -> None:
    if len(entries) > GLOBALS:
        raise ValidationError(
            f"globals would have {len(entries)} keys; {GLOBALS} are allowed", "globals"
        )
