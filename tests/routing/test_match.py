import pytest

from app.routing import BadPath, NoMatch, RouteConflict, Router, RouteSyntaxError, parse_route

NONE = (None, {})

USERS = ["/users/danny", "/users/{name}", "/users/{name}/{rest*}", "/{any*}"]
DEVICES = ["/devices/{deviceId}/{attribute?}", "/devices"]
FILES = ["/f/{name}.json", "/f/{name}", "/f/x{name}", "/f/{a}-{b}"]
PAIRS = ["/p/{q*2}", "/p/{q*2}/z"]

DOCUMENTED = [
    (USERS, "/users/danny", "/users/danny", {}),
    (USERS, "/users/bob", "/users/{name}", {"name": "bob"}),
    (USERS, "/users/a%2Fb", "/users/{name}", {"name": "a/b"}),
    (USERS, "/users/%25zz", "/users/{name}", {"name": "%zz"}),
    (USERS, "/users/bob/x/y", "/users/{name}/{rest*}", {"name": "bob", "rest": "x/y"}),
    (USERS, "/users/bob/", "/users/{name}/{rest*}", {"name": "bob", "rest": ""}),
    (USERS, "/users/danny/", "/users/{name}/{rest*}", {"name": "danny", "rest": ""}),
    (USERS, "/users/", "/{any*}", {"any": "users/"}),
    (USERS, "/users", "/{any*}", {"any": "users"}),
    (USERS, "/zzz", "/{any*}", {"any": "zzz"}),
    (USERS, "/Users/danny", "/{any*}", {"any": "Users/danny"}),
    (USERS, "/", "/{any*}", {"any": ""}),
    (DEVICES, "/devices/123", DEVICES[0], {"deviceId": "123"}),
    (DEVICES, "/devices/123/", DEVICES[0], {"deviceId": "123", "attribute": ""}),
    (DEVICES, "/devices/123/temp", DEVICES[0], {"deviceId": "123", "attribute": "temp"}),
    (DEVICES, "/devices/1/2/3", *NONE),
    (DEVICES, "/devices", "/devices", {}),
    (DEVICES, "/devices/", "/devices", {}),
    (["/devices/{deviceId}"], "/devices/", *NONE),
    (["/s/{p*}"], "/s", "/s/{p*}", {}),
    (["/s/{p*}"], "/s/", "/s/{p*}", {"p": ""}),
    (["/s/{p*}"], "/s//", "/s/{p*}", {"p": "/"}),
    (FILES, "/f/q.json", "/f/{name}.json", {"name": "q"}),
    (FILES, "/f/q", "/f/{name}", {"name": "q"}),
    (FILES, "/f/xq.json", "/f/x{name}", {"name": "q.json"}),
    (FILES, "/f/x1-2", "/f/{a}-{b}", {"a": "x1", "b": "2"}),
    (PAIRS, "/p/a", *NONE),
    (PAIRS, "/p/a/b", "/p/{q*2}", {"q": "a/b"}),
    (PAIRS, "/p/a/b/z", "/p/{q*2}/z", {"q": "a/b"}),
]

