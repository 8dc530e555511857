"""Against a real SMTP server of our own."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.services.flow_ports.mail import Mail
from app.services.flow_ports.mailbox import Mailbox
from app.workflows.errors import Refused
from app.workflows.ports import Email
from config import Settings

EMAIL = Email(("Ann <ann@example.com>", "ben@example.com"), "Grüße\n an alle", "<p>Hallo Ä</p>")

# The server of this test takes passwords in the clear, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")


class Inbox:
    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"


def log_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"me", b"p@ss")
    return AuthResult(success=good, handled=good)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[str]:
    """Its address, after the @."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        server_hostname="mail.example.com",
        port=port,
        authenticator=log_in,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    yield f"127.0.0.1:{port}"
    controller.stop()


def settings(folder: Path, url: str = "", **more: Any) -> Settings:
    return Settings(data=folder, host="foyer.example", smtp_url=url, **more)


def test_it_goes_through_the_operators_server(server: str, inbox: Inbox, tmp_path: Path) -> None:
    url = f"smtp://me:p%40ss@{server}"
    mail = Mail(settings(tmp_path, url, mail_from="Shop <shop@example.com>"), "a")
    mail.send(replace(EMAIL, sender="cid@example.com"))
    [envelope] = inbox.envelopes
    message: Any = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["ann@example.com", "ben@example.com"]
    assert envelope.mail_from == "shop@example.com"
    assert message["From"] == "Shop <shop@example.com>"
    assert message["Reply-To"] == "cid@example.com"
    assert message["Subject"] == "Grüße an alle"
    assert message.get_content_type() == "text/html"
    assert message.get_content().strip() == "<p>Hallo Ä</p>"
    assert message["Message-ID"].endswith("@example.com>")


@pytest.mark.parametrize("sign_in", ["", "me:wrong@"])
def test_a_server_that_does_not_know_us_is_told(
    server: str, inbox: Inbox, tmp_path: Path, sign_in: str
) -> None:
    with pytest.raises(Refused) as refused:
        Mail(settings(tmp_path, f"smtp://{sign_in}{server}"), "a").send(EMAIL)
    assert refused.value.kind == "MailFailed"
    assert "wrong" not in refused.value.message
    assert inbox.envelopes == []


def test_a_recipient_that_the_server_refuses_is_named(server: str, tmp_path: Path) -> None:
    mail = Mail(settings(tmp_path, f"smtp://me:p%40ss@{server}"), "a")
    with pytest.raises(Refused) as refused:
        mail.send(replace(EMAIL, to=("nobody@example.com",)))
    message = "The mail server takes nothing for nobody@example.com"
    assert (refused.value.kind, refused.value.message) == ("RecipientRefused", message)


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:1", "smtps://127.0.0.1:1", "ftp://example.com"])
def test_no_server_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Mail(settings(tmp_path, url), "a").send(EMAIL)
    assert refused.value.kind == "MailFailed"


def test_without_a_server_it_is_kept_in_the_mailbox(tmp_path: Path) -> None:
    Mail(settings(tmp_path), "a" * 24).send(EMAIL)
    box = Mailbox(tmp_path / "mailbox")
    [kept] = box.kept("a" * 24)
    assert kept.subject == "Grüße an alle"
    assert kept.to == "Ann <ann@example.com>, ben@example.com"
    message = box.read(kept.name)
    assert message is not None
    assert message["From"] == "foyer@foyer.example"
    assert "Hallo Ä" in message.get_content()


@pytest.mark.parametrize(
    "address", ["ann", "ann@example.com\nBcc: x@example.com", "a@b, c@d", "", "a b@example.com"]
)
@pytest.mark.parametrize("field", ["to", "sender"])
def test_a_wrong_address_is_refused(address: str, field: str, tmp_path: Path) -> None:
    if field == "sender" and not address:
        return
    value = (address,) if field == "to" else address
    with pytest.raises(Refused) as refused:
        Mail(settings(tmp_path), "a").send(replace(EMAIL, **{field: value}))
    assert refused.value.kind == "Validation"
    assert Mailbox(tmp_path / "mailbox").kept() == []
