"""What the templates of a page, a redirect and later a workflow can read: docs/templates.md."""

from datetime import datetime
from typing import Any

from app.routing import Match
from app.serving.pipeline.token import Visitor
from app.serving.request import PublicRequest
from app.serving.snapshot.experience import Endpoint, Experience


def page_context(
    request: PublicRequest,
    experience: Experience,
    match: Match[Endpoint] | None,
    visitor: Visitor | None,
    body: Any,
    now: datetime,
) -> dict[str, Any]:
    """experience.page and experience.layout are added when a page is rendered."""
    return {
        "time": now,
        "application": experience.application,
        "experience": {
            "endpoint": match.value.resource if match else None,
            "user": visitor.user if visitor else None,
            "authInfo": visitor.auth_info if visitor else None,
            "version": experience.version,
        },
        "globals": experience.globals,
        "request": {
            "path": request.path,
            "method": request.method,
            "params": match.params if match else {},
            "query": request.query,
            "headers": request.headers,
            "cookies": request.cookies,
            "body": body,
        },
        "pageData": {},
    }