PRECEDENCE = [
    (["/a/b", "/a/{p}", "/a/{p*}"], "/a/b", "/a/b", {}),
    (["/a/b/{p?}", "/a/{p}"], "/a/b", "/a/b/{p?}", {}),
    (["/{p}/b", "/{p}/{q}", "/x/{q}"], "/z/b", "/{p}/b", {"p": "z"}),
    (["/a/x{p}", "/a/{p}"], "/a/xy", "/a/x{p}", {"p": "y"}),
    (["/a/x{p}", "/a/{p}"], "/a/x", "/a/{p}", {"p": "x"}),
    (["/a/xy", "/a/x{p}"], "/a/xy", "/a/xy", {}),
    (["/a/{p}", "/a/{p*}"], "/a/b", "/a/{p}", {"p": "b"}),
    (["/a/{p?}", "/a/{q*}"], "/a", "/a/{p?}", {}),
    (["/a/{p?}", "/a/{q*}"], "/a/", "/a/{p?}", {"p": ""}),
    (["/a/{p}", "/a/{q*}"], "/a/", "/a/{q*}", {"q": ""}),
    (["/a", "/a/{q*}"], "/a", "/a", {}),
    (["/", "/{q*}"], "/", "/", {}),
    (["/{p?}"], "/", "/{p?}", {}),
    (["/{p?}"], "/.", "/{p?}", {}),
    (["/{p?}"], "/a", "/{p?}", {"p": "a"}),
    (["/a/{p?}", "/a/{q}/b"], "/a/", "/a/{p?}", {"p": ""}),
    (["/a/{x*}", "/{p}/{q}"], "/a/b", "/a/{x*}", {"x": "b"}),
    (["/{a}/{b}/{c*}", "/{d*}"], "/1/2", "/{a}/{b}/{c*}", {"a": "1", "b": "2"}),
    (["/{a}/{b}/{c*}", "/{d*}"], "/1", "/{d*}", {"d": "1"}),
]

BACKTRACKING = [
    (["/a/b/c", "/a/{p}/d"], "/a/b/d", "/a/{p}/d", {"p": "b"}),
    (["/a/b/c", "/a/{p}/d"], "/a/b/c", "/a/b/c", {}),
    (["/a/b/c/d", "/a/x{p}/e", "/{q*}"], "/a/b/c/e", "/{q*}", {"q": "a/b/c/e"}),
    (["/x{p}/a", "/{p}y/b", "/{p}/c"], "/xy/b", "/{p}y/b", {"p": "x"}),
    (["/x{p}/a", "/{p}y/b", "/{p}/c"], "/xy/c", "/{p}/c", {"p": "xy"}),
    (["/a/{p}/x", "/{q}/b/y", "/{q}/{r}/z"], "/a/b/z", "/{q}/{r}/z", {"q": "a", "r": "b"}),
    (["/a/{p*2}/x", "/a/{r*}"], "/a/1/2/y", "/a/{r*}", {"r": "1/2/y"}),
]

MIXED_ORDER = [  # more pieces; literal first; the longer literal; the alphabet
    (["/{a}-{b}", "/x{a}"], "/x-1", "/{a}-{b}", {"a": "x", "b": "1"}),
    (["/{a}x", "/x{a}"], "/x1x", "/x{a}", {"a": "1x"}),
    (["/x{a}", "/xx{a}"], "/xx1", "/xx{a}", {"a": "1"}),
    (["/{a}.json", "/{a}n"], "/1.json", "/{a}.json", {"a": "1"}),
    (["/{a}-{b}.x", "/{a}+{b}-x"], "/1+2-3.x", "/{a}-{b}.x", {"a": "1+2", "b": "3"}),
    (["/{a}b{b}", "/{a}a{b}"], "/1a2b3", "/{a}a{b}", {"a": "1", "b": "2b3"}),
    (["/a{p}/y", "/a{p?}/{z}"], "/ab/y", "/a{p}/y", {"p": "b"}),
    (["/a{p}/x", "/a{p?}/y"], "/a/y", "/a{p?}/y", {"p": ""}),
    (["/a{p}/x", "/a{p?}/y"], "/a/x", *NONE),
]

