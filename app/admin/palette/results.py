"""What the palette lists."""

from typing import NamedTuple


class Result(NamedTuple):
    """hint: what it is. method: of endpoints. press: where it is no page, the button of the frame
    that does it. words: what finds it beside its label."""

    icon: str
    label: str
    hint: str = ""
    url: str = ""
    method: str = ""
    press: str = ""
    words: str = ""


class Section(NamedTuple):
    title: str
    results: list[Result]
