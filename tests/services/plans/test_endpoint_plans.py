import pytest
from sqlalchemy import func, select

from app.errors import AlreadyExists, AppError
from app.extensions import db
from app.models import Application, Endpoint, Flow, Group, Slug, View
from app.schemas import EndpointPost, GroupPost, SlugPost, ViewPost
from app.services.flows import warnings_about
from app.services.lookup import develop_of
from app.services.plans.endpoint_plans import (
    EndpointPlan,
    FlowPlan,
    add_starter_flow,
    carry_out,
)
from app.services.starters import PAGES, REPLIES, page_body
from tests.factories import BY, make_application, make_endpoint, make_flow, make_slug, make_view

GET = EndpointPost(method="get", route="/parts")


def page_post(name: str = "Parts") -> ViewPost:
    return ViewPost(name=name, view_type="page", body=page_body("blank", has_layout=False))


def counts() -> dict[str, int]:
    return {
        model.__name__: db.session.scalars(select(func.count()).select_from(model)).one()
        for model in (Endpoint, Flow, Group, Slug, View)
    }


def test_everything_of_a_plan_is_created(application: Application) -> None:
    plan = EndpointPlan(
        GET.model_copy(update={"access": "group"}),
        groups=(GroupPost(name="Storekeepers"),),
        page=page_post(),
        flow=FlowPlan("page", name="Parts"),
        slug=SlugPost(slug="parts"),
    )
    done = carry_out(application, plan, BY)
    assert [group.name for group in done.endpoint.groups] == ["Storekeepers"]
    assert done.endpoint.static_reply is None
    assert done.flow.triggers[0]["key"] == done.endpoint.id
    assert done.flow.nodes[0]["config"]["pageIdTemplate"] == done.page.id
    assert db.session.scalar(select(Slug.version).filter_by(slug="parts")) == "develop"


def test_without_a_workflow_the_endpoint_shows_the_page(application: Application) -> None:
    done = carry_out(application, EndpointPlan(GET, page=page_post()), BY)
    assert done.endpoint.static_reply["value"] == done.page.id


def test_a_page_that_is_there_is_used(application: Application) -> None:
    page = make_view(application)
    done = carry_out(application, EndpointPlan(GET, page=page.id), BY)
    assert done.page is None
    assert done.endpoint.static_reply["value"] == page.id


@pytest.mark.parametrize("part", ["slug", "flow", "endpoint"])
def test_a_failure_in_any_part_leaves_nothing(application: Application, part: str) -> None:
    make_slug(slug="taken")
    if part == "endpoint":
        make_endpoint(application, route="/parts")
    elsewhere = make_flow(make_application()).id
    before = counts()
    plan = EndpointPlan(
        GET,
        groups=(GroupPost(name="Storekeepers"),),
        page=page_post(),
        flow=FlowPlan("page", name="Parts", flow_id=elsewhere if part == "flow" else None),
        slug=SlugPost(slug="taken" if part == "slug" else "free"),
    )
    with pytest.raises(AppError) as refused:
        carry_out(application, plan, BY)
    assert refused.value.field == part
    assert counts() == before


def test_a_page_of_that_name_refuses_the_plan(application: Application) -> None:
    make_view(application, name="Parts")
    with pytest.raises(AlreadyExists, match="Parts"):
        carry_out(application, EndpointPlan(GET, page=page_post()), BY)


def test_a_workflow_that_is_there_takes_the_starter_in_beside_what_it_has(
    application: Application,
) -> None:
    first = carry_out(application, EndpointPlan(GET, flow=FlowPlan("object", name="API")), BY)
    post = EndpointPost(method="post", route="/parts")
    plan = EndpointPlan(post, flow=FlowPlan("take", flow_id=first.flow.id))
    done = carry_out(application, plan, BY)
    assert done.flow.id == first.flow.id
    assert [trigger["key"] for trigger in done.flow.triggers] == [
        first.endpoint.id,
        done.endpoint.id,
    ]
    ids = [node["id"] for node in done.flow.nodes]
    assert len(ids) == len(set(ids)) == 6
    old, new = done.flow.triggers
    assert new["meta"]["x"] > old["meta"]["x"]
    assert set(new["outputIds"][0]) < set(ids)


@pytest.mark.parametrize("starter", [*REPLIES, "page", "watch"])
def test_every_starter_is_a_workflow_without_a_warning(
    application: Application, starter: str
) -> None:
    page = make_view(application)
    plan = EndpointPlan(GET, page=page.id, flow=FlowPlan(starter, name="Starter"))
    flow = carry_out(application, plan, BY).flow
    assert flow.is_experience
    assert warnings_about(flow) == []


@pytest.mark.parametrize("starter", PAGES)
@pytest.mark.parametrize("has_layout", [True, False])
def test_every_starter_is_a_page(application: Application, starter: str, has_layout: bool) -> None:
    body = page_body(starter, has_layout=has_layout)
    make_view(application, body=body)  # which reads its syntax
    assert body.startswith("{% fillsection" if has_layout else "<!doctype html>")


def test_a_starter_answers_unless_the_endpoint_does(application: Application) -> None:
    page = make_view(application)
    reply = {"kind": "page", "value": page.id}
    answers = add_starter_flow(make_endpoint(application, route="/data"), application, BY)
    watches = add_starter_flow(make_endpoint(application, static_reply=reply), application, BY)
    assert answers.name == "GET /data"
    assert not any(warnings_about(one, develop_of(application.id)) for one in (answers, watches))
    assert "EndpointReplyNode" in {node["type"] for node in answers.nodes}
    assert {node["type"] for node in watches.nodes} == {"DebugNode"}
