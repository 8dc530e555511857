"""The last step: a list of everything that will be created, and the plan behind it."""

from typing import NamedTuple

from markupsafe import Markup

from app.admin.endpoints.place import endpoints_of
from app.admin.forms.reply import shown_reply
from app.admin.place import Bench
from app.admin.publishing.addresses import DEFAULT_SLUG
from app.admin.shell.markup import route as marked
from app.admin.trials.requests import hosts_serving
from app.admin.wizard.draft import ACCESS, Draft
from app.routing import order_key
from app.schemas import GroupPost, SlugPost
from app.services.experience.endpoints import parsed_route
from app.services.plans.endpoint_plans import EndpointPlan, FlowPlan
from app.services.starters import PAGES, REPLIES, SHOW_PAGE

NEW, KEPT = "+", "="


class Row(NamedTuple):
    """sign: NEW or KEPT; step: where it is changed."""

    sign: str
    word: str
    headline: str
    detail: str
    step: str


def plan_of(draft: Draft, slug: SlugPost | None) -> EndpointPlan:
    """Of answers that were not refused."""
    page = None
    if not draft.is_api:
        page = draft.new_page() if draft.has_new_page else draft.page_id.data
    return EndpointPlan(
        endpoint=draft.endpoint(),
        groups=tuple(GroupPost(name=name) for name in draft.new_groups()),
        page=page,
        flow=_flow_plan(draft),
        slug=slug,
    )


def rows_of(draft: Draft) -> list[Row]:
    rows = [_endpoint(draft), *_groups(draft), _access(draft)]
    if not draft.is_api:
        rows.append(_page(draft))
    if draft.flow.data != "none":
        rows.append(_flow(draft))
    if draft.access.data != "public":
        rows.append(_refused(draft))
    return rows


def has_own_host(bench: Bench) -> bool:
    """Whether a host that somebody chose serves the version; each has one that nobody would."""
    return any(host.kind != DEFAULT_SLUG for host in hosts_serving(bench))


def _flow_plan(draft: Draft) -> FlowPlan | None:
    if draft.flow.data == "none":
        return None
    starter = draft.flow_starter.data if draft.is_api else SHOW_PAGE
    data = "{}" if draft.is_api or not draft.has_new_page else PAGES[draft.page_starter.data].data
    if draft.flow.data == "existing":
        return FlowPlan(starter, flow_id=draft.flow_id.data, data=data)
    return FlowPlan(starter, name=draft.chosen_flow_name, data=data)


def _endpoint(draft: Draft) -> Row:
    method, route = draft.method.data, draft.endpoint().route
    headline = Markup(
        '<span class="method {}">{}</span>&ensp;<code class="route">{}</code>'
    ).format(method, method.upper(), marked(route))
    rank = order_key(parsed_route(route)), method
    others = [(order_key(parsed_route(e.route)), e.method) for e in endpoints_of(draft.bench)]
    place = 1 + sum(other < rank for other in others)
    where = next((f", answers at {host.name}" for host in hosts_serving(draft.bench)), "")
    detail = f"on, number {place} of {len(others) + 1} in the router's order{where}"
    return Row(NEW, "Endpoint", headline, detail, "route")


def _groups(draft: Draft) -> list[Row]:
    return [
        Row(NEW, "Group", Markup("<b>{}</b>").format(name), "new, without members yet", "access")
        for name in draft.new_groups()
    ]


def _access(draft: Draft) -> Row:
    groups = draft.experience_group_ids
    detail = ""
    if draft.access.data == "group":
        names = [groups.choices[id] for id in groups.data] + groups.new
        detail = f"{', '.join(names)}, and the groups above"
    return Row(KEPT, "Access", ACCESS[draft.access.data], detail, "access")


def _page(draft: Draft) -> Row:
    if not draft.has_new_page:
        name = Markup("<b>{}</b>").format(draft.pages[draft.page_id.data])
        return Row(KEPT, "Page", name, "is there already", "reply")
    starter = PAGES[draft.page_starter.data].title
    headline = Markup("<b>{}</b> from the starter {}").format(draft.chosen_page_name, starter)
    layout = draft.layouts.get(draft.layout_id.data)
    return Row(NEW, "Page", headline, _layout(layout), "reply")


def _flow(draft: Draft) -> Row:
    reply = REPLIES[draft.flow_starter.data].title if draft.is_api else "Reply with the page"
    way = f"Endpoint → {reply}"
    if draft.flow.data == "existing":
        name = draft.flows[draft.flow_id.data]
        headline = Markup("<b>{}</b>").format(name)
        return Row(KEPT, "Workflow", headline, f"gets {way} beside what it has", "reply")
    headline = Markup("<b>{}</b>: {}").format(draft.chosen_flow_name, way)
    return Row(NEW, "Workflow", headline, "answers with sample data until you change it", "reply")


def _refused(draft: Draft) -> Row:
    shown = shown_reply(draft.bench.version.unauthorized_reply, draft.pages, "401 or 403", "302")
    if shown.kind == "none":
        headline = "401 or 403, the built-in answer"
    else:
        headline = f"{shown.kind.capitalize()} {shown.name}, {shown.status}"
    return Row(KEPT, "When refused", headline, "the version's own answer, nothing new", "access")


def _layout(name: str | None) -> str:
    return f"in the layout {name}" if name else "a whole document, without a layout"
