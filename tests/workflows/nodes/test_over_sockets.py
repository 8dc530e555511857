"""The cases of some nodes once more, to two processes that take the requests in turn.

They are those whose outcome hangs on more than the run: kept state, replies, messages, pages.
"""

from collections.abc import Iterator

import pytest

from config import Settings
from tests.browser.server import running_server
from tests.serving.doors import SocketDoor
from tests.workflows.nodes.test_every_field import cases_of
from tests.workflows.over_http import Bench, Case

KINDS = (
    "BranchOnChangeNode",
    "EndpointReplyNode",
    "ExperienceUserAuthNode",
    "HttpNode",
    "LatchNode",
    "RawFunctionNode",
    "StoreValueNode",
    "StructureEmailNode",
    "ThrottleNode",
)
CASES = [
    pytest.param(kind, case, id=f"{kind}-{n}")
    for kind in KINDS
    for n, case in enumerate(cases_of(kind))
]


@pytest.fixture(scope="module")
def socket_bench(bench: Bench, bench_settings: Settings) -> Iterator[Bench]:
    environ = {
        "FOYER_DEMO": "0",
        "FOYER_HTTP_PRIVATE": "1",
        "FOYER_CREDENTIAL_KEY": bench_settings.credential_key,
    }
    with running_server(bench_settings.data, **environ) as server:
        door = SocketDoor(server.port)
        yield bench.through(door)
        door.close()


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_over_sockets(kind: str, case: Case, socket_bench: Bench) -> None:
    came, expected = socket_bench.send(kind, case, case.config)
    assert came == expected
