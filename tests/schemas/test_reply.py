from typing import Any

import pytest

from app.errors import ValidationError
from app.schemas import ReplyObject, read

ID = "0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ({"type": "page", "value": "home"}, "value must be an id of 24 hex characters"),
        ({"type": "flow", "value": ID}, "type must be 'page' or 'redirect'"),
        ({"type": "redirect", "value": ""}, "value must not be empty"),
        (
            {"type": "redirect", "value": "/a\r\nSet-Cookie: a=b"},
            r"value holds the control character '\\r'; take it out",
        ),
        (
            {"type": "redirect", "value": "/", "statusCode": 200},
            "statusCode of a redirect must lie between 300 and 399, such as 302",
        ),
    ],
)
def test_a_reply_says_what_is_wrong_with_it(reply: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        read(ReplyObject, reply)


def test_a_redirect_may_be_a_template() -> None:
    value = "/login?next={{ request.path }}"
    reply = {"type": "redirect", "value": value, "statusCode": 302}
    assert read(ReplyObject, reply).wire() == reply


def test_an_unset_status_is_left_out() -> None:
    assert ReplyObject(kind="page", value=ID).wire() == {"type": "page", "value": ID}
