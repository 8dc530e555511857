"""Flows as others may have left them: every node type, known or not, with fields, wires, groups and
texts that no editor of ours would write. The same ones each time."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.workflows.catalogue import KEPT, is_valid_node
from app.workflows.registry import node_specs
from app.workflows.triggers import ANY_ENDPOINT

Json = dict[str, Any]

COUNT = 36
NODES = 14  # of a flow, besides those in loops
TEXTS = (
    "",
    " ",
    "Prüfe Größe ≥ 3",
    "日本語のラベル",
    "שלום",
    "👩🏽‍🚀 to the 🌙",
    "e\u0301 combining, \u200b zero width",
    "\u2028 and \u2029 end lines of scripts",
    "</script><!-- <b>not markup</b> -->",
    "{{ data.x }} {% if a %}{{{raw}}}{% endif %}",
    'tab\tnew\nline\r\nquote" back\\slash \x7f',
    "  spaces around  ",
)
NAMES = ("later", "x-y.z", "", "with space", "__proto__", "constructor", "ünïcode", "0", "toJSON")
VALUES = (
    *(None, True, False, 0, -1, 1, 3.5, 1e21, -1e-7, 2**53 - 1, 2**53 + 1, -(2**63)),
    *("", "0", "null", [], {}, [[]], [None], [{}], ["", 0, False]),
)
ID_LETTERS = "ABCxyz019-_~"
BODY = 1


def corpus(
    endpoint_ids: Sequence[str] = (), custom_node_id: str = "c" * 24, count: int = COUNT
) -> list[Json]:
    """Bodies to POST, without unknown names at the outermost level, which the API refuses."""
    dice = random.Random(6)  # noqa: S311 - it has to be the same each time
    kinds = _kinds(dice)
    return [_Maker(dice, kinds, endpoint_ids, custom_node_id).flow(n) for n in range(count)]


def all_kinds() -> list[str]:
    known = [kind for kind in node_specs() if is_valid_node(kind, "experience")]
    return sorted({*known, *KEPT, "AwsThingOfTomorrow", "GoogleThingOfTomorrow"})


def _kinds(dice: random.Random) -> Iterator[str]:
    """All of them again and again, in another order each time."""
    while True:
        kinds = [one for one in all_kinds() if one not in ("LoopNode", "LoopCapNode")]
        dice.shuffle(kinds)
        yield from kinds


class _Maker:
    def __init__(
        self,
        dice: random.Random,
        kinds: Iterator[str],
        endpoint_ids: Sequence[str],
        custom_node_id: str,
    ) -> None:
        self.dice = dice
        self.kinds = kinds
        self.endpoint_ids = (*endpoint_ids, ANY_ENDPOINT, "e" * 24)
        self.custom_node_id = custom_node_id
        self.ids: set[str] = set()

    def flow(self, number: int) -> Json:
        self.has_places = number % 4 != 0  # every fourth flow has no positions at all
        nodes = self.group(None, NODES, depth=0)
        roots = [node for node in nodes if not self.loop_of(node)]
        return {
            "name": f"Corpus {number:02} {self.dice.choice(TEXTS).strip()[:40]}".strip(),
            "flowClass": "experience",
            "enabled": number % 5 != 0,
            "triggers": self.triggers(roots),
            "nodes": nodes,
            "globals": self.globals(),
        }

    # -- nodes

    def group(self, loop: str | None, count: int, depth: int) -> list[Json]:
        """Nodes of one group with those of the loops in it, wired forwards."""
        own = [self.node(next(self.kinds), loop) for _ in range(count)]
        inner: list[Json] = []
        if depth < 3 and self.dice.random() < 0.7:
            head = self.node("LoopNode", loop)
            body = self.group(head["id"], self.dice.randint(1, 4), depth + 1)
            head["outputIds"] = [[], self.some([n for n in body if self.loop_of(n) == head["id"]])]
            own.insert(self.dice.randrange(len(own) + 1), head)
            inner = body
        if loop and self.dice.random() < 0.7:
            own.append(self.node("LoopCapNode", loop))
        for at, node in enumerate(own):
            self.wire(node, own[at + 1 :])
        return [*own, *inner]

    def node(self, kind: str, loop: str | None) -> Json:
        config = self.config(kind)
        if kind == "LoopCapNode":
            config = {"loopNodeId": loop}
        made: Json = {"id": self.new_id(), "type": kind, "config": config}
        meta = self.meta() | ({"groupId": loop} if loop else {})
        if meta or self.dice.random() < 0.5:
            made["meta"] = meta
        if config == {} and self.dice.random() < 0.5:
            del made["config"]
        return made

    def wire(self, node: Json, ahead: list[Json]) -> None:
        """Fan out and fan in; outputs that lead nowhere are written in every way there is."""
        spec = node_specs().get(node["type"])
        if node["type"] == "LoopNode":
            node["outputIds"][0] = self.some(ahead)
            return
        if spec and not spec.outputs:
            if self.dice.random() < 0.7:
                node["outputIds"] = []
            return
        count = len(spec.outputs) if spec else self.dice.randint(0, 3)
        if node["type"] == "SwitchNode":
            count = 1 + len(node["config"]["cases"])
        outputs = [self.some(ahead) for _ in range(count)]
        while len(outputs) > 0 and count != 2 and not outputs[-1] and self.dice.random() < 0.5:
            outputs.pop()
        if outputs or count == 2 or self.dice.random() < 0.5:
            node["outputIds"] = outputs

    def some(self, ahead: list[Json]) -> list[str]:
        there = [n["id"] for n in ahead if n["type"] != "AnnotationNode"]
        return self.dice.sample(there, min(len(there), self.dice.choice((0, 1, 1, 1, 2, 3))))

    def loop_of(self, node: Json) -> str | None:
        return (node.get("meta") or {}).get("groupId")

    def meta(self) -> Json:
        if self.dice.random() < 0.1:
            return {}
        found: Json = {"label": self.dice.choice(TEXTS), "description": self.dice.choice(TEXTS)}
        if self.has_places and self.dice.random() < 0.9:
            found |= {"x": self.dice.randint(0, 900), "y": self.dice.randint(0, 900) / 3}
        found |= {"id": "stale", "category": "logic", "name": self.dice.choice(TEXTS)}
        return self.fewer(found) | self.unknown()

    def config(self, kind: str) -> Json:
        if kind == "SwitchNode":
            cases = [{"value": f"{n}", "label": self.dice.choice(TEXTS)} for n in range(3)]
            return {"template": "{{ data.x }}", "cases": cases[: self.dice.randint(0, 3)]}
        if kind == "CustomNodeExecuteNode":
            known = {"customNodeId": self.custom_node_id, "customNodeVersion": "develop"}
            return known | self.unknown()
        fields = self.fields_of(kind)
        return self.fewer({name: self.value() for name in fields}) | self.unknown()

    def fields_of(self, kind: str) -> list[str]:
        """By the names of its schema, but with values that it never asked for."""
        spec = node_specs().get(kind)
        return sorted(spec.config.model_json_schema().get("properties", {})) if spec else []

    # -- the rest

    def triggers(self, roots: list[Json]) -> list[Json]:
        makers: list[Callable[[], Json]] = [self.endpoint, self.handler, self.button]
        made = [self.dice.choice(makers)() for _ in range(self.dice.randint(0, 5))]
        for trigger in made:
            meta = {"x": 40, "y": 60.5, "label": self.dice.choice(TEXTS[2:10]), "name": "any"}
            meta |= {"category": "trigger", "description": self.dice.choice(TEXTS)}
            trigger["meta"] = self.fewer(meta) | trigger.pop("more", {})
            if self.dice.random() < 0.8:
                trigger["outputIds"] = [self.some(roots)]
        return made

    def endpoint(self) -> Json:
        found: Json = {"type": "endpoint", "key": self.dice.choice(self.endpoint_ids)}
        return found | self.dice.choice(({"config": {}}, {}))

    def handler(self) -> Json:
        scope = self.dice.choice(("local", "experience"))
        return {"type": "flowError", "config": {"scope": scope}, "more": {"inputCount": 0}}

    def button(self) -> Json:
        payload = self.dice.choice(("", "{}", '{"a": [1,  2]}', "{not json"))
        return {"type": "virtualButton", "more": {"uiId": self.new_id(), "payload": payload}}

    def globals(self) -> list[Json]:
        texts = ("1", " 1.50 ", '"text"', '{"a": [1,2]}', "null", '"\\u00e9"')
        return [
            {"key": f"key-{n}", "json": self.dice.choice(texts)}
            | self.dice.choice(({}, {"description": "told"}))
            for n in range(self.dice.randint(0, 3))
        ]

    def unknown(self) -> Json:
        names = self.dice.sample(NAMES, self.dice.randint(0, 2))
        return {name: self.value() for name in names}

    def value(self, depth: int = 0) -> Any:
        if depth < 2 and self.dice.random() < 0.2:
            return {**self.unknown(), "deeper": self.value(depth + 1)}
        if depth < 2 and self.dice.random() < 0.2:
            return [self.value(depth + 1), self.value(depth + 1)]
        return self.dice.choice((*VALUES, *TEXTS))

    def fewer(self, fields: Json) -> Json:
        return {name: value for name, value in fields.items() if self.dice.random() < 0.75}

    def new_id(self) -> str:
        while True:
            length = self.dice.choice((1, 8, 10, 48))
            id = "".join(self.dice.choice(ID_LETTERS) for _ in range(length))
            if id not in self.ids:
                self.ids.add(id)
                return id
