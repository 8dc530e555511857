"""Every screen of the console, once: for accessibility, for narrow windows, for pictures.

A new screen is a line here; tests/guards/test_screens.py says which is missing. A name after the
comma tells a second look at the same screen. What stands in braces comes from the demo: places().
"""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from app.services.clock import now
from app.services.flow_ports.mailbox import APPLICATION as APPLICATION_HEAD
from app.services.flow_ports.mailbox import Mailbox

from .records import keep_run, keep_test

APPLICATION = "/applications/{application}"
EXPERIENCE = f"{APPLICATION}/experience"
DEVELOP = f"{EXPERIENCE}/versions/develop"
FROZEN = f"{EXPERIENCE}/versions/v1"
PAGE, DATA = "kind=page&method=get&route=", "kind=api&method=post&route="

SCREENS = {
    "admin.sign_in": "/sign-in",
    "admin.applications": "/",
    "admin.api_reference": "/api",
    "admin.application": APPLICATION,
    "admin.new_application": "/applications/new",
    "admin.start_application": f"{APPLICATION}/start",
    "admin.palette": f"{APPLICATION}/palette?q=pump",
    # Accounts
    "admin.welcome": "/welcome/nothing",
    "admin.profile": "/account",
    "admin.own_password": "/account/password",
    "admin.accounts": "/accounts",
    "admin.invite_account": "/accounts/invite",
    # Settings of the application
    "admin.settings": f"{APPLICATION}/settings",
    "admin.ask_to_delete_application": f"{APPLICATION}/settings/delete",
    "admin.application_globals": f"{APPLICATION}/settings/globals",
    "admin.mailbox": f"{APPLICATION}/settings/mailbox",
    "admin.message": f"{APPLICATION}/settings/mailbox/{{message}}",
    "admin.resources": f"{APPLICATION}/settings/resources",
    "admin.api_tokens": f"{APPLICATION}/settings/tokens",
    "admin.new_api_token": f"{APPLICATION}/settings/tokens/new",
    "admin.api_token": f"{APPLICATION}/settings/tokens/{{token}}",
    "admin.ask_to_revoke": f"{APPLICATION}/settings/tokens/{{token}}/revoke",
    "admin.credentials": f"{APPLICATION}/settings/credentials",
    "admin.choose_credential": f"{APPLICATION}/settings/credentials/new",
    "admin.new_credential": f"{APPLICATION}/settings/credentials/new/http",
    "admin.credential": f"{APPLICATION}/settings/credentials/{{credential}}",
    "admin.ask_to_delete_credential": f"{APPLICATION}/settings/credentials/{{credential}}/delete",
    # One version
    "admin.workbench": DEVELOP,
    "admin.workbench, frozen": FROZEN,
    "admin.version_settings": f"{DEVELOP}/settings",
    "admin.version_settings, frozen": f"{FROZEN}/settings",
    "admin.laboratory": f"{DEVELOP}/laboratory?method=get&path=/pumps/NL-2044",
    "admin.endpoints": f"{DEVELOP}/endpoints",
    "admin.endpoints, frozen": f"{FROZEN}/endpoints",
    "admin.endpoint": f"{DEVELOP}/endpoints/{{endpoint}}",
    "admin.endpoint, frozen": f"{FROZEN}/endpoints/{{endpoint}}",
    "admin.endpoint, elsewhere": f"{FROZEN}/endpoints/{{new_endpoint}}",
    "admin.endpoint_usage": f"{DEVELOP}/endpoints/{{endpoint}}/usage",
    "admin.endpoint_usage, tried": f"{DEVELOP}/endpoints/{{endpoint}}/usage?path=/pumps/NL-2044",
    "admin.endpoint_usage, frozen": f"{FROZEN}/endpoints/{{endpoint}}/usage",
    "admin.ask_to_delete_endpoint": f"{DEVELOP}/endpoints/{{endpoint}}/delete",
    "admin.new_endpoint": f"{DEVELOP}/endpoints/new",
    "admin.new_endpoint_step": f"{DEVELOP}/endpoints/new/route?kind=page",
    "admin.new_endpoint_step, refused": f"{DEVELOP}/endpoints/new/route?{PAGE}/pumps/{{{{id}}}}",
    "admin.new_endpoint_step, access": f"{DEVELOP}/endpoints/new/access?{PAGE}/new&access=group",
    "admin.new_endpoint_step, page": f"{DEVELOP}/endpoints/new/reply?{PAGE}/new&access=public",
    "admin.new_endpoint_step, data": f"{DEVELOP}/endpoints/new/reply?{DATA}/new&access=public",
    "admin.review_endpoint": f"{DEVELOP}/endpoints/new/review?{PAGE}/new&access=public&page=new",
    "admin.new_endpoint_form": f"{DEVELOP}/endpoints/new/custom",
    "admin.views": f"{DEVELOP}/views/pages",
    "admin.views, none": f"{DEVELOP}/views/pages?filter=nowhere",
    "admin.view": f"{DEVELOP}/views/pages/{{page}}",
    "admin.view, frozen": f"{FROZEN}/views/pages/{{page}}",
    "admin.view, layout": f"{DEVELOP}/views/layouts/{{layout}}",
    "admin.view, component": f"{DEVELOP}/views/components/{{component}}",
    "admin.view_settings": f"{DEVELOP}/views/pages/{{page}}/settings",
    "admin.view_settings, frozen": f"{FROZEN}/views/pages/{{page}}/settings",
    "admin.view_uses": f"{DEVELOP}/views/components/{{component}}/uses",
    "admin.view_errors": f"{DEVELOP}/views/pages/{{page}}/errors",
    "admin.ask_to_delete_view": f"{DEVELOP}/views/components/{{component}}/delete",
    "admin.new_view": f"{DEVELOP}/views/pages/new",
    "admin.workflows": f"{DEVELOP}/workflows",
    "admin.workflow": f"{DEVELOP}/workflows/{{flow}}",
    "admin.workflow, outline": f"{DEVELOP}/workflows/{{flow}}?view=outline",
    "admin.workflow, frozen": f"{FROZEN}/workflows/{{flow}}",
    "admin.workflow_settings": f"{DEVELOP}/workflows/{{flow}}/settings",
    "admin.flow_storage": f"{DEVELOP}/workflows/{{flow}}/storage",
    "admin.flow_storage, none": f"{DEVELOP}/workflows/{{quiet_flow}}/storage",
    "admin.flow_storage, frozen": f"{FROZEN}/workflows/{{flow}}/storage",
    "admin.stored_value": f"{DEVELOP}/workflows/{{flow}}/storage/value?key=visits",
    "admin.new_stored_value": f"{DEVELOP}/workflows/{{flow}}/storage/new",
    "admin.ask_to_delete_stored": f"{DEVELOP}/workflows/{{flow}}/storage/delete?key=visits",
    "admin.flow_globals": f"{DEVELOP}/workflows/{{flow}}/globals",
    "admin.flow_globals, frozen": f"{FROZEN}/workflows/{{flow}}/globals",
    "admin.press_button": f"{DEVELOP}/workflows/{{button_flow}}/press",
    "admin.press_button, none": f"{DEVELOP}/workflows/{{quiet_flow}}/press",
    "admin.new_workflow": f"{DEVELOP}/workflows/new",
    "admin.new_workflow, kit": f"{DEVELOP}/workflows/new?starter=login",
    "admin.ask_to_delete_workflow": f"{DEVELOP}/workflows/{{flow}}/delete",
    "admin.import_workflow": f"{DEVELOP}/workflows/import",
    "admin.flow_tests": f"{DEVELOP}/workflows/{{run_flow}}/tests",
    "admin.flow_tests, frozen": f"{FROZEN}/workflows/{{run_flow}}/tests",
    "admin.new_flow_test": f"{DEVELOP}/workflows/{{run_flow}}/tests/new",
    "admin.new_flow_test, of a run": f"{DEVELOP}/workflows/{{run_flow}}/tests/new?run_id={{run}}",
    "admin.flow_test": f"{DEVELOP}/workflows/{{run_flow}}/tests/{{test}}",
    "admin.ask_to_delete_flow_test": f"{DEVELOP}/workflows/{{run_flow}}/tests/{{test}}/delete",
    "admin.run_on": f"{DEVELOP}/workflows/{{run_flow}}/runs/{{run}}/steps/1/on",
    "admin.runs": f"{DEVELOP}/runs",
    "admin.runs, none": f"{DEVELOP}/runs?error=NothingLikeThat&node=none&first=2025-03-01T12:00",
    "admin.run": f"{DEVELOP}/workflows/{{run_flow}}/runs/{{run}}",
    "admin.request_trace": f"{DEVELOP}/requests/{{trace}}",
    "admin.resend": f"{DEVELOP}/workflows/{{run_flow}}/runs/{{run}}/again",
    "admin.workflow, with a run": f"{DEVELOP}/workflows/{{run_flow}}?run={{run}}",
    "admin.access": f"{DEVELOP}/access",
    "admin.change_access": f"{DEVELOP}/access/{{guarded}}/{{group}}",
    # Versions and hosts
    "admin.versions": f"{EXPERIENCE}/versions",
    "admin.new_version": f"{EXPERIENCE}/publish",
    "admin.compare": f"{EXPERIENCE}/compare/develop?against=v1",
    "admin.copy_version": f"{EXPERIENCE}/copy/v1",
    "admin.version_notes": f"{EXPERIENCE}/notes/v1",
    "admin.ask_to_delete_version": f"{EXPERIENCE}/delete-version/v1",
    "admin.hosts": f"{EXPERIENCE}/hosts",
    "admin.domain": f"{EXPERIENCE}/hosts/domains/{{domain}}",
    "admin.new_domain": f"{EXPERIENCE}/hosts/domains/new",
    "admin.slug": f"{EXPERIENCE}/hosts/slugs/{{slug}}",
    "admin.new_slug": f"{EXPERIENCE}/hosts/slugs/new",
    "admin.point_host": f"{EXPERIENCE}/hosts/slugs/{{slug}}/version?to=v1",
    "admin.ask_to_delete_host": f"{EXPERIENCE}/hosts/domains/{{domain}}/delete",
    # People
    "admin.users": f"{EXPERIENCE}/users",
    "admin.users, none": f"{EXPERIENCE}/users?filter=nowhere",
    "admin.user": f"{EXPERIENCE}/users/{{user}}",
    "admin.new_user": f"{EXPERIENCE}/users/new",
    "admin.ask_to_delete_user": f"{EXPERIENCE}/users/{{user}}/delete",
    "admin.ask_to_invalidate": f"{EXPERIENCE}/users/{{user}}/tokens",
    "admin.ask_to_invalidate_all": f"{EXPERIENCE}/users/tokens",
    "admin.groups": f"{EXPERIENCE}/groups",
    "admin.members": f"{EXPERIENCE}/groups/{{group}}/members",
    "admin.reach": f"{EXPERIENCE}/groups/{{group}}/reach",
    "admin.group": f"{EXPERIENCE}/groups/{{group}}",
    "admin.new_group": f"{EXPERIENCE}/groups/new",
    "admin.ask_to_delete_group": f"{EXPERIENCE}/groups/{{group}}/delete",
    # What is not there
    "error": "/nowhere",
}
SIGNED_OUT = {"admin.sign_in", "admin.welcome"}
STATUSES = {
    "error": 404,
    "admin.welcome": 404,
    "admin.endpoint, elsewhere": 404,
    "admin.new_endpoint_step, refused": 400,
    "admin.new_endpoint_step, access": 400,  # by groups, and none is chosen yet
}
"""Of those that answer something else than 200."""
NOT_SCREENS = {
    "admin.stage": "the empty page in which a preview is drawn",
    "admin.check_route": "the part of a form that says what is wrong with its route",
    "admin.suggested_members": "names for a field, while one types",
    "admin.message_html": "somebody's mail, drawn in a frame of its own",
    "admin.export_workflow": "a file",
    "admin.export_workflows": "a file",
    "admin.new_runs": "rows for the list of runs, while it is open",
    "admin.recent_runs": "runs for the drawer of the editor",
    "admin.workflow_paths": "payload paths, for the editor's script",
    "admin.run_data": "a run, for the editor's script",
    "admin.run_step": "the part of a run's page that is about one step",
    "admin.recorded_data": "JSON for the preview",
}
"""Addresses below the console that are no page of their own, and what they are."""

