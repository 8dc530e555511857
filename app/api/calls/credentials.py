"""The token that a request carries: in the query string, which wins, or in its header."""

from werkzeug.datastructures import Headers, MultiDict

SCHEMES = ("bearer", "jwt")
PARAMETERS = ("access_token", "jwt")


def token_of(headers: Headers, query: MultiDict[str, str]) -> str | None:
    for name in PARAMETERS:
        if token := query.get(name):
            return token
    scheme, _, token = headers.get("Authorization", "").strip().partition(" ")
    return token.strip() or None if scheme.lower() in SCHEMES else None
