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
    "admin.new_workflow": f"{DEVELOP}/workflows/new",
    "admin.ask_to_delete_workflow": f"{DEVELOP}/workflows/{{flow}}/delete",
    "admin.import_workflow": f"{DEVELOP}/workflows/import",
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
        "flow": id_of(f"{application}/flows?flowClass=experience"),
        "group": id_of(f"{base}/groups", name="Technicians"),
        "layout": id_of(f"{base}/views", viewType="layout"),
        "message": Mailbox(data / "mailbox").keep(mail),
        "page": id_of(f"{base}/views", viewType="page", name="Pumps"),
        "slug": id_of(f"{base}/slugs", slug="demo"),
        "token": str(token["id"]),
        "user": id_of(f"{base}/users", email="tomas@northlight.example"),
    }
