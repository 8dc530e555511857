"""What workflows have sent while nothing is set up to send it."""

from email.message import EmailMessage

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.lists import page_of
from app.admin.settings.application import SETTINGS
from app.errors import NotFound
from app.models import Application
from app.services.flow_ports.mailbox import APPLICATION, Mailbox
from config import Settings

MAILBOX = f"{SETTINGS}/mailbox"
FRAMED = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""For the HTML of a message: it is shown, and neither runs nor loads nor sends anything. Its links
open elsewhere."""
ELSEWHERE = '<base target="_blank">'


@bp.get(MAILBOX)
def mailbox(application: Application) -> ResponseReturnValue:
    messages = page_of(_box().kept(application.id))
    return render_template("admin/mailbox/index.html", messages=messages, settings=_settings())


@bp.get(f"{MAILBOX}/<name>")
def message(application: Application, name: str) -> ResponseReturnValue:
    found = find_message(application, name)
    html, text = (found.get_body([kind]) for kind in ("html", "plain"))
    return render_template(
        "admin/mailbox/show.html",
        message=found,
        name=name,
        has_html=html is not None,
        text=text.get_content() if text else None,
        source=html.get_content() if html else None,
    )


@bp.get(f"{MAILBOX}/<name>/html")
def message_html(application: Application, name: str) -> Response:
    body = find_message(application, name).get_body(["html"])
    if body is None:
        raise NotFound("Message")
    return make_response(ELSEWHERE + body.get_content(), {"Content-Security-Policy": FRAMED})


def find_message(application: Application, name: str) -> EmailMessage:
    found = _box().read(name)
    if found is None or found[APPLICATION] != application.id:
        raise NotFound("Message")
    return found


def _box() -> Mailbox:
    return Mailbox(_settings().data / "mailbox")


def _settings() -> Settings:
    settings: Settings = current_app.config["FOYER"]
    return settings
