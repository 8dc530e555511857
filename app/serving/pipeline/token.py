"""Who is asking: the token of the request → a user of the application, or nobody."""

from datetime import datetime
from typing import Any, NamedTuple

from app.services.experience.tokens import (
    Claims,
    Reason,
    TokenRefused,
    check_cutoffs,
    read_claims,
)
from app.serving.request import PublicRequest
from app.serving.snapshot.experience import Experience
from app.serving.snapshot.resources import Resource, wire_time
from app.serving.snapshot.store import Reads


class Visitor(NamedTuple):
    """user: as templates see it; auth_info: {issuedAt, expiresAt, extraData}."""

    user: Resource
    group_ids: tuple[str, ...]
    auth_info: dict[str, Any]


class TokenDecision(NamedTuple):
    """source: "query", "header", "cookie" or None; refused: why a token counts as nobody's."""

    source: str | None
    visitor: Visitor | None
    refused: str | None = None

    @property
    def step(self) -> str:
        return "token"

    @property
    def summary(self) -> str:
        if self.source is None:
            return "no token: nobody is signed in"
        if self.visitor is None:
            return f"token from the {self.source} refused, so nobody is signed in: {self.refused}"
        return f"token from the {self.source}: {self.visitor.user['email']}"

    @property
    def details(self) -> list[str]:
        if self.visitor is None:
            return []
        groups = ", ".join(group["name"] for group in self.visitor.user["experienceGroups"])
        return [f"direct groups: {groups or 'none'}"]


WHY_REFUSED = {
    Reason.TOO_LONG: "it is too long to be one of ours",
    Reason.MALFORMED: "it is not a token",
    Reason.FORGED: "its signature is not that of this application",
    Reason.OTHER_APPLICATION: "it belongs to another application",
    Reason.EXPIRED: "it has expired",
    Reason.REVOKED: "it was issued before tokens were revoked",
    Reason.UNKNOWN_USER: "its user does not exist",
}
NO_TOKEN = TokenDecision(None, None)


def identify(
    request: PublicRequest, experience: Experience, reads: Reads, now: datetime
) -> TokenDecision:
    """Query, header, cookie: the first one present decides, there is no second try."""
    source, token = find_token(request)
    if source is None:
        return NO_TOKEN
    try:
        claims = read_claims(token, experience.token_secret, experience.application_id, now)
        known = reads.user(experience.application_id, claims.user_id)
        if known is None:
            raise TokenRefused(Reason.UNKNOWN_USER)
        check_cutoffs(claims, known.token_cutoff, experience.token_cutoff)
    except TokenRefused as refused:
        return TokenDecision(source, None, WHY_REFUSED[refused.reason])
    return TokenDecision(source, Visitor(known.resource, known.group_ids, _auth_info(claims)))


def find_token(request: PublicRequest) -> tuple[str | None, str]:
    if "authorization" in request.query_string and "authorization" in request.query:
        value = request.query["authorization"]
        return "query", value if isinstance(value, str) else value[0]
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, token = header.strip().partition(" ")
        return "header", token.strip() if scheme.lower() == "bearer" else ""
    if "authorization" in request.headers.get("cookie", "") and "authorization" in request.cookies:
        return "cookie", request.cookies["authorization"]
    return None, ""


def _auth_info(claims: Claims) -> dict[str, Any]:
    return {
        "issuedAt": wire_time(claims.issued_at),
        "expiresAt": wire_time(claims.expires_at) if claims.expires_at else None,
        "extraData": claims.extra,
    }
