from pydantic import Field

from app.workflows.config import NodeConfig, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import Payload


class Case(NodeConfig):
    case_template: Template = Field(default=Template(""), title="Value")
    case_label: Template = Field(default=Template(""), title="Label", description="For the canvas")


class Config(NodeConfig):
    switch_template: Template = Field(default=Template(""), title="Value to look for")
    cases: list[Case] = Field(default_factory=list, title="Cases", max_length=99)


@node("SwitchNode", label="Switch", outputs=("default",), outputs_per="cases")
def switch(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Send the payload on through the first case with the same text, or else through "default"."""
    wanted = ctx.text(config.switch_template)
    for output, case in enumerate(config.cases, start=1):
        if ctx.text(case.case_template) == wanted:
            return Out(payload, output)
    return Out(payload)
