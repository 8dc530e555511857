"""No screen of the console escapes the tests that look at all of them."""

from flask import Flask

from ..browser.console.screens import NOT_SCREENS, SCREENS


def test_the_table_has_every_page_of_the_console(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("admin.") and "GET" in rule.methods
    }
    listed = {name.partition(",")[0] for name in SCREENS if name.startswith("admin.")}
    assert listed | NOT_SCREENS.keys() == pages
    assert not listed & NOT_SCREENS.keys()
