import pytest

from app.redaction import HIDDEN, redacted, redacted_text

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_123"


@pytest.mark.parametrize(
    "name",
    [
        *("authorization", "Authorization", "Proxy-Authorization", "cookie", "Set-Cookie"),
        *("password", "newPassword", "PASSWD", "token", "access_token", "tl-jwt-reset-secret"),
        *("apiKey", "X-Api-Key", "api_key", "API KEY", "clientSecret", "privateKey", "sessionId"),
    ],
)
def test_what_stands_under_such_a_name_is_hidden_at_any_depth(name: str) -> None:
    value = {"list": [{"deep": {name: "abc", "other": "def"}}]}
    assert redacted(value) == {"list": [{"deep": {name: HIDDEN, "other": "def"}}]}


def test_the_shape_under_such_a_name_stays() -> None:
    value = {"cookies": {"a": "x", "n": 7, "list": ["y", None]}, "token": "", "secret": True}
    assert redacted(value) == {
        "cookies": {"a": HIDDEN, "n": HIDDEN, "list": [HIDDEN, None]},
        "token": "",
        "secret": True,
    }


def test_the_original_is_left_alone() -> None:
    value = {"a": {"password": "x"}}
    redacted(value)
    assert value == {"a": {"password": "x"}}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"see {JWT} there", f"see {HIDDEN} there"),
        ("Bearer abcdefghijklmnop", f"Bearer {HIDDEN}"),
        ("/reset?token=abc&x=1#top", f"/reset?token={HIDDEN}&x=1#top"),
        ("authorization=abc&x=1", f"authorization={HIDDEN}&x=1"),
        ("https://ann:pass@example.com/", f"https://ann:{HIDDEN}@example.com/"),
        ('{"password": "a\\"b", "x": "y"}', f'{{"password": "{HIDDEN}", "x": "y"}}'),
        ('{"password": "cut sho', f'{{"password": "{HIDDEN}"'),
        *((text, text) for text in ("", "a=b", "x=1 & y", "a bearer of news", "2 > 1", "t@x.y")),
    ],
)
def test_texts_lose_their_secrets_and_nothing_else(text: str, shown: str) -> None:
    assert redacted_text(text) == shown
    assert redacted({"any": [text]}) == {"any": [shown]}


def test_a_long_name_is_looked_at_to_its_end() -> None:
    name = "x" * 1000 + "token"
    assert redacted({name: "abc"}) == {name: HIDDEN}
