"""What the console's templates can call: assets, the theme, routes and initials as markup."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from markupsafe import Markup, escape

from app.admin.forms.json import json_text
from app.admin.shell.theme import THEMES, chosen_theme
from app.models import Account
from app.services.clock import now

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60  # seconds
SOME_DAYS = 14
PARAMETER = re.compile(r"(\{[^}]*\})")
TICKED = re.compile(r"`([^`]+)`")


def init_app(app: Flask) -> None:
    manifest = Path(app.static_folder or "") / "dist" / "manifest.json"
    app.extensions["assets"] = json.loads(manifest.read_text()) if manifest.exists() else {}
    app.jinja_env.globals.update(asset=asset, here=here, themes=THEMES)
    app.jinja_env.filters.update(
        route=route,
        host=host,
        initials=initials,
        ago=ago,
        number=number,
        duration=duration,
        marked=marked,
        ticks=ticks,
        json_text=json_text,
    )
    app.context_processor(lambda: {"theme": chosen_theme()})


def asset(name: str) -> str:
    """The address of a bundle. Without one (tests), an address that nothing answers."""
    hashed = current_app.extensions["assets"].get(name, name)
    return url_for("static", filename=f"dist/{hashed}")


def here(**changes: Any) -> str:
    """The address of this page with other parameters; None takes one away."""
    kept = request.args.to_dict(flat=False)
    for name, value in changes.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = [str(value)]
    query = urlencode(kept, doseq=True)
    return f"{request.path}?{query}" if query else request.path


def ago(moment: datetime) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `2 days ago`, and the date when that is longer ago."""
    seconds = (now() - moment).total_seconds()
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{seconds // MINUTE:.0f} min ago"
    if seconds < DAY:
        return f"{seconds // HOUR:.0f} h ago"
    days = int(seconds // DAY)
    if days < SOME_DAYS:
        return f"{days} day{'' if days == 1 else 's'} ago"
    return f"{moment.day} {moment:%b %Y}"


def number(value: int) -> str:
    """Thousands apart: `45 990`, with thin spaces."""
    return f"{value:,}".replace(",", "\N{THIN SPACE}")


def duration(milliseconds: float | None) -> str:
    """`0.1 ms`, `97.0 ms`, `340 ms`, `5.0 s`; "" for what has no end."""
    if milliseconds is None:
        return ""
    if milliseconds < 0.1:
        return f"{milliseconds:.2f} ms"
    if milliseconds < 1000:
        return f"{milliseconds:.{0 if milliseconds >= 100 else 1}f} ms"
    return f"{milliseconds / 1000:,.1f} s"


def route(text: str) -> Markup:
    """A route with its parameters marked, which may break before a slash."""
    parts = (
        Markup('<b class="p">{}</b>').format(part)
        if part.startswith("{")
        else escape(part).replace("/", Markup("<wbr>/"))
        for part in PARAMETER.split(text)
    )
    return Markup("").join(parts).removeprefix("<wbr>")


def marked(text: str, words: Sequence[str]) -> Markup:
    """With these words marked, in upper or lower case."""
    if not words:
        return escape(text)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def ticks(text: str) -> Markup:
    """A sentence with its `code` as such."""
    return Markup(TICKED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


def host(name: str) -> Markup:
    """A host name which may break before a dot."""
    return escape(name).replace(".", Markup("<wbr>."))


def initials(account: Account) -> str:
    names = [account.first_name, account.last_name]
    letters = "".join(name[0] for name in names if name)
    return (letters or account.email[:1]).upper()
