import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from app.services.experience.tokens import (
    LONGEST,
    Claims,
    Reason,
    TokenRefused,
    check_cutoffs,
    issue_token,
    read_claims,
)

SECRET, OTHER_SECRET = "s" * 64, "o" * 64
APPLICATION, USER = "a" * 24, "b" * 24
NOW = datetime(2025, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
ISSUED = NOW.replace(microsecond=123000)
MILLISECOND = timedelta(milliseconds=1)


def issue(ttl_ms: int | None = None, extra: Any = None) -> str:
    return issue_token(APPLICATION, SECRET, USER, NOW, ttl_ms, extra)


def read(token: str, now: datetime = NOW) -> Claims:
    return read_claims(token, SECRET, APPLICATION, now)


def reason_for(token: str, now: datetime = NOW) -> Reason:
    with pytest.raises(TokenRefused) as refused:
        read(token, now)
    return refused.value.reason


def test_a_token_says_who_where_and_when_to_the_millisecond() -> None:
    assert read(issue()) == Claims(USER, APPLICATION, ISSUED, None, None)


@pytest.mark.parametrize("extra", [{"a": [1, None, "ä"]}, [1], "text", 0, False])
def test_a_token_carries_data(extra: Any) -> None:
    assert read(issue(extra=extra)).extra == extra


def test_data_that_a_reader_changes_stays_as_it_was_for_the_next() -> None:
    token = issue(extra={"roles": ["a"]})
    read(token).extra["roles"].append("b")
    assert read(token).extra == {"roles": ["a"]}


def test_a_token_without_a_lifetime_never_expires() -> None:
    assert read(issue(), NOW.replace(year=9999)).expires_at is None


def test_a_token_expires_when_its_lifetime_is_over() -> None:
    token = issue(ttl_ms=1500)
    end = ISSUED + 1500 * MILLISECOND
    assert read(token, end - MILLISECOND).expires_at == end
    assert reason_for(token, end) == Reason.EXPIRED


def test_a_lifetime_past_the_calendar_ends_with_it() -> None:
    end = read(issue(ttl_ms=10**18)).expires_at
    assert end is not None
    assert end.year == 9999


def forged(header: dict[str, Any], payload: dict[str, Any]) -> str:
    parts = (json.dumps(header), json.dumps(payload))
    return ".".join(
        [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts] + [""]
    )


GOOD = {"sub": USER, "app": APPLICATION, "iat": NOW.timestamp()}


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", Reason.MALFORMED),
        ("a.b", Reason.MALFORMED),
        ("a.b.c", Reason.MALFORMED),
        ("ä.ö.ü", Reason.MALFORMED),
        ("\ud800", Reason.MALFORMED),
        ("x" * (LONGEST + 1), Reason.TOO_LONG),
        (issue_token(APPLICATION, OTHER_SECRET, USER, NOW), Reason.FORGED),
        (issue()[:-2] + "AA", Reason.FORGED),
        (forged({"alg": "none"}, GOOD), Reason.FORGED),
        (forged({"alg": "HS256"}, GOOD), Reason.FORGED),
        (jwt.encode(GOOD, SECRET, algorithm="HS512"), Reason.FORGED),
        (jwt.encode({}, SECRET, algorithm="HS256"), Reason.MALFORMED),
        (jwt.encode({**GOOD, "iat": "noon"}, SECRET, algorithm="HS256"), Reason.MALFORMED),
        (jwt.encode({**GOOD, "iat": 1e300}, SECRET, algorithm="HS256"), Reason.MALFORMED),
        (issue_token("c" * 24, SECRET, USER, NOW), Reason.OTHER_APPLICATION),
    ],
)
def test_a_token_is_refused_for_a_named_reason(token: str, reason: Reason) -> None:
    assert reason_for(token) == reason
    assert reason_for(token) == reason


def test_a_good_token_is_checked_again_for_its_time_and_place() -> None:
    token = issue(ttl_ms=1000)
    read(token)
    assert reason_for(token, NOW + timedelta(seconds=1)) == Reason.EXPIRED
    with pytest.raises(TokenRefused) as refused:
        read_claims(token, SECRET, "c" * 24, NOW)
    assert refused.value.reason == Reason.OTHER_APPLICATION
    with pytest.raises(TokenRefused) as refused:
        read_claims(token, OTHER_SECRET, APPLICATION, NOW)
    assert refused.value.reason == Reason.FORGED


def test_data_must_leave_the_token_short_enough_to_be_read() -> None:
    with pytest.raises(ValueError, match="put less data into it"):
        issue(extra="x" * LONGEST)


@pytest.mark.parametrize(
    ("cutoffs", "revoked"),
    [
        ((), False),
        ((None, None), False),
        ((ISSUED, ISSUED), False),
        ((ISSUED + MILLISECOND, None), True),
        ((None, ISSUED + MILLISECOND), True),
    ],
)
def test_a_token_issued_before_a_cutoff_is_revoked(
    cutoffs: tuple[datetime | None, ...], revoked: bool
) -> None:
    claims = read(issue())
    if not revoked:
        check_cutoffs(claims, *cutoffs)
        return
    with pytest.raises(TokenRefused) as refused:
        check_cutoffs(claims, *cutoffs)
    assert refused.value.reason == Reason.REVOKED
