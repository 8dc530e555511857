"""Parts of the console's addresses that need care."""

from urllib.parse import quote

from werkzeug.routing import BaseConverter


class VersionConverter(BaseConverter):
    """The name of a version. A slash in it would look like the end of it, and WSGI hands over
    addresses with %2F decoded, so it travels as ~1, and ~ as ~0."""

    def to_python(self, value: str) -> str:
        return value.replace("~1", "/").replace("~0", "~")

    def to_url(self, value: str) -> str:
        return quote(value.replace("~", "~0").replace("/", "~1"), safe="!$&'()*+,;=:@~")
