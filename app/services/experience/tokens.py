"""The tokens of an experience's users: JWTs signed with a secret of their application.

Plain values in and out, since the public host asks on every request.
"""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import jwt
import orjson

ALGORITHM = "HS256"
LONGEST = 8 * 1024  # bytes
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS = 253_402_300_799_999  # the end of the year 9999

_jws = jwt.PyJWS(algorithms=[ALGORITHM])


class Reason(StrEnum):
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    FORGED = "forged"
    OTHER_APPLICATION = "other_application"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN_USER = "unknown_user"


class TokenRefused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claims:
    """Times are in UTC and whole milliseconds. extra: any JSON value, or None."""

    user_id: str
    application_id: str
    issued_at: datetime
    expires_at: datetime | None = None
    extra: Any = None


def issue_token(
    application_id: str,
    secret: str,
    user_id: str,
    now: datetime,
    ttl_ms: int | None = None,
    extra: Any = None,
) -> str:
    """ttl_ms: None never expires. Raises ValueError when extra makes the token too long."""
    issued = _milliseconds(now)
    claims: dict[str, Any] = {"sub": user_id, "app": application_id, "iat": issued / 1000}
    if ttl_ms is not None:
        claims["exp"] = min(issued + ttl_ms, _LAST_MS) / 1000
    if extra is not None:
        claims["data"] = extra
    token = _jws.encode(orjson.dumps(claims), secret, algorithm=ALGORITHM)
    if len(token) > LONGEST:
        raise ValueError(f"The token would be longer than {LONGEST} bytes: put less data into it")
    return token


def read_claims(token: str, secret: str, application_id: str, now: datetime) -> Claims:
    """Raises TokenRefused. Whether the user exists, and the cutoffs, the caller has to check."""
    if len(token) > LONGEST:
        raise TokenRefused(Reason.TOO_LONG)
    claims = _signed_claims(token, secret)
    if claims.application_id != application_id:
        raise TokenRefused(Reason.OTHER_APPLICATION)
    if claims.expires_at is not None and claims.expires_at <= now:
        raise TokenRefused(Reason.EXPIRED)
    return replace(claims, extra=deepcopy(claims.extra)) if claims.extra else claims


def check_cutoffs(claims: Claims, *cutoffs: datetime | None) -> None:
    """The user's and the application's: a token issued before either is revoked."""
    if any(cutoff is not None and claims.issued_at < cutoff for cutoff in cutoffs):
        raise TokenRefused(Reason.REVOKED)


@lru_cache(maxsize=2048)
def _signed_claims(token: str, secret: str) -> Claims:
    """Remembers the good ones only, as an exception is not cached."""
    try:
        return _claims(orjson.loads(_jws.decode(token, secret, algorithms=[ALGORITHM])))
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
        raise TokenRefused(Reason.FORGED) from None
    except (jwt.InvalidTokenError, ValueError, TypeError, KeyError, OverflowError):
        raise TokenRefused(Reason.MALFORMED) from None


def _claims(payload: dict[str, Any]) -> Claims:
    expires = payload.get("exp")
    return Claims(
        user_id=str(payload["sub"]),
        application_id=str(payload["app"]),
        issued_at=_moment(payload["iat"]),
        expires_at=None if expires is None else _moment(expires),
        extra=payload.get("data"),
    )


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _moment(seconds: float) -> datetime:
    return _EPOCH + timedelta(milliseconds=round(seconds * 1000))
