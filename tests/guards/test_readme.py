"""README.md tells what there is: every setting, every target."""

import re

from config import ROOT

README = (ROOT / "README.md").read_text()


def test_it_lists_every_setting_and_no_other() -> None:
    read = set(re.findall(r'env(?:\.get\(|, )"([A-Z_]+)"', (ROOT / "config.py").read_text()))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert len(read) > 10
    assert listed == read


def test_it_names_every_make_target() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {target for target in targets if f"make {target}" not in README} == set()


def test_its_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size < 250_000 for picture in pictures)
