"""Every service that changes what the public host keeps in memory raises the revision."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable

import pytest
from flask import Flask

from app import services
from app.extensions import db
from app.models import Application, Endpoint, Flow, User, View
from app.schemas import (
    ApiTokenPatch,
    ApiTokenPost,
    ApplicationPatch,
    DomainPatch,
    EndpointPatch,
    EndpointPost,
    GlobalsPatch,
    GroupPatch,
    SlugPatch,
    UserPatch,
    VersionPatch,
    ViewPatch,
    read,
)
from app.schemas.credential import CredentialPatch
from app.schemas.flow import FlowPatch, FlowPost
from app.schemas.flow_import import FlowImport, ImportedFlow
from app.schemas.flow_test import FlowTestPost
from app.schemas.flow_version import FlowVersionPatch
from app.services import applications, bootstrap, flow_tests, flows
from app.services.accounts import api_tokens
from app.services.applications import bulk_delete, credentials
from app.services.experience import (
    access,
    domains,
    endpoints,
    groups,
    slugs,
    users,
    versions,
    views,
)
from app.services.flows import importing as flow_import
from app.services.flows import transfer as flow_transfer
from app.services.flows import versions as flow_versions
from app.services.lookup import develop_of
from app.services.plans import endpoint_plans, kit_plans
from app.services.plans.endpoint_plans import EndpointPlan
from app.services.plans.kit_plans import KitPlan, NewEndpoint
from app.services.revision import raise_revision
from app.services.starters.kits import KITS
from app.services.transaction import transaction
from tests import factories
from tests.conftest import Clock
from tests.factories import BY, HOST

Prepare = Callable[[Application], Callable[[], object]]
"""Makes what the act needs; then the act itself is called and watched."""

RAISES: dict[str, Prepare] = {
    "update_application": lambda a: (
        lambda: applications.update_application(a, ApplicationPatch(name="New"), BY)
    ),
    "update_globals": lambda a: (
        lambda: applications.update_globals(a, read(GlobalsPatch, [{"key": "k", "json": "1"}]), BY)
    ),
    "invalidate_all_tokens": lambda a: lambda: applications.invalidate_all_tokens(a, BY),
    "start_empty": lambda a: lambda: bootstrap.start_empty(a, None, BY),
    "bootstrap": lambda a: lambda: bootstrap.bootstrap(a, bootstrap.BootstrapOptions(), BY),
    "delete_experience": lambda a: (
        lambda: bulk_delete.delete_experience(a, bulk_delete.DeleteOptions(), BY)
    ),
    "create_endpoint": lambda a: lambda: factories.make_endpoint(a),
    "update_endpoint": lambda a: change(
        factories.make_endpoint(a), endpoints.update_endpoint, EndpointPatch(enabled=False)
    ),
    "delete_endpoint": lambda a: remove(factories.make_endpoint(a), endpoints.delete_endpoint),
    "carry_out": lambda a: (
        lambda: endpoint_plans.carry_out(
            a, EndpointPlan(EndpointPost(method="get", route="/parts")), BY
        )
    ),
    "carry_out_kit": lambda a: (
        lambda: kit_plans.carry_out_kit(
            a, KitPlan("api", FlowPost(name="Mine"), new_endpoints("api"), {}), BY
        )
    ),
    "add_starter_flow": lambda a: starter(a),
    "create_flow": lambda a: lambda: factories.make_flow(a),
    "update_flow": lambda a: change(
        factories.make_flow(a), flows.update_flow, FlowPatch(enabled=False)
    ),
    "delete_flow": lambda a: remove(factories.make_flow(a), flows.delete_flow),
    "delete_flows_of": lambda a: remove(started(a), flows.delete_flows_of),
    "delete_experience_flows": lambda a: (
        factories.make_flow(a) and (lambda: flows.delete_experience_flows(a, BY))
    ),
    "import_flows": lambda a: (
        lambda: flow_import.import_flows(
            a, FlowImport(flows=[ImportedFlow(id="b" * 24, name="Boats")]), BY
        )
    ),
    "bring_flows": lambda a: (
        lambda: flow_transfer.bring_flows(
            a, FlowImport(flows=[ImportedFlow(id="b" * 24, name="Boats")]), BY
        )
    ),
    "create_flow_version": lambda a: with_flow(
        a, lambda flow: lambda: factories.make_flow_version(flow)
    ),
    "update_flow_version": lambda a: change(
        factories.make_flow_version(factories.make_flow(a, flow_class="cloud")),
        flow_versions.update_flow_version,
        FlowVersionPatch(enabled=False),
    ),
    "delete_flow_version": lambda a: remove(
        factories.make_flow_version(factories.make_flow(a, flow_class="cloud")),
        flow_versions.delete_flow_version,
    ),
    "delete_flow_versions": lambda a: with_flow(
        a,
        lambda flow: (
            lambda: flow_versions.delete_flow_versions(
                flow, [factories.make_flow_version(flow).id], BY
            )
        ),
    ),
    "create_view": lambda a: lambda: factories.make_view(a),
    "update_view": lambda a: change(
        factories.make_view(a), views.update_view, ViewPatch(body="new")
    ),
    "delete_view": lambda a: remove(factories.make_view(a), views.delete_view),
    "create_group": lambda a: lambda: factories.make_group(a),
    "update_group": lambda a: change(
        factories.make_group(a), groups.update_group, GroupPatch(name="New")
    ),
    "delete_group": lambda a: remove(factories.make_group(a), groups.delete_group),
    "admit_group": lambda a: with_group(a, access.admit_group),
    "dismiss_group": lambda a: with_group(a, access.dismiss_group, inside=True),
    "create_version": lambda a: lambda: factories.make_version(a),
    "update_version": lambda a: change(
        develop_of(a.id), versions.update_version, VersionPatch(endpoint_default_cors=False)
    ),
    "copy_to_develop": lambda a: remove(factories.make_version(a), versions.copy_to_develop),
    "delete_version": lambda a: remove(factories.make_version(a), versions.delete_version),
}
LIVE: dict[str, Prepare] = {  # the public host looks these up, or never needs them
    "create_slug": lambda a: lambda: factories.make_slug(a),
    "update_slug": lambda a: change(
        factories.make_slug(a), slugs.update_slug, SlugPatch(version=None)
    ),
    "delete_slug": lambda a: remove(factories.make_slug(a), slugs.delete_slug),
    "set_endpoint_slug": lambda a: lambda: slugs.set_endpoint_slug(a, "museum", BY),
    "create_domain": lambda a: lambda: factories.make_domain(a),
    "update_domain": lambda a: domain_change(a),
    "delete_domain": lambda a: remove(factories.make_domain(a), domains.delete_domain),
    "create_user": lambda a: lambda: factories.make_user(a),
    "update_user": lambda a: change(
        factories.make_user(a), users.update_user, UserPatch(first_name="New")
    ),
    "delete_user": lambda a: remove(factories.make_user(a), users.delete_user),
    "add_member": lambda a: with_member(a, groups.add_member),
    "create_flow_test": lambda a: with_button(
        a, lambda flow: lambda: factories.make_flow_test(flow)
    ),
    "update_flow_test": lambda a: with_button(a, changed_test),
    "remove_member": lambda a: with_member(a, groups.remove_member, inside=True),
    "invalidate_tokens": lambda a: remove(factories.make_user(a), users.invalidate_tokens),
    "create_credential": lambda a: lambda: factories.make_credential(a),
    "update_credential": lambda a: change(
        factories.make_credential(a), credentials.update_credential, CredentialPatch(name="new")
    ),
    "delete_credential": lambda a: remove(
        factories.make_credential(a), credentials.delete_credential
    ),
    "create_api_token": lambda a: (
        lambda: api_tokens.create_api_token(a, ApiTokenPost(name="a"), BY)
    ),
    "update_api_token": lambda a: change(
        api_tokens.create_api_token(a, ApiTokenPost(name="a"), BY)[0],
        api_tokens.update_api_token,
        ApiTokenPatch(status="inactive"),
    ),
    "delete_api_token": lambda a: remove(
        api_tokens.create_api_token(a, ApiTokenPost(name="a"), BY)[0], api_tokens.delete_api_token
    ),
}
WITHOUT_APPLICATION = {
    "invite_again",
    "create_account",
    "update_account",
    "change_password",
    "create_application",
    "delete_application",
}


PARTS = {  # acts within others, which are in the tables
    *("freeze_flows", "thaw_flows", "remove_from_develop"),
    "press_button",  # which changes nothing
}


def started(application: Application) -> Endpoint:
    endpoint = factories.make_endpoint(application)
    trigger = {"type": "endpoint", "key": endpoint.id}
    factories.make_flow(application, triggers=[trigger])
    return endpoint


def starter(application: Application) -> Callable[[], object]:
    endpoint = factories.make_endpoint(application)
    return lambda: endpoint_plans.add_starter_flow(endpoint, application, BY)


def with_flow(
    application: Application, act: Callable[[Flow], Callable[[], object]]
) -> Callable[[], object]:
    return act(factories.make_flow(application, flow_class="cloud"))


def with_button(
    application: Application, act: Callable[[Flow], Callable[[], object]]
) -> Callable[[], object]:
    button = {"type": "virtualButton", "key": "press", "config": {}}
    return act(factories.make_flow(application, triggers=[button]))


def changed_test(flow: Flow) -> Callable[[], object]:
    test = factories.make_flow_test(flow)
    post = FlowTestPost(name="New", trigger=test.trigger)
    return lambda: flow_tests.update_flow_test(test, flow, post, BY)


def new_endpoints(kit: str) -> dict[str, NewEndpoint | str]:
    return {name: NewEndpoint(part.route) for name, part in KITS[kit].endpoints.items()}


def with_group(
    application: Application, act: Callable[..., object], inside: bool = False
) -> Callable[[], object]:
    group = factories.make_group(application)
    ids = [group.id] if inside else []
    endpoint = factories.make_endpoint(application, access="group", experience_group_ids=ids)
    return lambda: act(endpoint, group, BY)


def with_member(
    application: Application, act: Callable[..., object], inside: bool = False
) -> Callable[[], object]:
    group = factories.make_group(application)
    user = factories.make_user(application, experience_group_ids=[group.id] if inside else [])
    return lambda: act(group, user, BY)


def change(row: object, update: Callable[..., object], patch: object) -> Callable[[], object]:
    return lambda: update(row, patch, BY)


def remove(row: object, delete: Callable[..., object]) -> Callable[[], object]:
    return lambda: delete(row, BY)


def domain_change(application: Application) -> Callable[[], object]:
    domain = factories.make_domain(application)
    return lambda: domains.update_domain(domain, DomainPatch(version=None), BY, HOST)


@pytest.fixture(autouse=True)
def _clock_stands_still(stopped_clock: Clock) -> None:
    """So that a new date is not what raises a revision."""


@pytest.mark.parametrize("act", RAISES)
def test_it_rises_with(application: Application, act: str) -> None:
    run = RAISES[act](application)
    before = application.revision
    run()
    assert application.revision > before


@pytest.mark.parametrize("act", LIVE)
def test_it_stays_with(application: Application, act: str) -> None:
    run = LIVE[act](application)
    before = application.revision
    run()
    assert application.revision == before


def test_every_act_of_every_service_is_in_the_tables() -> None:
    found = set()
    for module in pkgutil.walk_packages(services.__path__, "app.services."):
        named = importlib.import_module(module.name)
        for name, function in inspect.getmembers(named, inspect.isfunction):
            if (
                function.__module__ == named.__name__
                and "by" in inspect.signature(function).parameters
                and not name.startswith("_")
            ):
                found.add(name)
    assert found - {"signed", "change"} - PARTS == (
        {*RAISES, *LIVE, *WITHOUT_APPLICATION} - {"create_account"}
    )


def test_membership_of_an_endpoint_raises_it_from_either_side(application: Application) -> None:
    endpoint, group = factories.make_endpoint(application), factories.make_group(application)
    before = application.revision
    patch = EndpointPatch(experience_group_ids=[group.id])
    endpoints.update_endpoint(endpoint, patch, BY)
    between = application.revision
    groups.update_group(group, GroupPatch(experience_endpoint_ids=[]), BY)
    assert before < between < application.revision


def test_content_copied_into_develop_raises_it(application: Application) -> None:
    version = factories.make_version(application)
    before = application.revision
    patch = VersionPatch(source_version_id_or_name=version.id)
    versions.update_version(develop_of(application.id), patch, BY)
    assert application.revision > before


def test_it_rises_in_the_transaction_of_the_change(application: Application) -> None:
    view, before = factories.make_view(application), application.revision

    def fail() -> None:
        with transaction(view):
            view.body = "lost"
            db.session.flush()
            raise RuntimeError

    before = application.revision
    with pytest.raises(RuntimeError):
        fail()
    assert (view.body, application.revision) == ("<p>Hello</p>", before)


def test_another_application_keeps_its_revision(application: Application) -> None:
    other = factories.make_application()
    before = other.revision
    factories.make_view(application)
    assert other.revision == before


def test_nothing_changed_raises_nothing(application: Application) -> None:
    view = factories.make_view(application)
    before = application.revision
    views.update_view(view, ViewPatch(), BY)
    assert application.revision == before


def test_bulk_statements_raise_it_by_name(application: Application) -> None:
    before = application.revision
    with transaction():
        db.session.execute(View.__table__.delete())
        raise_revision(application.id)
    assert application.revision == before + 1


def test_a_users_last_visit_raises_nothing(app: Flask, member: User) -> None:
    application = db.session.get_one(Application, member.application_id)
    before = application.revision
    with transaction(member):
        member.last_login = member.creation_date
    assert application.revision == before
