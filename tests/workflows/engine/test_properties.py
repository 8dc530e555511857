"""Whatever the flow: waiting changes when its nodes run, and not what comes of it."""

from collections import Counter
from random import Random

import pytest

from tests.workflows.run_flow import make_flow, make_node, run_flow

LAST = 12


def random_flow(random, waits):
    """Wires lead forward only. Some nodes wait, if `waits`; some are loops; the last is neither."""
    nodes = []
    for number in range(LAST + 1):
        ahead = [f"n{n}" for n in range(number + 1, LAST + 1)]
        outputs = random.sample(ahead, min(len(ahead), random.choice([0, 1, 1, 2, 3])))
        seconds = random.choice([0, 0, 1, 2])
        rule = {"type": "set", "destination": "way", "valueTemplate": f"{{{{ way }}}} n{number}"}
        id = f"n{number}"
        plain = number == LAST
        if random.random() < 0.2 and not plain:
            nodes += loop(id, outputs, random.random() < 0.5, seconds if waits else 0)
        elif seconds and waits and not plain:
            nodes.append(make_node(id, "DelayNode", {"delay": seconds}, [f"{id}+"]))
            nodes.append(make_node(f"{id}+", "MutateNode", {"rules": [rule]}, outputs))
        else:
            nodes.append(make_node(id, "MutateNode", {"rules": [rule]}, outputs))
    return make_flow(*nodes)


def loop(id, outputs, parallel, seconds):
    config = {
        "loopSourcePath": "data.rounds",
        "currentItemPath": "row",
        "parallel": parallel,
        "mapResultPath": "found",
    }
    rule = {"type": "set", "destination": "way", "valueTemplate": "{{ way }} {{ row.index }}"}
    return [
        make_node(id, "LoopNode", config, outputs, f"{id}-wait"),
        make_node(f"{id}-wait", "DelayNode", {"delay": seconds}, f"{id}-way"),
        make_node(f"{id}-way", "MutateNode", {"rules": [rule]}, f"{id}-cap"),
        make_node(f"{id}-cap", "LoopCapNode"),
    ]


def ways(flow):
    ran = run_flow(flow, {"rounds": 3}, limits={"seconds": 10_000})
    assert ran.error is None
    return ran, Counter(payload.get("way", "") for payload in ran.witness.payloads.get("n12", []))


@pytest.mark.parametrize("seed", range(40))
def test_the_same_paths_come_to_the_same_ends(seed):
    waiting, some = ways(random_flow(Random(seed), waits=True))  # noqa: S311 - has to repeat itself
    at_once, others = ways(random_flow(Random(seed), waits=False))  # noqa: S311 - has to repeat itself
    assert some == others
    assert waiting.run.paths_completed == at_once.run.paths_completed
