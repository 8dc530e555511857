"""What recording costs a request whose flow is a conditional and a reply, in this process.

Medians of rounds taken in turn, since the machine is shared: without, with counts only (as on a
busy site, whose runs are sampled), and with every run recorded.
"""

import gc
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from statistics import median
from time import process_time

from app import create_app
from app.experience.blueprint import site_of
from app.schemas import AccountPost, ApplicationPost, EndpointPost, SlugPost
from app.schemas.flow import FlowPost
from app.services.accounts import create_account
from app.services.applications import create_application
from app.services.author import Author
from app.services.database import upgrade_database
from app.services.experience.endpoints import create_endpoint
from app.services.experience.slugs import create_slug
from app.services.flows import create_flow
from app.services.run_records.writer import RunRecords
from app.serving.request import PublicRequest
from app.serving.sampling import Sampler
from app.serving.serve import serve
from app.serving.site import Site
from asgi import YOUNG_OBJECTS
from config import Settings

ROUNDS = 60
REQUESTS = 100
HEADERS = {
    "host": "bench.localhost",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "en-GB,en;q=0.9",
    "cookie": "a=b; c=d",
}
EVERY = 10**9


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data=Path(folder),
            database_url=f"sqlite:///{folder}/foyer.db",
            bcrypt_cost=4,
            demo=False,
        )
        upgrade_database(settings)
        app = create_app(settings)
        with app.app_context():
            make_flow()
            gc.freeze()
            gc.set_threshold(YOUNG_OBJECTS, 20, 20)
            site = site_of(app)
            off = RunRecords(None, timedelta(1))
            sites = {
                "not recorded": replace(site, records=off),
                "sampled": site,
                "each recorded": replace(site, sampler=Sampler(EVERY, EVERY)),
            }
            seconds: dict[str, list[float]] = {name: [] for name in sites}
            for _ in range(ROUNDS):
                for name, one in sites.items():
                    seconds[name].append(timed(one))
                    writing = process_time()
                    one.records.flush()
                    one.counters.flush()
                    if name == "each recorded":
                        seconds.setdefault("its writing", []).append(
                            (process_time() - writing) / REQUESTS
                        )
            base = median(seconds["not recorded"])
            for name, found in seconds.items():
                print(f"{name:16}{median(found) * 1e6:9.1f} µs{median(found) / base - 1:+9.1%}")
            site.close()


def timed(site: Site) -> float:
    """Seconds of this process a request."""
    began = process_time()
    for _ in range(REQUESTS):
        reply = serve(
            PublicRequest(method="get", host="bench.localhost", path="/", headers=HEADERS), site
        )
        if reply.status != 200:
            raise RuntimeError(reply.body.decode())
    return (process_time() - began) / REQUESTS


def make_flow() -> None:
    by = Author("a" * 24)
    account = create_account(AccountPost(email="bench@example.com", password=token_hex()))
    application = create_application(account, ApplicationPost(name="Bench"), by)
    create_slug(application, SlugPost(slug="bench"), by)
    endpoint = create_endpoint(application, EndpointPost(method="get", route="/"), by)
    nodes = [
        {
            "id": "if",
            "type": "ConditionalNode",
            "config": {"expression": "{{ data.path }} == '/'"},
            "outputIds": [[], ["reply"]],
        },
        {
            "id": "reply",
            "type": "EndpointReplyNode",
            "config": {"bodyTemplate": "Hello {{ data.path }}"},
            "outputIds": [[]],
        },
    ]
    trigger = {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["if"]]}
    flow = FlowPost(name="Bench", flow_class="experience", triggers=[trigger], nodes=nodes)
    create_flow(application, flow, by)


if __name__ == "__main__":
    main()
