import pytest

from app.routing import RouteSyntaxError, normalise_route, parse_route
from app.routing.segments import Literal, Mixed, Param, Wildcard

ALLOWED = [
    "/",
    "/a",
    "/a/",
    "/a*",
    "/a%20b",
    "/azAZ09_!$&'()*+,;=:@-.~",
    "/%2F",
    "/%25",
    "/%C3%A9",
    "/a/b/c",
    "/...",
    "/{p}",
    "/{p}/",
    "/{Param_1}",
    "/{1}",
    "/{p}/b",
    "/{p?}",
    "/a/{p?}",
    "/{p*}",
    "/a/{p*}",
    "/{p*1}",
    "/{p*2}",
    "/{p*2}/x",
    "/{p*2}/{q*2}",
    "/{p*512}",
    "/{name}.json",
    "/file-{id}",
    "/{a}-{b}",
    "/a{b}c{d}e",
    "/x{p?}y",
    "/x{p?}y/z",
    "/x{p?}",
    "/{a?}-{b?}/c",
    "/%20{p}%20",
]

REFUSED = [
    ("", "start with `/`", 0),
    ("a", "start with `/`", 0),
    ("{p}", "start with `/`", 0),
    ("//", "empty segment", 1),
    ("/a//b", "empty segment", 3),
    ("/a//", "empty segment", 3),
    ("/a b", "Write `%20`", 2),
    ("/é", "Write `%C3%A9`", 1),
    ("/a?b=1", "Write `%3F`", 2),
    ("/a#b", "Write `%23`", 2),
    ("/a|b", "Write `%7C`", 2),
    ("/a\n", "Write `%0A`", 2),
    ("/\ud800", "percent-encoded", 1),
    ("/%41", "Write `A`", 1),
    ("/a/x%7Ey", "Write `~`", 4),
    ("/%2f", "Write `%2F`", 1),
    ("/%zz", "written `%25`", 1),
    ("/100%", "written `%25`", 4),
    ("/%4", "written `%25`", 1),
    ("/%FF", "not UTF-8", 1),
    ("/{a}%C3{b}%A9", "not UTF-8", 4),
    ("/.", "Leave it out", 1),
    ("/a/../b", "Leave it out", 3),
    ("/{a?}/b", "make it `{a}`", 1),
    ("/{a?}/", "can only come last", 1),
    ("/{a*}/b", "say `{a*2}`", 1),
    ("/{a*}/", "can only come last", 1),
    ("/{a}{b}", "Put text or a slash between", 4),
    ("/x{a}{b?}y", "Put text or a slash between", 5),
    ("/{a}/{a}", "the name `a` comes twice", 5),
    ("/{a}-{a}", "the name `a` comes twice", 5),
    ("/{a*2}/{a}", "the name `a` comes twice", 7),
    ("/{p*0}", "Count from 1", 1),
    ("/{p*02}", "Count from 1", 1),
    ("/{p*513}", "more than 512 segments", 1),
    ("/{p*99999999}", "more than 512 segments", 1),
    ("/{p*300}/{q*300}", "more than 512 segments", 9),
    ("/x{p*}", "segment of its own", 2),
    ("/{p*2}x", "segment of its own", 1),
    ("/{}", "is not a parameter", 1),
    ("/{*}", "is not a parameter", 1),
    ("/{a-b}", "is not a parameter", 1),
    ("/{é}", "is not a parameter", 1),
    ("/{p*-1}", "is not a parameter", 1),
    ("/{p?*}", "is not a parameter", 1),
    ("/{p", "has no partner", 1),
    ("/{", "has no partner", 1),
    ("/p}", "has no partner", 2),
    ("/{a/b}", "has no partner", 1),
    ("/{{p}}", "has no partner", 1),
]


@pytest.mark.parametrize("text", ALLOWED)
def test_it_reads(text: str) -> None:
    route = parse_route(text)
    assert route.text == str(route) == text


@pytest.mark.parametrize(("text", "words", "position"), REFUSED)
def test_it_refuses(text: str, words: str, position: int) -> None:
    with pytest.raises(RouteSyntaxError) as refused:
        parse_route(text)
    error = refused.value
    assert words in error.reason
    assert (error.route, error.position) == (text, position)
    assert str(error) == f"`{text}` is not a route: {error.reason}"


@pytest.mark.parametrize("code", [code for code in range(128) if chr(code) != "/"])
def test_it_wants_a_percent_code_exactly_where_one_is_needed(code: int) -> None:
    character, escaped = chr(code), f"%{code:02X}"
    plain = character.isalnum() or character in "_!$&'()*+,;=:@-.~"
    allowed, refused = (character, escaped) if plain else (escaped, character)
    assert parse_route(f"/a{allowed}").segments == (Literal(f"a{allowed}", f"a{character}"),)
    with pytest.raises(RouteSyntaxError):
        parse_route(f"/a{refused}")


def test_it_tells_the_segments_apart() -> None:
    assert parse_route("/a%20b/{p}/{q*2}/{r?}").segments == (
        Literal("a%20b", "a b"),
        Param("p"),
        Param("q"),
        Param("q"),
        Param("r", optional=True),
    )
    assert parse_route("/a/").segments == (Literal("a", "a"), Literal("", ""))
    assert parse_route("/{rest*}").segments == (Wildcard("rest"),)
    assert parse_route("/{a}-{b?}").segments == (
        Mixed(
            (Literal("", ""), Literal("-", "-"), Literal("", "")),
            (Param("a"), Param("b", optional=True)),
        ),
    )


@pytest.mark.parametrize("text", ["/x{a}y{b?}z", "/{p}", "/{p?}", "/{p*}", "/a%20b"])
def test_it_writes_a_segment_as_it_was_read(text: str) -> None:
    assert str(parse_route(text).segments[0]) == text[1:]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("/{*any}", "/{any*}"),
        ("/api/{*any}", "/api/{any*}"),
        ("/{any*}", "/{any*}"),
        ("/{any*2}", "/{any*2}"),
        ("/*any", "/*any"),
        ("/{*}", "/{*}"),
        ("no route at all", "no route at all"),
    ],
)
def test_it_turns_a_star_in_front_round(text: str, normal: str) -> None:
    assert normalise_route(text) == normal


def test_it_keeps_a_route_in_its_normal_form() -> None:
    assert parse_route("/api/{*any}") == parse_route("/api/{any*}")
    with pytest.raises(RouteSyntaxError, match=r"`/\{a\*\}/b` is not a route"):
        parse_route("/{*a}/b")
