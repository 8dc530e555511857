"""Expressions of Conditional, Math and filter nodes: a small language like JavaScript's.

`{{ data.count }} > 3 && length({{ data.list }}) === 2`. Every {{ … }} is one value, whatever
it holds. Parsed and interpreted here, never run as Python.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from app.rendering import Budget, Evaluate, RenderBudgetExceeded, RenderError
from app.rendering.budget import DEFAULT_BUDGET
from app.workflows.expressions.errors import ExpressionError as ExpressionError
from app.workflows.expressions.parser import parse
from app.workflows.expressions.run import Run
from app.workflows.expressions.tree import Node
from app.workflows.values import truthy

LONGEST_EXPRESSION = 8192
TOO_MUCH = {
    "time": "It took too long to work this out.",
    "steps": "It took too many steps to work this out: there is too much data.",
    "output": "A text in it became too long.",
    "nesting": "The templates in it call each other too deeply.",
}


@dataclass(frozen=True, slots=True)
class Expression:
    source: str
    tree: Node
    evaluate: Evaluate

    def value(
        self,
        payload: Any,
        *,
        now: datetime | None = None,
        budget: Budget = DEFAULT_BUDGET,
        nested: bool = False,
    ) -> Any:
        """May be a part of the payload itself, not a copy.

        now: the clock, else `time` of the payload; nested: evalExpression() called it, and
        cannot be called again. Raises ExpressionError."""
        run = Run(payload, budget, now, None if nested else self.evaluate)
        try:
            return self.tree.value(run)
        except RenderBudgetExceeded as error:
            raise ExpressionError(TOO_MUCH[error.limit]) from error
        except RecursionError:
            raise ExpressionError("A value here is nested too deeply.") from None


@lru_cache(maxsize=4096)
def compile_expression(source: str, language: str = "jinja") -> Expression:
    """language: of the templates in it. Raises ExpressionError."""
    if len(source) > LONGEST_EXPRESSION:
        raise ExpressionError(f"An expression may have {LONGEST_EXPRESSION:,} characters.")
    return Expression(source, parse(source, language), evaluator(language))


def evaluate(
    source: str, payload: Any, language: str = "jinja", *, now: datetime | None = None
) -> Any:
    """See Expression.value()."""
    return compile_expression(source, language).value(payload, now=now)


def holds(
    source: str, payload: Any, language: str = "jinja", *, now: datetime | None = None
) -> bool:
    """Whether the value is true as JavaScript sees it: empty lists and objects are."""
    return truthy(evaluate(source, payload, language, now=now))


@lru_cache
def evaluator(language: str) -> Evaluate:
    """evalExpression() for templates of that language."""
    return partial(evaluate_text, language)


def evaluate_text(
    language: str, source: str, context: Any, seconds: float, now: datetime | None
) -> Any:
    try:
        expression = compile_expression(source, language)
        budget = replace(DEFAULT_BUDGET, seconds=seconds)
        return expression.value(context, now=now, budget=budget, nested=True)
    except ExpressionError as error:
        raise RenderError(f"{error.message} (in “{source[:100]}”)") from error
