"""What the console's templates can call: assets, the theme, routes and initials as markup."""

import json
import re
from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup, escape

from app.admin.theme import THEMES, chosen_theme
from app.models import Account

PARAMETER = re.compile(r"(\{[^}]*\})")


def init_app(app: Flask) -> None:
    manifest = Path(app.static_folder or "") / "dist" / "manifest.json"
    app.extensions["assets"] = json.loads(manifest.read_text()) if manifest.exists() else {}
    app.jinja_env.globals.update(asset=asset, themes=THEMES)
    app.jinja_env.filters.update(route=route, host=host, initials=initials)
    app.context_processor(lambda: {"theme": chosen_theme()})


def asset(name: str) -> str:
    """The address of a bundle. Without one (tests), an address that nothing answers."""
    hashed = current_app.extensions["assets"].get(name, name)
    return url_for("static", filename=f"dist/{hashed}")


def route(text: str) -> Markup:
    """A route with its parameters marked, which may break before a slash."""
    parts = (
        Markup('<b class="p">{}</b>').format(part)
        if part.startswith("{")
        else escape(part).replace("/", Markup("<wbr>/"))
        for part in PARAMETER.split(text)
    )
    return Markup("").join(parts).removeprefix("<wbr>")


def host(name: str) -> Markup:
    """A host name which may break before a dot."""
    return escape(name).replace(".", Markup("<wbr>."))


def initials(account: Account) -> str:
    names = [account.first_name, account.last_name]
    letters = "".join(name[0] for name in names if name)
    return (letters or account.email[:1]).upper()
