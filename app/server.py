"""The production server: granian's ASGI workers, and the words of the first minute."""

import multiprocessing
import resource
import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep

import click
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from sqlalchemy import select

from app.extensions import db
from app.models import Slug
from app.services.database import NewerDatabase, upgrade_database
from app.services.first_start import FirstStart, start_first
from config import ROOT, Settings

READY_SECONDS = 60.0
POLL_SECONDS = 0.05
HOSTS_SHOWN = 5
OTHER_CONNECTIONS = 1000  # of one process, beside its streams


def run_server(settings: Settings) -> None:
    """Blocks until SIGTERM or SIGINT. Called inside an application context."""
    refuse_taken_port(settings)
    try:
        backup = upgrade_database(settings)
    except NewerDatabase as error:
        raise click.ClickException(str(error)) from None
    if backup:
        click.echo(f"The database was brought up to date. As it was before: {backup}")
    words = list(welcome(settings, start_first(settings)))
    db.session.remove()
    db.engine.dispose()
    raise_file_limit(2 * settings.streams + OTHER_CONNECTIONS)
    multiprocessing.set_start_method("spawn")  # a fork would share SQLite's files and their locks
    server = Granian(
        "asgi:create_asgi_app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.bind,
        port=settings.port,
        workers=settings.workers,
        loop=Loops.uvloop,
        websockets=False,
        backpressure=settings.streams + OTHER_CONNECTIONS,
        working_dir=ROOT,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    threading.Thread(target=_announce, args=(settings, words), daemon=True).start()
    server.serve()


def raise_file_limit(wanted: int) -> None:
    """Every connection is an open file, and the usual limit of a shell is 1,024."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def refuse_taken_port(settings: Settings) -> None:
    """Workers share a port, so a second server would start and take half of the requests."""
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.bind, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Foyer cannot listen on {settings.bind}:{settings.port}: {error.strerror}. "
                f"Is it running already? If not, take another port: PORT={settings.port + 1}"
            ) from None


def welcome(settings: Settings, first: FirstStart | None) -> Iterator[str]:
    base = settings.host if settings.port == 80 else f"{settings.host}:{settings.port}"
    yield f"  Console     http://{base}/console/"
    for host in _experience_hosts(settings.host):
        yield f"  Experience  http://{host}{base.removeprefix(settings.host)}/"
    if first is None:
        return
    yield ""
    yield f"  First account, shown this once: {first.account.email}"
    yield f"  Its password: {first.password or 'the one in FOYER_ADMIN_PASSWORD'}"
    if first.demo:
        yield ""
        yield "  Users of the demo, shown this once:"
        for user in first.demo.users:
            groups = ", ".join(user.groups) or "no group"
            yield f"    {user.email:32} {user.password:16} {groups}"


def _experience_hosts(base: str) -> list[str]:
    slugs = select(Slug.slug).where(Slug.slug != Slug.application_id, Slug.version.is_not(None))
    return [
        f"{slug}.{base}"
        for slug in db.session.scalars(slugs.order_by(Slug.creation_date).limit(HOSTS_SHOWN))
    ]


def _announce(settings: Settings, words: list[str]) -> None:
    """Once the server answers, say where. Whoever starts it can wait for "Foyer is ready"."""
    if _answers(settings):
        click.echo("\n".join(["", "Foyer is ready.", *words, ""]))
    else:
        sorry = f"Foyer does not answer on port {settings.port} yet. See the lines above."
        click.echo("\n".join(["", sorry, *words, ""]), err=True)  # they are shown only once


def _answers(settings: Settings) -> bool:
    give_up = monotonic() + READY_SECONDS
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.bind, settings.bind)  # noqa: S104
    while monotonic() < give_up:
        connection = HTTPConnection(address, settings.port, timeout=READY_SECONDS)
        try:
            connection.request("GET", "/healthz", headers={"Host": settings.host})
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            sleep(POLL_SECONDS)  # nothing tells another process that the port is open
        finally:
            connection.close()
    return False
