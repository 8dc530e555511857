"""The pages of the wizard. Each leads to the next with its answers; what is refused leads back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import BooleanField, StringField

from app.admin.blueprint import bp
from app.admin.endpoints.place import ENDPOINTS
from app.admin.forms import ResourceForm
from app.admin.place import Bench, me, only_in_develop
from app.admin.shell.markup import route as marked
from app.admin.trials.requests import hosts_serving
from app.admin.wizard.draft import STEPS, Draft, answers
from app.admin.wizard.review import has_own_host, plan_of, rows_of
from app.models import Endpoint
from app.routing import plain_path
from app.schemas import SlugPost
from app.services.experience.endpoints import parsed_route
from app.services.plans.endpoint_plans import Carried, carry_out
from app.services.starters import PAGES, REPLIES

NEW = f"{ENDPOINTS}/new"


class ReviewForm(ResourceForm):
    slug = StringField("Slug")
    opens_editor = BooleanField("Open the page editor afterwards")

    def body(self) -> dict[str, str]:
        return {"slug": (self.slug.data or "").strip()}


@bp.get(NEW)
@only_in_develop
def new_endpoint(bench: Bench) -> ResponseReturnValue:
    draft = Draft(bench)
    if draft.is_answered("kind"):
        draft.is_good("kind")
    return drawn(draft, "kind"), draft.status


@bp.get(f"{NEW}/<any(route, access, reply):step>")
@only_in_develop
def new_endpoint_step(bench: Bench, step: str) -> ResponseReturnValue:
    draft = Draft(bench)
    if draft.kind.data == "custom":
        return redirect(url_for(".new_endpoint_form"))
    if refused := draft.first_refused(step):
        return redirect(step_url(refused))
    if draft.is_answered(step):
        draft.is_good(step)
    return drawn(draft, step), draft.status


@bp.route(f"{NEW}/review", methods=["GET", "POST"])
@only_in_develop
def review_endpoint(bench: Bench) -> ResponseReturnValue:
    draft = Draft(bench)
    if refused := draft.first_refused("review"):
        return redirect(step_url(refused))
    form = ReviewForm()
    if form.is_submitted():
        with form.refusing():
            slug = form.read(SlugPost) if form.body()["slug"] else None
            done = carry_out(bench.application, plan_of(draft, slug), me())
            flash(_welcome(bench, done.endpoint))
            return redirect(_landing(done, opens_editor=form.opens_editor.data))
    needs_slug = not has_own_host(bench)
    page = drawn(draft, "review", form=form, rows=rows_of(draft), needs_slug=needs_slug)
    return page, form.status


def step_url(step: str) -> str:
    """With all that was answered so far."""
    return step_path(step, **answers())


def step_path(step: str, **told: Any) -> str:
    if step == "kind":
        return url_for("admin.new_endpoint", **told)
    if step == "review":
        return url_for("admin.review_endpoint", **told)
    return url_for("admin.new_endpoint_step", step=step, **told)


def drawn(draft: Draft, step: str, **more: Any) -> str:
    names = list(STEPS)
    at = names.index(step)
    return render_template(
        f"admin/wizard/{step}.html",
        draft=draft,
        step=step,
        at=at,
        steps=STEPS,
        step_before=names[at - 1] if at else None,
        step_after=next(iter(names[at + 1 :]), None),
        step_url=step_url,
        step_path=step_path,
        page_starters=PAGES,
        reply_starters=REPLIES,
        **more,
    )


def _landing(done: Carried, *, opens_editor: bool) -> str:
    if done.page and opens_editor:
        return url_for(".view", kind="pages", view_id=done.page.id)
    return url_for(".endpoint", endpoint_id=done.endpoint.id)


def _welcome(bench: Bench, endpoint: Endpoint) -> Markup:
    """What was created, and where to see it: at its host, or where it can be tried."""
    path = plain_path(parsed_route(endpoint.route)) if endpoint.method == "get" else None
    host = next(iter(hosts_serving(bench)), None)
    usage = url_for(".endpoint_usage", endpoint_id=endpoint.id)
    link = Markup('<a href="{}">Try it</a>').format(usage)
    if host and host.url and path:
        url = host.url.rstrip("/") + path
        link = Markup('<a href="{}" target="_blank" rel="noopener">Open it on {}</a>').format(
            url, host.name
        )
    return Markup("{} {} is there now. {}").format(
        endpoint.method.upper(), marked(endpoint.route), link
    )
