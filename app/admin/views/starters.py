"""What the text of a new view begins with."""

LAYOUT = """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{% section "title" %}Welcome{% endsection %}</title>
  </head>
  <body>
    {{ page }}
  </body>
</html>
"""
PAGE = """\
{% fillsection "title" %}New page{% endfillsection %}
<h1>New page</h1>
<p>Hello {{ defaultTo(experience.user.firstName, "visitor") }}.</p>
"""
WHOLE_PAGE = LAYOUT.replace("{{ page }}", "<h1>New page</h1>")
COMPONENT = """\
<p>{{ defaultTo(args.text, "Call me with a text.") }}</p>
"""
JSON = """\
{"path": {{ jsonEncode(request.path) }}}
"""


def starter(view_type: str, content_type: str, *, in_layout: bool) -> str:
    """content_type: of a page; "" stands for HTML."""
    kind = (content_type or "text/html").partition(";")[0].strip().lower()
    match view_type:
        case "layout":
            return LAYOUT
        case "component":
            return COMPONENT
    if kind == "text/html":
        return PAGE if in_layout else WHOLE_PAGE
    return JSON if kind == "application/json" else ""
