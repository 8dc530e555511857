import pytest

from app.rendering import fields_read


@pytest.mark.parametrize(
    ("template", "fields"),
    [
        ("Hello {{ data.body.name }}", {"data.body.name"}),
        ("{{ data['odd key'].x }}{{ list[0].y }}", {"data.odd key.x", "list.0.y"}),
        ("{{ data[other.key].x }}", {"data", "other.key"}),
        ("{{ jsonEncode(working.user) }}", {"working.user"}),
        ("{{ data.name.upper() ~ x.y|default(z.a) }}", {"data.name", "x.y", "z.a"}),
        ("{% if a.b is defined %}{{ c.d }}{% endif %}", {"a.b", "c.d"}),
        ("{% for row in data.rows %}{{ row.name }}{% endfor %}", {"data.rows"}),
        ("{% set x = a.b %}{{ x.c }}", {"a.b"}),
        ("no template", set()),
        ("{{ broken", set()),
    ],
)
def test_a_template_tells_which_fields_it_reads(template: str, fields: set[str]) -> None:
    assert {".".join(names) for names in fields_read(template, "jinja")} == fields
