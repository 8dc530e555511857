"""Counts failed attempts to sign in, per account and per address, and stops those who try on.

An attempt is counted before the password is looked at, so that many at once count as many. It
makes no difference whether the account exists.
"""

import hashlib
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import AccountLocked
from app.extensions import db
from app.models import SignInFailures
from app.services.clock import now
from app.services.transaction import transaction

WINDOW = timedelta(minutes=15)
"""From the first failure; after that, counting begins anew."""
PER_ACCOUNT = 10
PER_ADDRESS = 50
MOST_ROWS = 50_000


def count_attempt(email: str, address: str | None) -> None:
    """As a failure, until forgive_attempt. Raises AccountLocked when there were too many."""
    limits = _limits(email, address)
    _refuse(_counts(limits), limits)  # without a write, or a flood would keep the database busy
    with transaction():
        _make_room()
        counts = {subject: _add_one(subject) for subject in limits}
    _refuse({subject: count - 1 for subject, count in counts.items()}, limits)


def forgive_attempt(email: str, address: str | None) -> None:
    """The account starts afresh; the address keeps its other failures."""
    with transaction():
        for subject in _limits(email, address):
            is_account = subject.startswith("account ")
            rows = SignInFailures.subject == subject
            if is_account:
                db.session.execute(delete(SignInFailures).where(rows))
            else:
                fewer = {"count": SignInFailures.count - 1}
                db.session.execute(update(SignInFailures).where(rows).values(fewer))


def _limits(email: str, address: str | None) -> dict[str, int]:
    """How many failures each subject may have."""
    digest = hashlib.sha256(email.casefold().encode(errors="surrogatepass")).hexdigest()
    limits = {f"account {digest[:48]}": PER_ACCOUNT}
    return limits | ({f"address {_network(address)}": PER_ADDRESS} if address else {})


def _network(address: str) -> str:
    """Of IPv6 the first half: whoever has one address has all that begin so."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address[:50]
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