MIXED_VALUES = [
    (["/{a}-{b}"], "/1-2-3", "/{a}-{b}", {"a": "1-2", "b": "3"}),
    (["/{a}.{b}.{c}"], "/1.2.3.4", "/{a}.{b}.{c}", {"a": "1.2", "b": "3", "c": "4"}),
    (["/{a}-{b}"], "/-1-", *NONE),
    (["/{a}-{b}"], "/--1", "/{a}-{b}", {"a": "-", "b": "1"}),
    (["/{a}aa{b}"], "/aaaaa", "/{a}aa{b}", {"a": "aa", "b": "a"}),
    (["/{a}%20{b}a{c}"], "/a%20b", *NONE),
    (["/x{p?}y"], "/xy", "/x{p?}y", {"p": ""}),
    (["/x{p?}y"], "/x1y", "/x{p?}y", {"p": "1"}),
    (["/x{p?}x"], "/x", *NONE),
    (["/x{p}y"], "/xy", *NONE),
    (["/{a?}-{b?}"], "/-", "/{a?}-{b?}", {"a": "", "b": ""}),
    (["/{a}-{b?}"], "/1-", "/{a}-{b?}", {"a": "1", "b": ""}),
    (["/v{a}.{b}"], "/v1%2E2", "/v{a}.{b}", {"a": "1", "b": "2"}),
    (["/{a}%2F{b}"], "/x%2fy%2Fz", "/{a}%2F{b}", {"a": "x/y", "b": "z"}),
    (["/{a}20{b}"], "/x%20y", *NONE),
    (["/{a}20{b}"], "/x%2020y", "/{a}20{b}", {"a": "x ", "b": "y"}),
    (["/{a}.js"], "/.js", *NONE),
    (["/{a}.js"], "/a.JS", *NONE),
]

NORMALISED = [
    (["/a"], "/%61", "/a", {}),
    (["/a%20b"], "/a%20b", "/a%20b", {}),
    (["/a%2Fb"], "/a%2fb", "/a%2Fb", {}),
    (["/a%2Fb", "/a/b"], "/a/b", "/a/b", {}),
    (["/~"], "/%7e", "/~", {}),
    (["/{p}"], "/%C3%A9", "/{p}", {"p": "é"}),
    (["/{p}"], "/%c3%a9", "/{p}", {"p": "é"}),
    (["/{p}"], "/é", "/{p}", {"p": "é"}),
    (["/%C3%A9"], "/é", "/%C3%A9", {}),
    (["/{p}"], "/a+b", "/{p}", {"p": "a+b"}),
    (["/{p}"], "/%252F", "/{p}", {"p": "%2F"}),
    (["/{p}"], "/%00", "/{p}", {"p": "\0"}),
    (["/{p*}"], "/a%2Fb/c", "/{p*}", {"p": "a/b/c"}),
    (["/{p*2}"], "/a%2Fb/c", "/{p*2}", {"p": "a/b/c"}),
    (["/a"], "/./a", "/a", {}),
    (["/a"], "/b/../a", "/a", {}),
    (["/a"], "/../../a", "/a", {}),
    (["/a"], "/b/%2E%2e/a", "/a", {}),
    (["/a/"], "/a/.", "/a/", {}),
    (["/a/"], "/a/b/..", "/a/", {}),
    (["/"], "/..", "/", {}),
    (["/"], "/a/..", "/", {}),
    (["/{any*}"], "/..//a", "/{any*}", {"any": "/a"}),
    (["/{p}"], "/...", "/{p}", {"p": "..."}),
    (["/{p}"], "/.a", "/{p}", {"p": ".a"}),
    (["/{p}"], "/..%2Fa", "/{p}", {"p": "../a"}),
    (["/{any*}"], "/a//b", "/{any*}", {"any": "a//b"}),
    (["/a/b"], "/a//b", *NONE),
    (["/a/{q}/b", "/a/{p?}"], "/a//b", *NONE),
    (["/a/{p*2}"], "/a/b/", *NONE),
]


@pytest.mark.parametrize(
    ("routes", "path", "route", "params"),
    [*DOCUMENTED, *PRECEDENCE, *BACKTRACKING, *MIXED_ORDER, *MIXED_VALUES, *NORMALISED],
)
def test_it_finds(routes: list[str], path: str, route: str | None, params: dict[str, str]) -> None:
    for ordered in (routes, routes[::-1]):
        router = Router(("get", text, text) for text in ordered)
        try:
            match = router.match("get", path)
        except NoMatch:
            assert route is None
        else:
            assert (match.value, match.params, match.route.text) == (route, params, route)
            assert list(match.params) == list(params)


