"""{{ … }} in an expression: one value, whatever it holds."""

from dataclasses import dataclass
from typing import Any

from app.rendering import RenderBudgetExceeded, RenderError
from app.workflows.expressions.errors import ExpressionError
from app.workflows.expressions.references import Template, read_template
from app.workflows.expressions.run import Run
from app.workflows.expressions.tokens import Token


@dataclass(frozen=True, slots=True)
class Operand:
    """quoted: '{{ data.name }}' is the text of the value."""

    template: Template
    position: int
    quoted: bool

    def value(self, run: Run) -> Any:
        try:
            if self.quoted:
                return self.template.string(run.payload, run)
            return self.template.value(run.payload, run)
        except RenderBudgetExceeded:
            raise
        except RenderError as error:
            raise ExpressionError(error.message, self.position) from error


def operand(token: Token, language: str) -> Operand:
    quoted = token.kind == "text"
    try:
        template = read_template(token.value, language)
    except RenderError as error:
        position = token.position + (0 if quoted else (error.column or 1) - 1)
        raise ExpressionError(error.message, position) from error
    if not quoted and not template.is_reference:
        raise ExpressionError("Between {{ and }} there is no value.", token.position)
    return Operand(template, token.position, quoted)
