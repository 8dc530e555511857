import pytest
from sqlalchemy import func, select

from app.errors import AppError
from app.extensions import db
from app.models import Application, Endpoint, Flow, View
from app.schemas.flow import FlowPost
from app.services.flows.problems import flow_problems
from app.services.lookup import develop_of
from app.services.plans.kit_plans import KitPlan, NewEndpoint, NewPage, carry_out_kit
from app.services.starters.kits import KITS
from app.workflows.check import check_flow
from tests.factories import BY, make_application, make_endpoint, make_flow, make_view


def plan_of(kit: str, **changed: NewEndpoint | NewPage | str) -> KitPlan:
    endpoints = {name: NewEndpoint(part.route) for name, part in KITS[kit].endpoints.items()}
    pages = {name: NewPage(page.name) for name, page in KITS[kit].pages.items()}
    return KitPlan(
        kit,
        FlowPost(name="Mine", description="Why", flow_class="experience"),
        endpoints | {name: one for name, one in changed.items() if name in endpoints},
        pages | {name: one for name, one in changed.items() if name in pages},
    )


def counts() -> list[int]:
    tables = (Endpoint, Flow, View)
    return [db.session.scalars(select(func.count()).select_from(one)).one() for one in tables]


@pytest.mark.parametrize("kit", KITS)
def test_nothing_is_wrong_with_what_it_makes(application: Application, kit: str) -> None:
    flow = carry_out_kit(application, plan_of(kit), BY)
    graph = {"triggers": flow.triggers, "nodes": flow.nodes, "globals": flow.globals}
    assert check_flow(graph, "experience") == []
    version = develop_of(application.id)
    assert flow_problems(graph, "experience", version, flow.id) == []
    assert (flow.name, flow.description) == ("Mine", "Why")


@pytest.mark.parametrize("kit", KITS)
def test_it_can_be_made_twice_under_other_routes(application: Application, kit: str) -> None:
    carry_out_kit(application, plan_of(kit), BY)
    parts = KITS[kit].endpoints
    other = {name: NewEndpoint(f"/2{part.route}") for name, part in parts.items()}
    pages = {name: NewPage("Another") for name in KITS[kit].pages}
    carry_out_kit(application, plan_of(kit, **other, **pages), BY)
    assert counts()[0] == 2 * len(parts)


def test_endpoints_and_pages_that_are_there_are_used(application: Application) -> None:
    here = make_endpoint(application, method="get", route="/in")
    page = make_view(application, view_type="page")
    flow = carry_out_kit(application, plan_of("login", show=here.id, page=page.id), BY)
    assert flow.triggers[0]["key"] == here.id
    assert flow.triggers[0]["meta"]["label"] == "GET /in"
    replies = {node["id"]: node["config"] for node in flow.nodes}
    assert replies["form"]["pageIdTemplate"] == page.id
    assert replies["enter"]["bodyTemplate"] == "/in"
    assert counts() == [2, 1, 1]


def test_the_page_leads_to_the_route_that_was_chosen(application: Application) -> None:
    carry_out_kit(application, plan_of("form", send=NewEndpoint("/a'b")), BY)
    body = db.session.scalars(select(View.body)).one()
    assert 'action="/a&#39;b"' in body


def test_the_parameter_may_have_any_name(application: Application) -> None:
    flow = carry_out_kit(application, plan_of("api", one=NewEndpoint("/x/{itemId}")), BY)
    find = next(node for node in flow.nodes if node["id"] == "find")
    assert "params.itemId" in find["config"]["rules"][0]["inputTemplate"]


@pytest.mark.parametrize(
    ("kit", "part", "wanted", "sentence"),
    [
        ("api", "one", NewEndpoint("/api/item"), "A parameter is missing"),
        ("api", "list", NewEndpoint("/api/{all}"), "cannot have parameters"),
        ("api", "list", NewEndpoint("no slash {"), "This is no route"),
        ("api", "list", NewEndpoint("/taken"), "conflicts"),
        ("api", "list", "e" * 24, "not found"),
        ("login", "page", NewPage(""), "empty"),
    ],
)
def test_what_cannot_be_leaves_nothing_and_names_its_part(
    application: Application, kit: str, part: str, wanted: NewEndpoint | str, sentence: str
) -> None:
    make_endpoint(application, method="get", route="/taken")
    before = counts()
    with pytest.raises(AppError) as refused:
        carry_out_kit(application, plan_of(kit, **{part: wanted}), BY)
    kind = "pages" if part == "page" else "endpoints"
    assert refused.value.field == f"{kind}.{part}"
    assert sentence in refused.value.message
    db.session.rollback()
    assert counts() == before


def test_an_endpoint_of_another_method_or_application_is_not_found(
    application: Application,
) -> None:
    others = (
        make_endpoint(application, method="post", route="/x"),
        make_endpoint(make_application(), method="get", route="/y"),
    )
    for endpoint in others:
        with pytest.raises(AppError, match="not found"):
            carry_out_kit(application, plan_of("api", list=endpoint.id), BY)


def test_a_workflow_beside_it_keeps_its_endpoint(application: Application) -> None:
    make_flow(application)
    carry_out_kit(application, plan_of("stream"), BY)
    assert counts()[1] == 2
