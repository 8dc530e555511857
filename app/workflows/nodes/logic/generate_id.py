import secrets
import uuid
from collections.abc import Callable
from string import ascii_letters, digits

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.values import Payload, epoch_ms

NANO_ALPHABET = f"{ascii_letters}{digits}_-"
NANO_LENGTH, LONGEST_NANO = 21, 256
LONGEST_VALUE = 100_000


class Config(NodeConfig):
    id_type_template: Template = Field(
        default=Template("uuidv4"),
        title="Kind",
        description="uuidv1, uuidv3, uuidv4, uuidv5, objectid or nanoid",
        json_schema_extra={
            "examples": ["uuidv4", "uuidv1", "uuidv3", "uuidv5", "objectid", "nanoid"]
        },
    )
    namespace_template: Template = Field(
        default=Template(""), title="Namespace", description="A UUID; for uuidv3 and uuidv5"
    )
    value_template: Template = Field(
        default=Template(""), title="Value", description="For uuidv3 and uuidv5"
    )
    num_characters_template: Template = Field(
        default=Template(""),
        title="Characters",
        description=f"Of a nanoid: from 1 to {LONGEST_NANO}, blank for {NANO_LENGTH}",
    )
    destination_path: ResultPath = Field(default=ResultPath(""), title="Destination")


@node("GenerateIdNode", label="Generate ID")
def generate_id(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Make a new ID that no one else has; a uuidv3 or uuidv5 is the same for the same value."""
    kind = ctx.text(config.id_type_template).strip().lower()
    if kind not in KINDS:
        message = f"Kind must be one of {', '.join(KINDS)}, not “{kind[:100]}”"
        raise NodeError(message, "ValidationError")
    ctx.put(config.destination_path, KINDS[kind](config, ctx))
    return Out(payload)


def uuid_v1(config: Config, ctx: RunContext) -> str:
    """With a random node: that of this machine is nobody's business."""
    return str(uuid.uuid1(node=secrets.randbits(48) | 1 << 40))


def uuid_v3(config: Config, ctx: RunContext) -> str:
    return str(uuid.uuid3(_namespace(config, ctx), _value(config, ctx)))


def uuid_v5(config: Config, ctx: RunContext) -> str:
    return str(uuid.uuid5(_namespace(config, ctx), _value(config, ctx)))


def object_id(config: Config, ctx: RunContext) -> str:
    """24 hex digits, the first 8 of them the time in seconds."""
    return f"{epoch_ms(ctx.ports.clock.now()) // 1000:08x}{secrets.token_hex(8)}"


def nano_id(config: Config, ctx: RunContext) -> str:
    length = ctx.number(config.num_characters_template, "Characters", default=NANO_LENGTH)
    if not (1 <= length <= LONGEST_NANO and length == int(length)):
        message = f"Characters must be a whole number from 1 to {LONGEST_NANO}, not {length:g}"
        raise NodeError(message, "ValidationError")
    return "".join(secrets.choice(NANO_ALPHABET) for _ in range(int(length)))


def _namespace(config: Config, ctx: RunContext) -> uuid.UUID:
    text = ctx.text(config.namespace_template).strip()
    try:
        return uuid.UUID(text)
    except ValueError:
        message = f"Namespace must be a UUID, not “{text[:100]}”"
        raise NodeError(message, "ValidationError") from None


def _value(config: Config, ctx: RunContext) -> str:
    value = ctx.required(config.value_template, "Value")
    if len(value) > LONGEST_VALUE:
        raise NodeError(f"Value has {LONGEST_VALUE:,} characters at most", "ValidationError")
    return value.encode(errors="replace").decode()


KINDS: dict[str, Callable[[Config, RunContext], str]] = {
    "uuidv1": uuid_v1,
    "uuidv3": uuid_v3,
    "uuidv4": lambda config, ctx: str(uuid.uuid4()),
    "uuidv5": uuid_v5,
    "objectid": object_id,
    "nanoid": nano_id,
}
