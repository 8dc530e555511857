"""A running Foyer, and official clients that talk to it."""

from dataclasses import dataclass
from pathlib import Path

from losant_rest import Client

from tests.browser.server import EMAIL, PASSWORD


@dataclass(frozen=True)
class Live:
    url: str
    environ: dict[str, str]
    folder: Path

    def client(self) -> Client:
        """Logged in, as an official client does it."""
        client = Client(url=self.url)
        credentials = {"email": EMAIL, "password": PASSWORD}
        client.auth_token = client.auth.authenticate_user(credentials=credentials)["token"]
        return client
