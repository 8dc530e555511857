"""E-mail of flows: through the operator's server, or into the mailbox when there is none."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import TypeAdapter, ValidationError

from app.schemas.texts import Email as EmailText
from app.services.clock import now
from app.services.flow_ports.mailbox import APPLICATION, Mailbox
from app.workflows.errors import Refused
from app.workflows.ports import Email
from config import Settings

SECONDS = 15.0
PORTS = {"smtp": 587, "smtps": 465}
NAMED = re.compile(r'"?([^"<>]*?)"?\s*<([^<>]*)>')
LOCAL = ("localhost", "127.0.0.1", "::1")

_address = TypeAdapter(EmailText)


class Mail:
    def __init__(self, settings: Settings, application_id: str) -> None:
        self._settings = settings
        self._application_id = application_id

    def send(self, email: Email) -> None:
        """From the operator's address; answers go to the one that the flow names."""
        message = self._message(email)
        if self._settings.smtp_url:
            send_through(self._settings.smtp_url, message, self._settings.host)
        else:
            message[APPLICATION] = self._application_id
            Mailbox(self._settings.data / "mailbox").keep(message)

    def _message(self, email: Email) -> EmailMessage:
        sender = self._settings.mail_from or f"foyer@{self._settings.host}"
        message = EmailMessage(policy=SMTP)
        message["From"] = _checked(sender)
        message["To"] = [_checked(to) for to in email.to]
        if email.sender:
            message["Reply-To"] = _checked(email.sender)
        message["Subject"] = " ".join(email.subject.split())
        message["Date"] = now()
        message["Message-ID"] = make_msgid(domain=_checked(sender).domain)
        message.set_content(email.html, subtype="html", cte="quoted-printable")
        return message


def send_through(url: str, message: EmailMessage, own_name: str) -> None:
    """own_name: what we greet the server with. Raises Refused."""
    server = urlsplit(url)
    try:
        with _connected(server, own_name) as smtp:
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        refused = ", ".join(error.recipients)
        raise Refused("RecipientRefused", f"The mail server takes nothing for {refused}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Refused("MailFailed", f"The mail server did not take it: {error}") from error


def _connected(server: SplitResult, own_name: str) -> smtplib.SMTP:
    """Encrypted where the server can; a password goes to nobody else, but to this machine."""
    host, port = server.hostname or "", server.port or PORTS.get(server.scheme, 0)
    if server.scheme == "smtps":
        safe = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, own_name, timeout=SECONDS, context=safe)
    elif server.scheme == "smtp":
        smtp = smtplib.SMTP(host, port, own_name, timeout=SECONDS)
    else:
        raise Refused("MailFailed", "FOYER_SMTP_URL must begin with smtp:// or smtps://")
    try:
        _prepare(smtp, server)
    except BaseException:
        with suppress(OSError):
            smtp.close()
        raise
    return smtp


def _prepare(smtp: smtplib.SMTP, server: SplitResult) -> None:
    smtp.ehlo()
    encrypted = server.scheme == "smtps"
    if not encrypted and smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
        encrypted = True
    if server.username:
        if not encrypted and server.hostname not in LOCAL:
            raise Refused("MailFailed", "The mail server offers no encryption for the password")
        smtp.login(unquote(server.username), unquote(server.password or ""))


def _checked(address: str) -> Address:
    """`ann@example.com` or `Ann <ann@example.com>`. Raises Refused."""
    found = NAMED.fullmatch(address.strip())
    name, plain = found.groups() if found else ("", address)
    try:
        local, _, domain = _address.validate_python(plain).rpartition("@")
        return Address(name, local, domain)
    except (ValidationError, ValueError):
        raise Refused("Validation", f"“{address}” is not an email address") from None
