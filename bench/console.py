"""What a page of a big application costs: python -m bench.console prints milliseconds.

1,000 endpoints and 1,000 pages in one version; the whole request, sign-in behind it.
"""

import re
import tempfile
from pathlib import Path
from time import perf_counter

from flask.testing import FlaskClient

from app import create_app
from app.services.database import upgrade_database
from config import Settings
from tests.factories import PASSWORD, grown, make_account, make_application

MANY = 1000
ROUNDS = 5
VERSION = "/experience/versions/develop"
PAGES = {
    "home": "",
    "overview and tree": VERSION,
    "tree, filtered": f"{VERSION}?tree=page%2F9",
    "endpoints": f"{VERSION}/endpoints",
    "pages": f"{VERSION}/views/pages",
    "palette": "/palette?q=page",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        settings = Settings(
            data=data,
            database_url=f"sqlite:///{data / 'foyer.db'}",
            secret_key="only for this",  # noqa: S106
            bcrypt_cost=4,
            demo=False,
        )
        upgrade_database(settings)
        app = create_app(settings)
        with app.app_context():
            owner = make_account()
            email = owner.email
            base = f"/console/applications/{grown(make_application(owner), MANY).id}"
        client = app.test_client()
        _sign_in(client, email)
        for name, path in PAGES.items():
            print(f"{name:20} {_milliseconds(client, base + path):8.1f} ms")


def _sign_in(client: FlaskClient, email: str) -> None:
    form = client.get("/console/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    values = {"csrf_token": token[1] if token else "", "email": email, "password": PASSWORD}
    client.post("/console/sign-in", data=values)


def _milliseconds(client: FlaskClient, path: str) -> float:
    """The best of a few."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        response = client.get(path)
        times.append(perf_counter() - start)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
    return min(times) * 1e3


if __name__ == "__main__":
    main()
