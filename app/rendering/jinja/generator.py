# ruff: noqa: N802  (Jinja names its visitors after nodes)
"""Turns Jinja's syntax tree into a Python function draw(context, buffer) that counts its steps.

What differs from Jinja's own code: output goes into the caller's buffer, so a component in a
table row costs one function call; names are read straight from the context's fields; `name(…)`
is always a helper or a macro, never data; loops, calls and texts pass the meter.
"""

from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext

from app.rendering.jinja.parser import FILLSECTION, SECTION

SCOPE_NAMES = frozenset({"this", "args", "root"})  # always there, whatever the data is called
LOCAL_CALLS = frozenset({"loop", "caller"})
VALUES_AT_ONCE = 16  # printed before the meter looks at their length


def code(source: str) -> nodes.InternalName:
    """A piece of Python as a node of the tree."""
    node: nodes.InternalName = object.__new__(nodes.InternalName)
    nodes.Node.__init__(node, source)
    return node


def is_field_name(key: object) -> bool:
    """Not a number in quotes, which could mean the place in a list."""
    return isinstance(key, str) and not key.isdigit()


COMPONENT = code("helper_component")


def draws_component(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and any(map(is_component, node.nodes))


def is_component(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and node.node == COMPONENT


def sole_reference(template: nodes.Template) -> nodes.Expr | None:
    """The expression of a template that is {{ expression }} and nothing else."""
    match template.body:
        case [nodes.Output(nodes=[nodes.Expr() as expression])]:
            return None if isinstance(expression, nodes.TemplateData) else expression
        case _:
            return None


class ViewGenerator(CodeGenerator):
    counted = True

    def __init__(self, environment: Environment) -> None:
        # No name: Jinja writes it into the code unescaped, and authors choose the names of views.
        super().__init__(environment, None, None, optimized=False)
        self.runtime: dict[str, Any] = environment.runtime  # type: ignore[attr-defined]
        self.places: dict[int, int] = {}  # line of the Python code -> Position in the body
        self.loop_bodies: list[list[nodes.Node]] = []
        self._node_to_place: nodes.Node | None = None

    # -- the frame of the function

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self.check_names(node)
        self.bind_helpers(node)
        self.begin_function("draw(context, buffer, missing=missing)")
        self.blockvisit(node.body, self.function_frame(node))
        self.outdent()
        reference = sole_reference(node)
        if reference is not None:
            self.begin_function("value(context, missing=missing)")
            frame = self.function_frame(node)
            self.writeline("return ", reference)
            self.visit(reference, frame)
            self.outdent()

    def begin_function(self, signature: str) -> None:
        self.writeline(f"def {signature}:")
        self.indent()
        for line in ("rt = context.rt", "out = rt.out", "escape = rt.escape"):
            self.writeline(line)
        self.writeline("fields = context.fields")

    def function_frame(self, node: nodes.Template) -> Frame:
        frame = Frame(EvalContext(self.environment, self.name))
        frame.buffer = "buffer"
        frame.symbols.analyze_node(node)
        self.enter_frame(frame)
        return frame

    def check_names(self, template: nodes.Template) -> None:
        """Unknown filters and tests are errors when the view is saved, not when it is drawn."""
        for kind, node_type, known, names in (
            ("filter", nodes.Filter, self.environment.filters, self.filters),
            ("test", nodes.Test, self.environment.tests, self.tests),
        ):
            for node in template.find_all(node_type):
                if node.name in (SECTION, FILLSECTION):
                    continue
                if node.name not in known:
                    self.fail(f"There is no {kind} named “{node.name}”.", node.lineno)
                names[node.name] = f"{kind}_{node.name}"

    def bind_helpers(self, template: nodes.Template) -> None:
        """Turn `name(…)` into a direct call of the helper, unless the template sets that name."""
        stored = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
        stored.update(macro.name for macro in template.find_all(nodes.Macro))
        for call in template.find_all(nodes.Call):
            target = call.node
            if not isinstance(target, nodes.Name) or target.name in stored | LOCAL_CALLS:
                continue
            if f"helper_{target.name}" not in self.runtime:
                self.fail(f"There is no helper or macro named “{target.name}”.", target.lineno)
            call.node = code(f"helper_{target.name}")

    def enter_frame(self, frame: Frame) -> None:
        loads = frame.symbols.loads
        for target, (action, name) in loads.items():
            if action == VAR_LOAD_RESOLVE:
                if name in SCOPE_NAMES:
                    source = f"context.{name}"
                elif name == "page":
                    source = "getattr(context, 'page', missing)"
                else:
                    source = f"fields.get({name!r}, missing)"
                self.writeline(f"{target} = {source}")
        resolved = {k: v for k, v in loads.items() if v[0] == VAR_LOAD_RESOLVE}
        frame.symbols.loads = {k: v for k, v in loads.items() if k not in resolved}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def newline(self, node: nodes.Node | None = None, extra: int = 0) -> None:
        super().newline(node, extra)
        if node is not None and node.lineno is not None:
            self._node_to_place = node

    def write(self, x: str) -> None:
        super().write(x)
        if self._node_to_place is not None:
            self.places.setdefault(self.code_lineno, self._node_to_place.lineno)
            self._node_to_place = None

    # -- what counts

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        if not any(map(draws_component, node.body)):  # which counts a step by itself
            self.loop_bodies.append(node.body)
        node.iter = nodes.Call(code("loop_over"), [node.iter], [], None, None, lineno=node.lineno)
        if node.test and self.counted:
            node.test = nodes.And(code("rt.step()"), node.test, lineno=node.test.lineno)
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        if self.counted and any(nodes is body for body in self.loop_bodies):
            self.writeline("rt.steps -= 1")
            self.writeline("if rt.steps < rt.mark: rt.check()")
        super().blockvisit(nodes, frame)

    # -- output

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        pending: list[str | nodes.Expr] = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                pending.append(child.data)
            elif isinstance(child, nodes.Call) and is_component(child):
                self.write_output(pending, frame)
                pending = []
                self.write_component(child, frame)
            else:
                pending.append(child)
        self.write_output(pending, frame)

    def write_component(self, node: nodes.Call, frame: Frame) -> None:
        """A plain call goes straight in; what Python has to sort out, or refuse, takes longer."""
        keys = {keyword.key for keyword in node.kwargs}
        plain = len(keys) == len(node.kwargs) and not (node.dyn_args or node.dyn_kwargs)
        if not (plain and 1 <= len(node.args) <= 2):
            self.writeline(f"call_component(context, {frame.buffer}", node)
            self.signature(node, frame)
            self.write(")")
            return
        self.writeline(f"draw_component(context, {frame.buffer}, ", node)
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        if len(node.args) == 1:
            self.write("context.this, ")
        self.write("{")
        for keyword in node.kwargs:
            self.write(f"{keyword.key!r}: ")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write("})")

    def write_output(self, parts: list[str | nodes.Expr], frame: Frame) -> None:
        """A few values at a time, so that the meter sees them before they are too many."""
        values = 0
        group: list[str | nodes.Expr] = []
        for part in parts:
            group.append(part)
            values += isinstance(part, nodes.Expr)
            if values == VALUES_AT_ONCE:
                self.write_group(group, frame)
                values, group = 0, []
        self.write_group(group, frame)

    def write_group(self, group: list[str | nodes.Expr], frame: Frame) -> None:
        pieces, lengths = [], []
        for part in group:
            if isinstance(part, str):
                pieces.append(repr(part))
                continue
            target = self.temporary_identifier()
            self.writeline(f"{target} = ", part)
            self.visit(part, frame)
            as_text = f"escape({target}) if type({target}) is str else out({target})"
            self.writeline(f"{target} = {as_text}")
            pieces.append(target)
            lengths.append(f"len({target})")
        if len(pieces) == 1:
            self.writeline(f"{frame.buffer}.append({pieces[0]})")
        elif pieces:
            self.writeline(f"{frame.buffer}.extend(({', '.join(pieces)}))")
        if pieces and self.counted:
            constant = sum(len(part) for part in group if isinstance(part, str))
            self.writeline(f"rt.room -= {' + '.join([*lengths, str(constant)])}")
            if lengths:
                self.writeline("if rt.room < 0: rt.check()")

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        """{% call macro() %}: what comes back is printed like any value."""
        macro_frame, macro_ref = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro_ref, macro_frame)
        node.call.kwargs.append(nodes.Keyword("caller", code("caller")))
        self.write_group([node.call], frame)

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        if node.filter.name == SECTION:
            self.write_section(node, frame)
        elif node.filter.name == FILLSECTION:
            self.write_fill(node, frame)
        else:
            inner = frame.inner()
            inner.symbols.analyze_node(node)
            self.enter_frame(inner)
            self.buffer(inner)
            self.blockvisit(node.body, inner)
            node.filter.node = code(f"rt.safe(concat({inner.buffer}))")
            self.write_group([node.filter], frame)
            self.leave_frame(inner)

    def write_section(self, node: nodes.FilterBlock, frame: Frame) -> None:
        filled = self.temporary_identifier()
        self.writeline(f"{filled} = rt.filled(", node)
        self.visit(node.filter.args[0], frame)
        self.write(")")
        self.writeline(f"if {filled} is not None: {frame.buffer}.append({filled})")
        self.writeline("else:")
        self.indent()
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.blockvisit(node.body, inner)
        self.leave_frame(inner)
        self.outdent()

    def write_fill(self, node: nodes.FilterBlock, frame: Frame) -> None:
        self.writeline("if not rt.in_layout:", node)
        self.indent()
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.buffer(inner)
        self.blockvisit(node.body, inner)
        self.writeline("rt.fill(")
        self.visit(node.filter.args[0], frame)
        self.write(f", {inner.buffer})")
        self.leave_frame(inner)
        self.outdent()

    # -- expressions

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        self.write("INFINITY" if node.value == float("inf") else repr(node.value))

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("field(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if isinstance(node.arg, nodes.Slice):
            parts = (node.arg.start, node.arg.stop, node.arg.step)
            self.call_with(
                "cut", [node.node, *(part or nodes.Const(None) for part in parts)], frame
            )
        elif isinstance(node.arg, nodes.Const) and is_field_name(node.arg.value):
            self.visit_Getattr(nodes.Getattr(node.node, node.arg.value, "load"), frame)
        else:
            self.write("item(")
            self.visit(node.node, frame)
            self.write(", ")
            self.visit(node.arg, frame)
            self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.call_with("concatenate", node.nodes, frame)

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        """== and != are Python's; orderings and `in` never fail, whatever the types."""
        ops = [op.op for op in node.ops]
        if ops[0] in ("eq", "ne") and len(ops) == 1:
            super().visit_Compare(node, frame)
        elif len(ops) == 1:
            self.call_with(f"compare_{ops[0]}", [node.expr, node.ops[0].expr], frame)
        else:
            names = nodes.Const(tuple(ops))
            self.call_with("compare_all", [names, node.expr, *(op.expr for op in node.ops)], frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        target = node.node
        if isinstance(target, nodes.InternalName):
            self.write(f"{target.name}(context")
        elif isinstance(target, nodes.Getattr):
            self.write("call_method(context, ")
            self.visit(target.node, frame)
            self.write(f", {target.attr!r}")
        elif isinstance(target, nodes.Name):
            self.write("call_name(context, ")
            self.visit(target, frame)
            self.write(f", {target.name!r}")
        else:
            self.write("call(context, ")
            self.visit(target, frame)
        self.signature(node, frame)
        self.write(")")

    def call_with(self, function: str, args: list[nodes.Expr], frame: Frame) -> None:
        self.write(f"{function}(context")
        for arg in args:
            self.write(", ")
            self.visit(arg, frame)
        self.write(")")
