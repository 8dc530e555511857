import math
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.engine.fiber import Fiber, Together
from app.workflows.engine.path import Cap, fan_out
from app.workflows.engine.walk import Halted, walk
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.reach import AFTER_LOOP, LOOP_BODY
from app.workflows.values import UNDEFINED, Payload, copy_payload

LONGEST = 262_144
SIDE_BY_SIDE = 5

Item = dict[str, Any]
Round = Callable[[Item, Payload, Fiber], Awaitable[Cap | None]]


class Config(NodeConfig):
    loop_source_path: PayloadPath = Field(
        title="Loop over", description="A list, an object, text, or a number of rounds"
    )
    current_item_path: ResultPath = Field(
        title="Current item path", description="Holds value, index, key, first and last"
    )
    parallel: bool = Field(
        default=False,
        title="Parallel",
        description="A few rounds at once; what they change on the payload is dropped",
    )
    map_result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="Collects a value of each round"
    )
    map_value_path: PayloadPath = Field(
        default=PayloadPath(""), title="Value to collect", description="Blank for the current item"
    )


@node("LoopNode", label="Loop", outputs=("after", "body"), waits=False)
async def loop(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Send the payload through the body once for each item, then on through "after"."""

    async def one_round(item: Item, payload: Payload, fiber: Fiber) -> Cap | None:
        group = ctx.group.round(config.map_value_path or config.current_item_path)
        passed = [*ctx.passed, ctx.node.id]
        body = fan_out(group, ctx.node.after(LOOP_BODY), payload, passed, ctx.step)
        for path in body:
            ctx.put(config.current_item_path, item, payload=path.payload)
        await walk(ctx.run, body, fiber)
        return group.cap

    found = items(ctx.get(config.loop_source_path)) if ctx.node.after(LOOP_BODY) else iter(())
    values: list[Any] = []
    rounds = parallel_rounds if config.parallel else serial_rounds
    after = await rounds(one_round, found, ctx, values)
    ctx.put(config.map_result_path, values, payload=after)
    return Out(after, AFTER_LOOP)


async def serial_rounds(
    one_round: Round, found: Iterator[Item], ctx: RunContext, values: list[Any]
) -> Payload:
    """Each goes on from the payload that came to the first cap of the one before.

    A round that may come to none gets a copy: what it changes is dropped then.
    """
    payload = ctx.payload
    capped = ctx.node.id in ctx.group.flow.capped_loops
    for item in found:
        cap = await one_round(item, payload if capped else copy_payload(payload), ctx)
        values.append(cap.value if cap else UNDEFINED)
        if cap:
            payload = cap.payload
            if cap.stops:
                break
    return payload


async def parallel_rounds(
    one_round: Round, found: Iterator[Item], ctx: RunContext, values: list[Any]
) -> Payload:
    """Each goes on from a copy of the payload. An error counts when all of them are over."""
    halted: list[Halted] = []

    async def collect(item: Item) -> None:
        values.append(UNDEFINED)
        try:
            cap = await one_round(item, copy_payload(ctx.payload), Fiber())
        except Halted as error:
            halted.append(error)
        else:
            values[item["index"]] = cap.value if cap else UNDEFINED

    async with Together[None](ctx) as together:
        for item in found:
            together.begin(collect(item))
            while len(together) >= SIDE_BY_SIDE:
                await together.next()
        while together:
            await together.next()
    if halted:
        raise halted[0]
    return ctx.payload


def items(source: Any) -> Iterator[Item]:
    """What the current item path holds, round by round. first and last only where they are true."""
    keys: list[str] | None = None
    if isinstance(source, dict):
        keys, source = list(source), list(source.values())
    elif isinstance(source, (int, float)) and not isinstance(source, bool):
        source = range(abs(math.ceil(source))) if math.isfinite(source) else ()
    elif not isinstance(source, (list, str)):
        source = ()
    if len(source) > LONGEST:
        raise NodeError(f"A loop has {LONGEST:,} rounds at most, not {len(source):,}")
    for index, value in enumerate(source):
        item = {"value": value, "index": index}
        if keys is not None:
            item["key"] = keys[index]
        if index == 0:
            item["first"] = True
        if index == len(source) - 1:
            item["last"] = True
        yield item
