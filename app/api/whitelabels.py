"""whitelabels: where the console is, and what follows a slug."""

from flask import current_app, request

from app.api.calls import Call, Resource
from app.api.calls.scopes import CLI
from app.schemas.auth import WhitelabelAnswer
from config import Settings

whitelabels = Resource("whitelabels", "/whitelabels")


@whitelabels.get("domain", below="/domain", cli=CLI)
def domain(call: Call) -> WhitelabelAnswer:
    """For clients that show links."""
    settings: Settings = current_app.config["FOYER"]
    _, _, port = request.host.rpartition(":")
    domain = f"{settings.host}:{port}" if port.isdigit() else settings.host
    return WhitelabelAnswer(app_url=f"{request.url_root}console", endpoint_domain=domain)
