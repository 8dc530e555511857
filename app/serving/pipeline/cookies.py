"""A cookie that a flow sets, as a Set-Cookie header."""

import re
from urllib.parse import quote

from app.serving.pipeline.headers import BadHeader
from app.workflows.replies import Cookie

LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
VALUE_SAFE = "!#$&'()*+-./:<=>?@[]^_`{|}~"
PATH_SAFE = "!#$%&'()*+,-./:=?@[]_~"

_name = re.compile(r"[^\x00-\x20()<>@,;:\\\"/\[\]?={}\x7f-\U0010ffff]+")


def cookie_header(cookie: Cookie, *, secure: bool) -> str:
    """Scripts in pages never see it. What a cookie cannot hold is percent-encoded, as it is read.

    Raises BadHeader for a name that no cookie can have.
    """
    if not _name.fullmatch(cookie.name):
        raise BadHeader("set-cookie")
    value = quote(cookie.value or "", VALUE_SAFE, errors="replace")
    parts = [f"{cookie.name}={value}", f"Path={quote(cookie.path, PATH_SAFE, errors='replace')}"]
    if cookie.value is None:
        parts += ["Max-Age=0", f"Expires={LONG_AGO}"]
    elif cookie.max_age is not None:
        parts.append(f"Max-Age={max(int(cookie.max_age / 1000), 0)}")
    if cookie.same_site:
        parts.append(f"SameSite={cookie.same_site.title()}")
    return "; ".join([*parts, "HttpOnly", *(["Secure"] if secure else [])])
