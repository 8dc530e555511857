"""Delete resources: much of an experience at once, kind by kind."""

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms import BooleanField

from app.admin.blueprint import bp
from app.admin.forms import Refused
from app.admin.place import me
from app.admin.settings.application import SETTINGS, TypedName
from app.extensions import db
from app.models import Application, Flow
from app.services.applications.bulk_delete import DeleteOptions, delete_experience
from app.services.applications.summary import summaries


class Kind(NamedTuple):
    """effect: what it means for visitors."""

    name: str
    word: str
    effect: str


KINDS = (
    Kind("users", "Users", "They cannot sign in any more, and their tokens end."),
    Kind("groups", "Groups", "Endpoints that name them let nobody in."),
    Kind("domains", "Domains", "Requests to them reach no experience."),
    Kind("slugs", "Slugs", "All but the one that every application has."),
    Kind("versions", "Versions", "All but develop. Hosts that point at them answer 404."),
    Kind("views", "Views of develop", "Endpoints that show one of them answer with an error."),
    Kind("workflows", "Workflows of develop", "Endpoints that they answered do so no more."),
    Kind("endpoints", "Endpoints of develop", "Requests to them get the reply for not found."),
)


class ResourcesForm(TypedName):
    users = BooleanField()
    groups = BooleanField()
    domains = BooleanField()
    slugs = BooleanField()
    versions = BooleanField()
    views = BooleanField()
    workflows = BooleanField()
    endpoints = BooleanField()

    @property
    def chosen(self) -> list[str]:
        return [kind.name for kind in KINDS if self._fields[kind.name].data]

    def options(self) -> DeleteOptions:
        """Raises Refused."""
        goes = self.chosen
        if not goes:
            self.refuse("", "Nothing is ticked. Choose what is to go.")
            raise Refused
        kept = ("users", "groups", "slugs", "domains", "views", "endpoints")
        return DeleteOptions(
            **{f"keep_{name}": name not in goes for name in kept},
            remove_versions="versions" in goes,
            remove_workflows="workflows" in goes,
        )


@bp.route(f"{SETTINGS}/resources", methods=["GET", "POST"])
def resources(application: Application) -> ResponseReturnValue:
    form, counts = ResourcesForm(), counts_of(application)
    if form.is_submitted():
        with form.refusing():
            options = form.options()
            form.refuse_other(application)
            delete_experience(application, options, me())
            flash(f"Gone: {', '.join(counted(one, counts[one]) for one in form.chosen)}.")
            return redirect(url_for(".resources"))
    page = render_template("admin/settings/resources.html", form=form, kinds=KINDS, counts=counts)
    return page, form.status


def counted(name: str, count: int) -> str:
    """name: of the kind, a plural."""
    return f"{count} {name.removesuffix('s') if count == 1 else name}"


def counts_of(application: Application) -> dict[str, int]:
    """Of what would go, by kind."""
    summary = summaries([application])[application.id].counts
    flows = select(func.count(Flow.id)).filter_by(
        application_id=application.id, flow_class="experience", deleted_in_develop=False
    )
    return {
        "users": summary["experienceUserCount"],
        "groups": summary["experienceGroupCount"],
        "domains": summary["experienceDomainCount"],
        "slugs": summary["experienceSlugCount"] - 1,
        "versions": summary["experienceVersionCount"] - 1,
        "views": summary["experienceViewCount"],
        "workflows": db.session.scalars(flows).one(),
        "endpoints": summary["experienceEndpointCount"],
    }
