"""The commands of the terminal: `flask --app wsgi serve`, `explain`, `runs` and others."""

import json
from typing import IO
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.errors import AppError
from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Application, User
from app.runs_command import runs
from app.schemas import AccountPost
from app.schemas.credential import SHAPES, CredentialPost
from app.schemas.messages import read
from app.server import run_server
from app.services.accounts import create_account
from app.services.applications.credentials import create_credential
from app.services.author import Author
from app.services.clock import now
from app.services.experience.tokens import issue_token
from app.services.flow_ports.mailbox import Mailbox
from app.serving.pipeline.explain import explain_lines
from app.serving.pipeline.host import decide_host
from app.serving.request import PublicRequest, host_name
from app.serving.serve import serve as serve_request
from app.test_flows_command import test_flows

HOUR_MS = 3_600_000


def init_app(app: Flask) -> None:
    for command in (
        *(serve, explain, runs, test_flows, mailbox),
        *(issue_token_command, create_account_command, create_credential_command),
    ):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def serve() -> None:
    """Bring the database up to date, then run the server."""
    run_server(current_app.config["FOYER"])


@click.command()
@click.argument("url")
@click.option("--method", default="GET", show_default=True)
@click.option("--user", "email", help="Ask as this user, with a fresh token.")
@click.option("--token", help="Ask with this token.")
@click.option("--header", "-H", "headers", multiple=True, help="Such as 'Accept: text/html'.")
@click.option("--data", "-d", default="", help="The body of the request.")
@click.option("--run", is_flag=True, help="Let the workflows run, with all that they do.")
@with_appcontext
def explain(
    url: str,
    method: str,
    email: str | None,
    token: str | None,
    headers: tuple[str, ...],
    data: str,
    run: bool,
) -> None:
    """Answer a request and tell why it got that answer. Nothing is counted, and no workflow runs
    unless you say --run."""
    site = site_of(current_app)
    request = _request(url, method, headers, data)
    if email:
        host = decide_host(request.host, site.settings.host, site.store.reads())
        if host.kind is None:
            raise click.ClickException(host.summary)
        token = _token_for(_user(email, host.application_id), HOUR_MS)
    if token:
        request.headers["authorization"] = f"Bearer {token}"
    reply = serve_request(request, site, count=False, run_flows=run)
    site.records.stop()
    if reply.trace is None:
        raise RuntimeError("a reply without its trace")
    for line in explain_lines(request, reply, reply.trace):
        click.echo(line)


@click.command("issue-token")
@click.argument("email")
@click.option("--application", "application_id", help="Its id, where several know the address.")
@click.option("--hours", default=24.0, show_default=True, help="How long the token is good for.")
@with_appcontext
def issue_token_command(email: str, application_id: str | None, hours: float) -> None:
    """Print a token of an experience's user; add it to an address as ?authorization=…"""
    click.echo(_token_for(_user(email, application_id), int(hours * HOUR_MS)))


@click.command("create-account")
@click.argument("email")
@click.password_option()
@with_appcontext
def create_account_command(email: str, password: str) -> None:
    """Let another person into the console."""
    try:
        account = create_account(read(AccountPost, {"email": email, "password": password}))
    except AppError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{account.email} can sign in now.")


@click.command("create-credential")
@click.argument("name")
@click.option("--type", "kind", type=click.Choice(sorted(SHAPES)), required=True)
@click.option("--application", "application_id", required=True, help="Its id.")
@click.option("--config", type=click.File(), default="-", help="A JSON file; default: the input.")
@with_appcontext
def create_credential_command(name: str, kind: str, application_id: str, config: IO[str]) -> None:
    """Keep a secret for nodes, without showing it to the shell: its config comes from a file or
    from the input, such as {"algorithm": "HS256", "secret": "…"} for the type jwt."""
    application = db.session.get(Application, application_id)
    if application is None:
        raise click.ClickException(f"There is no application {application_id}.")
    try:
        body = {"name": name, "type": kind, f"{kind}Config": json.load(config)}
        made = create_credential(
            application, read(CredentialPost, body), Author(application.owner_id)
        )
    except AppError as error:
        raise click.ClickException(error.message) from None
    except ValueError:
        raise click.ClickException("The config is no JSON.") from None
    click.echo(f"Nodes of {application.name} can use the credential {made.name} now.")


@click.group()
def mailbox() -> None:
    """What workflows have sent while no server is set for e-mail or text messages."""


@mailbox.command("list")
@click.option("--to", "address", default="", help="Only what went to addresses with this in them.")
@with_appcontext
def list_mailbox(address: str) -> None:
    """The newest first: name, time, to whom, subject."""
    for kept in _mailbox().kept():
        if address.casefold() in kept.to.casefold():
            click.echo(f"{kept.name}  {kept.time:%Y-%m-%d %H:%M}  {kept.to}  {kept.subject}")


@mailbox.command("show")
@click.argument("name", required=False)
@with_appcontext
def show_mailbox(name: str | None) -> None:
    """One of them by its name, or the newest."""
    box = _mailbox()
    newest = next((kept.name for kept in box.kept()), "")
    message = box.read(name or newest)
    if message is None:
        raise click.ClickException(f"There is no {name}." if name else "The mailbox is empty.")
    for header in ("From", "To", "Subject", "Date"):
        if message[header]:
            click.echo(f"{header}: {message[header]}")
    click.echo(f"\n{message.get_content().strip()}")


def _mailbox() -> Mailbox:
    return Mailbox(current_app.config["FOYER"].data / "mailbox")


def _request(url: str, method: str, headers: tuple[str, ...], data: str) -> PublicRequest:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    given = {
        name.strip().lower(): value.strip()
        for name, _, value in (header.partition(":") for header in headers)
    }
    return PublicRequest(
        method=method.lower(),
        host=host_name(parts.netloc.rpartition("@")[2]),
        path=parts.path or "/",
        query_string=parts.query,
        headers={"host": parts.netloc, **given},
        body=data.encode(),
        scheme=parts.scheme,
    )


def _user(email: str, application_id: str | None) -> User:
    """Raises ClickException where nobody, or more than one, has that address."""
    query = select(User).filter_by(email_key=email.casefold())
    if application_id:
        query = query.filter_by(application_id=application_id)
    users = list(db.session.scalars(query))
    if len(users) == 1:
        return users[0]
    if not users:
        raise click.ClickException(f"No user has the address {email}.")
    ids = ", ".join(user.application_id for user in users)
    raise click.ClickException(
        f"Several applications know {email}: say --application, one of {ids}"
    )


def _token_for(user: User, ttl_ms: int) -> str:
    application = db.session.get_one(Application, user.application_id)
    return issue_token(application.id, application.token_secret, user.id, now(), ttl_ms)
