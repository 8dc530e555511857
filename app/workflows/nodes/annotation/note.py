from app.workflows.config import NodeConfig
from app.workflows.engine.context import RunContext
from app.workflows.node import node
from app.workflows.values import Payload


@node("AnnotationNode", label="Note", outputs=())
def note(config: NodeConfig, payload: Payload, ctx: RunContext) -> None:
    """A note on the canvas for whoever reads the workflow. It does nothing."""
