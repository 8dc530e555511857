"""Where messages go as long as nothing is set up to send them: one .eml file each, to look at."""

import logging
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from app.services.clock import now

log = logging.getLogger(__name__)

MOST = 1000
APPLICATION = "X-Foyer-Application"


@dataclass(frozen=True)
class Kept:
    """name: of its file."""

    name: str
    time: datetime
    to: str
    subject: str
    application_id: str


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, message: EmailMessage) -> str:
        """Gives its name. The oldest make room."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.eml"
        draft = self._folder / f".{name}"
        draft.write_bytes(bytes(message))
        os.replace(draft, self._folder / name)
        for old in self._names()[MOST:]:
            (self._folder / old).unlink(missing_ok=True)
        told = "%s to %s was kept, not sent: read it with `flask --app wsgi mailbox show %s`"
        log.warning(told, message["Subject"], message["To"], name)
        return name

    def kept(self, application_id: str | None = None) -> list[Kept]:
        """The newest first."""
        kept = [_kept(name, heads) for name in self._names() if (heads := self._heads(name))]
        return [one for one in kept if application_id in (None, one.application_id)]

    def read(self, name: str) -> EmailMessage | None:
        if name not in self._names():
            return None
        content = (self._folder / name).read_bytes()
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(content)

    def _heads(self, name: str) -> EmailMessage | None:
        """None where it had to make room meanwhile."""
        with suppress(FileNotFoundError), (self._folder / name).open("rb") as file:
            return BytesParser(EmailMessage, policy=policy.default).parse(file, headersonly=True)
        return None

    def _names(self) -> list[str]:
        found = (path.name for path in self._folder.glob("[0-9]*.eml"))
        return sorted(found, reverse=True)


def _kept(name: str, message: EmailMessage) -> Kept:
    return Kept(
        name=name,
        time=message["Date"].datetime,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        application_id=str(message[APPLICATION]),
    )