@pytest.mark.parametrize(
    ("routes", "path", "route", "dropped"),
    [
        (["/a"], "/a/", "/a", True),
        (["/a/"], "/a/", "/a/", False),
        (["/a", "/a/"], "/a/", "/a/", False),
        (["/a", "/a/"], "/a", "/a", False),
        (["/a", "/a/{p*}"], "/a/", "/a/{p*}", False),
        (["/a", "/{p*}"], "/a/", "/{p*}", False),
        (["/a/{p}"], "/a/b/", "/a/{p}", True),
        (["/x{p}"], "/xy/", "/x{p}", True),
        (["/"], "//", "/", True),
        (["/a"], "/a//", None, None),
        (["/a/"], "/a", None, None),
        (["/a"], "/", None, None),
    ],
)
def test_it_drops_a_final_slash_only_if_nothing_fits_with_it(
    routes: list[str], path: str, route: str | None, dropped: bool | None
) -> None:
    router = Router(("get", text, text) for text in routes)
    if route is None:
        with pytest.raises(NoMatch):
            router.match("get", path)
        return
    match = router.match("get", path)
    assert (match.value, match.slash_dropped) == (route, dropped)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/users/%zz", "`%zz` is not a percent code"),
        ("/users/100%", "`%` is not a percent code"),
        ("/%4", "`%4` is not a percent code"),
        ("/%4/x", "`%4/` is not a percent code"),
        ("/%ff", "`%ff` are not UTF-8"),
        ("/a/%C3/%A9", "`%C3` are not UTF-8"),
        ("/%ED%A0%80", "are not UTF-8"),
        ("/%C0%AF", "are not UTF-8"),
        ("/\ud800", r"`\ud800` are not UTF-8"),
        ("/%zz/../users/danny", "`%zz` is not a percent code"),
        ("", "starts with `/`"),
        ("*", "starts with `/`"),
        ("users", "starts with `/`"),
        ("http://host/users", "starts with `/`"),
    ],
)
def test_it_refuses_a_path_it_cannot_decode_whatever_the_routes(path: str, words: str) -> None:
    for routes in ([], USERS):
        router = Router(("get", text, None) for text in routes)
        for method in ("get", "post"):
            with pytest.raises(BadPath) as refused:
                router.match(method, path)
            assert words in refused.value.reason
        with pytest.raises(BadPath):
            router.methods(path)


def test_it_keeps_methods_apart_and_names_those_that_fit() -> None:
    router = Router(
        [
            ("post", "/a/{p}", "made"),
            ("get", "/a/b", "read"),
            ("delete", "/a", "gone"),
            ("options", "/{any*}", "cors"),
        ]
    )
    assert router.match("get", "/a/b").value == "read"
    assert router.match("post", "/a/b").params == {"p": "b"}
    with pytest.raises(NoMatch, match=r"No route fits `put /a/b`\.") as refused:
        router.match("put", "/a/b")
    assert refused.value.methods == router.methods("/a/b") == ("get", "options", "post")
    assert router.methods("/a/") == ("delete", "options")


def test_it_takes_routes_already_read_and_gives_them_all_back() -> None:
    route = parse_route("/{*any}")
    router = Router([("get", route, 1), ("get", "/a", 2)])
    assert [tuple(entry) for entry in router.entries] == [
        ("get", route, 1),
        ("get", parse_route("/a"), 2),
    ]
    assert router.match("get", "/b").route is route


def test_it_hands_out_params_that_are_the_callers_own() -> None:
    router = Router([("get", "/a", None)])
    router.match("get", "/a").params["x"] = "y"
    assert router.match("get", "/a").params == {}


def test_it_refuses_to_be_built_of_routes_that_conflict() -> None:
    Router([("get", "/{a}", None), ("post", "/{b}", None)])
    with pytest.raises(RouteConflict, match=r"`/\{b\}` conflicts with `/\{a\}`"):
        Router([("get", "/{a}", None), ("get", "/{b}", None)])
    with pytest.raises(RouteSyntaxError):
        Router([("get", "a", None)])


def test_it_matches_nothing_without_routes() -> None:
    with pytest.raises(NoMatch) as refused:
        Router([]).match("get", "/")
    assert refused.value.methods == ()
