"""Which fields a template reads of what it is given, as far as its text tells."""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from app.rendering.jinja.compiler import ENVIRONMENT

Read = tuple[str, ...]


def reads_of(body: str) -> set[Read]:
    """`{{ a.b['c'] }}` reads ("a", "b", "c"). Without what the template names itself, and without
    functions and methods. Nothing if it cannot be read."""
    try:
        tree = ENVIRONMENT._parse(body, None, None)
        own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
        return {read for read in _reads(tree) if read[0] not in own}
    except (TemplateSyntaxError, RecursionError, ValueError):
        return set()


def _reads(node: nodes.Node) -> Iterator[Read]:
    if read := _chain(node):
        yield read
    elif isinstance(node, nodes.Call):
        called, *given = node.iter_child_nodes()
        if isinstance(called, nodes.Getattr):
            yield from _reads(called.node)
        for one in given:
            yield from _reads(one)
    else:
        for inner in node.iter_child_nodes():
            yield from _reads(inner)


def _chain(node: nodes.Node) -> Read | None:
    """None unless it is a name, or fields of one whose names are written out."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        base = _chain(node.node)
        return base and (*base, node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        base = _chain(node.node)
        return base and (*base, str(node.arg.value))
    return None