Api = Callable[..., Any]


def address_of(name: str, places: dict[str, str]) -> str:
    """Below the console."""
    return SCREENS[name].format_map(places)


def places(api: Api, data: Path) -> dict[str, str]:
    """What stands in braces, from the demo. api: as Console.api(); data: the server's folder. Adds
    what the demo lacks."""
    [demo] = api("/applications?filterField=name&filter=Northlight*")["items"]
    application = f"/applications/{demo['applicationId']}"
    base = f"{application}/experience"

    def id_of(path: str, **wanted: str) -> str:
        rows = api(path)["items"]
        return str(next(row["id"] for row in rows if wanted.items() <= row.items()))

    if not api(f"{base}/domains")["items"]:
        api(f"{base}/domains", "POST", domainName="pumps.northlight.example", version="develop")
    token = api(f"{application}/tokens", "POST", name="Screens", scope=["all.Application.read"])
    if not api(f"{application}/credentials")["items"]:
        sql = {"system": "pg", "host": "db.example.com", "username": "ann", "password": "secret"}
        api(f"{application}/credentials", "POST", name="Orders", type="sql", sqlConfig=sql)
    sign_in = id_of(f"{application}/flows?flowClass=experience&perPage=100", name="Sign in")
    run = keep_run(api(f"{application}/flows/{sign_in}"), demo["applicationId"], data)
    flow = id_of(f"{application}/flows?flowClass=experience&perPage=100", name="API pumps")
    api(f"{application}/flows/{flow}/storage", "PATCH", key="visits", value={"today": 12})
    mail = EmailMessage()
    mail["Subject"], mail["To"] = "A new password", "tomas@northlight.example"
    mail["Date"], mail[APPLICATION_HEAD] = now(), demo["applicationId"]
    mail.set_content("Here is the way to a new password.")
    return {
        "application": demo["applicationId"],
        "component": id_of(f"{base}/views", viewType="component", name="state"),
        "credential": id_of(f"{application}/credentials"),
        "domain": id_of(f"{base}/domains"),
        "endpoint": id_of(f"{base}/endpoints", route="/pumps/{pumpId}"),
        "new_endpoint": id_of(f"{base}/endpoints", route="/parts"),
        "guarded": id_of(f"{base}/endpoints", route="/workshop"),
        "flow": flow,
        "button_flow": _flow_with_a_button(api, application),
        "quiet_flow": id_of(
            f"{application}/flows?flowClass=experience&perPage=100", name="Sign out"
        ),
        "group": id_of(f"{base}/groups", name="Technicians"),
        "layout": id_of(f"{base}/views", viewType="layout"),
        "message": Mailbox(data / "mailbox").keep(mail),
        "page": id_of(f"{base}/views", viewType="page", name="Pumps"),
        "run": run.id,
        "run_flow": sign_in,
        "slug": id_of(f"{base}/slugs", slug="demo"),
        "test": keep_test(api(f"{application}/flows/{sign_in}"), data),
        "token": str(token["id"]),
        "trace": run.origin.trace_id or "",
        "user": id_of(f"{base}/users", email="tomas@northlight.example"),
    }


def _flow_with_a_button(api: Api, application: str) -> str:
    meta = {"label": "Count", "payload": '{"visitors": 12}', "x": 240, "y": 60}
    trigger = {"type": "virtualButton", "meta": meta, "outputIds": [["debug"]]}
    node = {"id": "debug", "type": "DebugNode", "meta": {"x": 240, "y": 180}, "outputIds": [[]]}
    body = {"name": "Tally", "flowClass": "experience", "triggers": [trigger], "nodes": [node]}
    found = api(f"{application}/flows?flowClass=experience&filterField=name&filter=Tally")["items"]
    return str((found or [api(f"{application}/flows", "POST", **body)])[0]["id"])
