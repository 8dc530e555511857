"""Templates compile, own a title, keep to the security policy and use what they import."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from config import ROOT

TEMPLATES = ROOT / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FRAMES = {f"admin/{name}.html" for name in ("shell", "bench", "work", "door")}
PAGES = [
    name
    for name in ALL
    if name.startswith("admin/") and name not in FRAMES and not Path(name).name.startswith("_")
]
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "a script address": re.compile(r"javascript:"),
    "a script or style without nonce": re.compile(r"<(?:script|style)\b(?![^>]*\bnonce=)"),
}


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


@pytest.mark.parametrize("name", ALL)
def test_it_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_owns_a_title(app: Flask, name: str) -> None:
    blocks = app.jinja_env.parse(source(name)).find_all(nodes.Block)
    assert "title" in {block.name for block in blocks}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_keeps_to_the_security_policy(name: str, what: str) -> None:
    assert not FORBIDDEN[what].search(source(name)), f"{name} holds {what}"


@pytest.mark.parametrize("name", ALL)
def test_it_uses_every_macro_it_imports(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse(source(name))
    names = [name for found in tree.find_all(nodes.FromImport) for name in found.names]
    imported = {name if isinstance(name, str) else name[1] for name in names}
    used = {found.name for found in tree.find_all(nodes.Name)}
    assert imported <= used


@pytest.mark.parametrize("name", [name for name in ALL if not name.startswith("public/")])
def test_it_leaves_colours_to_the_tokens(name: str) -> None:
    assert not re.search(r'(?:fill|stroke|stop-color)="#', source(name))
