"""Where the views of a version are in the console, and which one an address means."""

from typing import NamedTuple

from sqlalchemy import select

from app.admin.place import VERSION, Bench
from app.extensions import db
from app.models import View
from app.services.lookup import find_row

VIEWS = f"{VERSION}/views/<any(layouts, pages, components):kind>"
VIEW = f"{VIEWS}/<view_id>"


class Kind(NamedTuple):
    """slug: in addresses; view_type: as stored."""

    slug: str
    view_type: str
    title: str
    about: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "layouts",
            "layout",
            "Layouts",
            "A layout is what surrounds pages: head, menu and foot, once for all of them.",
        ),
        Kind("pages", "page", "Pages", "A page is what an endpoint or a workflow answers with."),
        Kind(
            "components",
            "component",
            "Components",
            "A component is a piece that layouts, pages and other components call by its name.",
        ),
    )
}


def find_view(bench: Bench, kind: str, id: str) -> View:
    """Of that kind in that version. Raises NotFound."""
    view_type = KINDS[kind].view_type
    return find_row(View, "View", version_id=bench.version.id, id=id, view_type=view_type)


def views_named(bench: Bench, view_type: str) -> list[tuple[str, str]]:
    """(id, name) of all of that type, by name."""
    query = select(View.id, View.name).filter_by(version_id=bench.version.id, view_type=view_type)
    return [(row.id, row.name) for row in db.session.execute(query.order_by(View.name, View.id))]
