"""Counts failed attempts to sign in, and stops those who try on.

An attempt is counted before the password is looked at, so that many at once count as many. It
makes no difference whether the account exists.

Whoever guesses is locked out of an account after few failures, from where the guesses come and
nowhere else: its owner still gets in. Guesses from many places together may be more before
nobody gets in any more, and one place may not try one account after the other.
"""

import hashlib
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import AccountLocked
from app.extensions import db
from app.models import SignInFailures
from app.services.clock import now
from app.services.transaction import transaction

WINDOW = timedelta(minutes=15)
"""From the first failure; after that, counting begins anew."""
FROM_ONE_PLACE = 10  # at one account
FROM_EVERYWHERE = 100  # at one account
AT_ALL_ACCOUNTS = 50  # from one place
MOST_ROWS = 50_000


class Attempt(NamedTuple):
    """email: of the account that is tried; address: where from, if that is known; realm: whose
    accounts, the id of an application, or blank for those of the console."""

    email: str
    address: str | None = None
    realm: str = ""

    @property
    def own(self) -> str:
        """What success forgives."""
        return _subject("own", self.realm, self.email.casefold(), _network(self.address))

    @property
    def limits(self) -> dict[str, int]:
        """How many failures each subject may have."""
        account = _subject("account", self.realm, self.email.casefold())
        limits = {self.own: FROM_ONE_PLACE, account: FROM_EVERYWHERE}
        if self.address:
            limits[_subject("place", self.realm, _network(self.address))] = AT_ALL_ACCOUNTS
        return limits


def count_attempt(attempt: Attempt) -> None:
    """As a failure, until forgive_attempt. Raises AccountLocked when there were too many."""
    limits = attempt.limits
    _refuse(_counts(limits), limits)  # without a write, or a flood would keep the database busy
    with transaction():
        _make_room()
        counts = {subject: _add_one(subject) for subject in limits}
    _refuse({subject: count - 1 for subject, count in counts.items()}, limits)


def forgive_attempt(attempt: Attempt) -> None:
    """From here the account starts afresh. Elsewhere, and at others, failures stay counted."""
    others = attempt.limits.keys() - {attempt.own}
    rows = SignInFailures
    with transaction():
        db.session.execute(delete(rows).where(rows.subject == attempt.own))
        fewer = update(rows).where(rows.subject.in_(others)).values(count=rows.count - 1)
        db.session.execute(fewer)


def _subject(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
    return f"{kind} {digest[:48]}"


def _network(address: str | None) -> str:
    """Of IPv6 the first half: whoever has one address has all that begin so."""
    if not address:
        return ""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(IPv6Address(int(ip) >> 64 << 64))
    return str(ip)


def _counts(limits: dict[str, int]) -> dict[str, int]:
    rows = select(SignInFailures.subject, SignInFailures.count).where(
        SignInFailures.subject.in_(limits), SignInFailures.since > now() - WINDOW
    )
    return dict(db.session.execute(rows).all())


def _refuse(counts: dict[str, int], limits: dict[str, int]) -> None:
    if any(count >= limits[subject] for subject, count in counts.items()):
        minutes = WINDOW // timedelta(minutes=1)
        raise AccountLocked(f"Too many failed attempts to sign in; try again in {minutes} minutes")


def _add_one(subject: str) -> int:
    """How many it makes."""
    moment = now()
    table = SignInFailures
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    is_over = table.since <= moment - WINDOW
    count: int = db.session.scalars(
        dialect.insert(table)
        .values(subject=subject, count=1, since=moment)
        .on_conflict_do_update(
            index_elements=[table.subject],
            set_={
                "count": case((is_over, 1), else_=table.count + 1),
                "since": case((is_over, moment), else_=table.since),
            },
        )
        .returning(table.count)
    ).one()
    return count


def _make_room() -> None:
    rows = SignInFailures
    db.session.execute(delete(rows).where(rows.since <= now() - WINDOW))
    if db.session.scalars(select(func.count()).select_from(rows)).one() >= MOST_ROWS:
        newest = select(rows.since).order_by(rows.since.desc()).offset(MOST_ROWS // 2).limit(1)
        db.session.execute(delete(rows).where(rows.since <= newest.scalar_subquery()))
