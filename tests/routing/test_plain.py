import pytest

from app.routing import example_path, parse_route, plain_path


@pytest.mark.parametrize(
    ("route", "path"),
    [
        ("/", "/"),
        ("/pumps", "/pumps"),
        ("/pumps/{id?}", "/pumps"),
        ("/pumps/{id}", None),
        ("/pumps/{rest*}", None),
        ("/a%20b", "/a%20b"),
        ("/file{name?}.pdf", "/file.pdf"),
    ],
)
def test_a_plain_path_leaves_nothing_to_fill_in(route: str, path: str | None) -> None:
    assert plain_path(parse_route(route)) == path


@pytest.mark.parametrize(
    ("route", "path"),
    [
        ("/", "/"),
        ("/pumps/{id}/parts", "/pumps/id/parts"),
        ("/pumps/{id?}", "/pumps/id"),
        ("/files/{name}.{kind}", "/files/name.kind"),
        ("/{rest*}", "/rest"),
    ],
)
def test_an_example_has_names_for_values(route: str, path: str) -> None:
    assert example_path(parse_route(route)) == path
