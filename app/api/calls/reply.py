"""JSON out, and the headers around it."""

from typing import Any

import orjson
from flask import Response, request

from app.serving.pipeline.headers import CORS_MAX_AGE, CORS_METHODS, DEFAULTS, HSTS

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
CORS_HEADERS = "Accept, Content-Type, X-Amz-Date, Authorization, Accept-Version, losantdomain"


def json_response(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, mimetype="application/json")


def empty() -> Response:
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def preflight() -> Response:
    response = empty()
    response.headers["Access-Control-Allow-Headers"] = CORS_HEADERS
    response.headers["Access-Control-Allow-Methods"] = CORS_METHODS
    response.headers["Access-Control-Max-Age"] = CORS_MAX_AGE
    return response


def with_headers(response: Response) -> Response:
    """Any page may call: what opens the door is a token, never a cookie."""
    response.headers.extend(DEFAULTS)
    response.headers["Content-Security-Policy"] = POLICY
    if request.is_secure:
        response.headers[HSTS[0]] = HSTS[1]
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin") or "*"
    response.vary.add("Origin")
    return response
