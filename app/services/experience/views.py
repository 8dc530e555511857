"""Views of develop: layouts, pages and components. Those of named versions are frozen."""

from sqlalchemy import select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, View
from app.rendering import RenderError, check_syntax
from app.schemas import ViewPatch, ViewPost
from app.services.author import Author, change, signed
from app.services.experience.view_check import NO_PAGE, lacks_page
from app.services.lookup import develop_of, refuse_frozen
from app.services.transaction import transaction


def create_view(application: Application, post: ViewPost, by: Author) -> View:
    _check_body(post.body)
    with transaction(application):
        view = View(
            application_id=application.id,
            version_id=develop_of(application.id).id,
            **post.columns(),
            **signed(by),
        )
        _check_name(view)
        _check_layout(view)
        _clear_headers(view)
        db.session.add(view)
    return view


def update_view(view: View, patch: ViewPatch, by: Author) -> View:
    if patch.body is not None:
        _check_body(patch.body)
    with transaction(view), db.session.no_autoflush:
        refuse_frozen(view.version_id)
        change(view, patch.changes(), by)
        _check_name(view)
        if "layout_id" in patch.model_fields_set:  # or one that has gone would stop every save
            _check_layout(view)
        _clear_headers(view)
    return view


def delete_view(view: View, by: Author) -> None:
    """Never blocked: what still uses it fails when it is asked for."""
    with transaction(view):
        refuse_frozen(view.version_id)
        db.session.delete(view)


def warnings_about(view: View) -> list[str]:
    """What is allowed and yet hardly meant, in words for its author."""
    return [NO_PAGE] if lacks_page(view.body, view.view_type) else []


def _check_name(view: View) -> None:
    query = select(View.id).filter_by(
        version_id=view.version_id, view_type=view.view_type, name=view.name
    )
    if any(id != view.id for id in db.session.scalars(query)):
        raise AlreadyExists(f"A {view.view_type} named `{view.name}` already exists", "name")


def _check_layout(view: View) -> None:
    if view.layout_id is None:
        return
    if view.view_type != "page":
        raise ValidationError(f"layoutId is for pages; a {view.view_type} has none", "layoutId")
    layout = db.session.get(View, (view.layout_id, view.version_id))
    if layout is None or layout.view_type != "layout":
        raise ValidationError(f"layoutId {view.layout_id} is no layout of develop", "layoutId")


def _clear_headers(view: View) -> None:
    if view.view_type != "page":
        view.headers = {}


def _check_body(body: str) -> None:
    try:
        check_syntax(body)
    except RenderError as error:
        raise ValidationError(f"body is not a template: {error}", "body") from None
