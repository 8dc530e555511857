"""A raw colour stands in tokens.css and nowhere else."""

import re
from pathlib import Path

import pytest

from config import ROOT

CSS = ROOT / "static" / "css"
SHEETS = sorted(path for path in CSS.rglob("*.css") if path.name != "tokens.css")
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|light-dark\((?!var)")


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_it_leaves_colours_to_the_tokens(path: Path) -> None:
    assert not RAW_COLOUR.findall(path.read_text())


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_it_uses_tokens_that_exist(path: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= known


def test_the_bundle_takes_every_sheet() -> None:
    imported = set(re.findall(r'@import "\./([^"]+)"', (CSS / "console.css").read_text()))
    present = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")}
    assert imported == present - {"console.css"}
