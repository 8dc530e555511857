import pytest

from app.routing import BadPath, Explanation, Outcome, Router, Verdict, explain

ROUTES = [
    ("get", "/users/danny"),
    ("get", "/users/{name}"),
    ("get", "/users/{name}/{rest*}"),
    ("get", "/files/{name}.json"),
    ("get", "/files/{name}"),
    ("get", "/list/"),
    ("post", "/users/{name}"),
    ("options", "/{any*}"),
]


def explained(path: str, routes: list[tuple[str, str]] = ROUTES) -> Explanation[str]:
    return explain(Router((method, text, text) for method, text in routes), "get", path)


def verdict(path: str, route: str, method: str = "get") -> Verdict[str]:
    return next(
        verdict
        for verdict in explained(path).verdicts
        if (verdict.method, verdict.route.text) == (method, route)
    )


def test_it_gives_a_verdict_on_every_route_the_winner_first() -> None:
    answer = explained("/users/danny")
    assert answer.winner is not None
    assert answer.winner.value == "/users/danny"
    assert answer.sentence == "`get /users/danny` goes to `/users/danny`."
    assert [(v.method, v.value, v.outcome) for v in answer.verdicts] == [
        ("get", "/users/danny", Outcome.WON),
        ("get", "/users/{name}", Outcome.OUTRANKED),
        ("get", "/users/{name}/{rest*}", Outcome.OUTRANKED),
        ("get", "/files/{name}.json", Outcome.DIFFERENT),
        ("get", "/files/{name}", Outcome.DIFFERENT),
        ("get", "/list/", Outcome.DIFFERENT),
        ("options", "/{any*}", Outcome.OTHER_METHOD),
        ("post", "/users/{name}", Outcome.OTHER_METHOD),
    ]


@pytest.mark.parametrize(
    ("path", "route", "outcome", "segment", "sentence"),
    [
        ("/users/danny", "/users/danny", "won", None, "it fits, and no more specific route does"),
        (
            "/users/danny",
            "/users/{name}",
            "outranked",
            2,
            "at segment 2 the literal `danny` goes before the parameter `{name}`",
        ),
        (
            "/users/bob",
            "/users/{name}/{rest*}",
            "outranked",
            3,
            "`/users/{name}` ends with the path, `{rest*}` would go on",
        ),
        (
            "/files/a.json",
            "/files/{name}",
            "outranked",
            2,
            "at segment 2 the mixed segment `{name}.json` goes before the parameter `{name}`",
        ),
        (
            "/files/a.json/",
            "/files/{name}",
            "outranked",
            2,
            "at segment 2 the mixed segment `{name}.json` goes before the parameter `{name}`",
        ),
        (
            "/users/danny/",
            "/users/danny",
            "outranked",
            None,
            "it fits only without the final slash, `/users/{name}/{rest*}` fits with it",
        ),
        ("/user/bob", "/users/{name}", "different", 1, "segment 1: `user` is not `users`"),
        ("/users/bob", "/users/danny", "different", 2, "segment 2: `bob` is not `danny`"),
        (
            "/Users/bob",
            "/users/{name}",
            "different",
            1,
            "segment 1: `Users` is not `users`, only the case differs",
        ),
        (
            "/users/a/b",
            "/users/{name}",
            "different",
            3,
            "the path goes on after segment 2 with `b`",
        ),
        ("/users", "/users/{name}", "different", 2, "the path ends before segment 2, `{name}`"),
        ("/users/", "/users/{name}", "different", 2, "segment 2 is empty, the route has `{name}`"),
        ("/list", "/list/", "different", 2, "the route ends in a slash, the path does not"),
        (
            "/list/%7C",
            "/list/",
            "different",
            2,
            "segment 2: the route has nothing there, the path has `%7C`",
        ),
        (
            "/files/a%20b",
            "/files/{name}.json",
            "different",
            2,
            "segment 2: `a%20b` does not have the form `{name}.json`",
        ),
    ],
)
def test_it_says_why(
    path: str, route: str, outcome: str, segment: int | None, sentence: str
) -> None:
    found = verdict(path, route)
    assert (found.outcome, found.segment, found.reason) == (outcome, segment, sentence)
    won = "won" if outcome == "won" else "lost"
    assert found.sentence == f"`get {route}` {won}: {sentence}."


def test_it_says_of_another_method_whether_the_path_would_fit() -> None:
    assert verdict("/users/bob", "/users/{name}", "post").sentence == (
        "`post /users/{name}` lost: it answers `post`, not `get`; the path would fit."
    )
    assert verdict("/user/bob", "/users/{name}", "post").reason == (
        "it answers `post`, not `get`; segment 1: `user` is not `users`"
    )


@pytest.mark.parametrize(
    ("winner", "loser", "path", "reason"),
    [
        (
            "/{a}-{b}",
            "/x{a}",
            "/x-1",
            "at segment 1 `{a}-{b}` is more specific than `x{a}`",
        ),
        (
            "/{a}/{b}/{c*}",
            "/{d*}",
            "/1/2",
            "at segment 1 the parameter `{a}` goes before the wildcard `{d*}`",
        ),
        (
            "/{a}/{b?}",
            "/{a}/{c*}",
            "/1",
            "at segment 2 the parameter `{b?}` goes before the wildcard `{c*}`",
        ),
        (
            "/{p*2}/z",
            "/{a}/{b}/{c}",
            "/1/2/z",
            "at segment 3 the literal `z` goes before the parameter `{c}`",
        ),
    ],
)
def test_it_names_the_place_where_two_routes_part(
    winner: str, loser: str, path: str, reason: str
) -> None:
    answer = explained(path, [("get", loser), ("get", winner)])
    assert [(v.value, v.outcome) for v in answer.verdicts] == [
        (winner, "won"),
        (loser, "outranked"),
    ]
    assert answer.verdicts[1].reason == reason


def test_it_says_that_nothing_fits() -> None:
    answer = explained("/nowhere")
    assert answer.winner is None
    assert answer.sentence == "`get /nowhere` fits none of 8 routes."
    assert {v.outcome for v in answer.verdicts} == {Outcome.DIFFERENT, Outcome.OTHER_METHOD}


def test_it_says_that_a_final_slash_was_dropped() -> None:
    answer = explained("/files/a/")
    assert (
        answer.sentence
        == "`get /files/a/` goes to `/files/{name}`, once its final slash is dropped."
    )
    assert answer.verdicts[0].outcome is Outcome.WON


def test_it_refuses_a_path_that_cannot_be_decoded() -> None:
    with pytest.raises(BadPath):
        explained("/%zz")
