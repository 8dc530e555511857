import pytest

from app.services.version_diff import lines
from app.services.version_diff.lines import compare_lines


def text(*names: object) -> str:
    return "".join(f"{name}\n" for name in names)


def signed(old: str, new: str) -> list[tuple[str, int | None, int | None, str]]:
    return [tuple(line) for hunk in compare_lines(old, new).hunks for line in hunk.lines]


def test_equal_texts_have_no_hunks() -> None:
    assert compare_lines("a\nb", "a\nb").hunks == []


def test_a_line_that_changed_stands_there_twice_with_both_numbers() -> None:
    assert signed("a\nb\nc", "x\na\nB\nc") == [
        ("+", None, 1, "x"),
        ("", 1, 2, "a"),
        ("-", 2, None, "b"),
        ("+", None, 3, "B"),
        ("", 3, 4, "c"),
    ]


def test_changes_that_are_far_apart_stand_in_hunks_with_three_lines_around_each() -> None:
    numbers = [*range(1, 31)]
    found = compare_lines(text(*numbers), text("new", *numbers[:19], "20!", *numbers[20:]))
    assert [(hunk.first, hunk.last) for hunk in found.hunks] == [(1, 4), (18, 24)]
    assert (found.added, found.removed, found.hidden) == (2, 1, 0)


@pytest.mark.parametrize(("old", "new"), [("", "a\nb"), ("a\nb", "")])
def test_a_text_that_came_or_went_is_told_whole(old: str, new: str) -> None:
    found = compare_lines(old, new)
    assert (found.added, found.removed) == ((2, 0) if new else (0, 2))


def test_texts_too_long_to_compare_are_replaced_but_for_their_common_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, "MOST_COMPARED", 2)
    found = signed(text("same", 1, 2, 3, 4, "end"), text("same", 1, 9, 3, 8, "end"))
    assert [line[0] for line in found] == ["", "", "-", "-", "-", "+", "+", "+", ""]


def test_what_is_too_long_to_show_is_counted() -> None:
    found = compare_lines("", text(*range(700)))
    assert sum(len(hunk.lines) for hunk in found.hunks) == 600
    assert (found.added, found.hidden) == (700, 100)
