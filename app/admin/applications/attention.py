"""What in a version needs a look: endpoints that cannot do their work, or that failed lately."""

from typing import NamedTuple

from app.admin.forms.reply import pages_in
from app.admin.place import Bench
from app.models import Endpoint
from app.services.experience.endpoint_flags import flags_of
from app.services.experience.endpoint_flows import flows_by_endpoint
from app.services.listing import ListQuery, list_endpoints
from app.services.stats import Load

SHOWN = 5


class Concern(NamedTuple):
    endpoint: Endpoint
    sentence: str


class Attention(NamedTuple):
    """concerns: a few of them; those where requests fail come first."""

    concerns: list[Concern]
    total: int


def attention_of(bench: Bench, loads: dict[str, Load]) -> Attention:
    """Five queries. loads: of the last day, by endpoint id."""
    endpoints = list_endpoints(bench.application, bench.version, ListQuery()).items
    flags = flags_of(endpoints, pages_in(bench.version), flows_by_endpoint(bench.version))
    failing = sorted(
        (one for one in endpoints if loads.get(one.id, Load()).failed),
        key=lambda one: -loads[one.id].failed,
    )
    concerns = [Concern(one, _failed(loads[one.id])) for one in failing]
    concerns += [Concern(one, flags[one.id][0]) for one in endpoints if one.id in flags]
    return Attention(concerns[:SHOWN], len(concerns))


def _failed(load: Load) -> str:
    requests = f"{load.failed} of {load.requests} requests" if load.requests > 1 else "One request"
    return f"{requests} failed in the last 24 hours."
