"""Routes and paths that collide often: few words, many shapes."""

from collections.abc import Iterator
from random import Random

LITERALS = ("a", "b", "ab", "A", "a.b", "a-b", "a%20b", "%2F", "%C3%A9", "...", "*", "x")
TEXTS = ("-", ".", "a", "ab", "aa", "x", "%20", "A9", "%C3%A9")
PARTS = (
    *LITERALS,
    *("", "", ".", "..", "%2E", "%2e%2E", "%61", "aab", "a-b.a", "xax", "aa", "-", "a-", "-a"),
    *("%c3%a9", "\u00e9", "a b", "a%2fb", "x%20A9", "aaaa", "a--b", "x.x.x", "b%25a", "|"),
)
BROKEN = ("%", "%zz", "%4", "%ff", "%C3", "%C3a%A9", "\ud800")


def route(random: Random) -> str:
    names = iter(f"p{number}" for number in range(100))
    segments = [segment(random, names) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))]
    ending = random.choice(("", "", "", "", "/", "/{end?}", "/{end?}", "/{end*}", "/{end*}"))
    return "".join(f"/{text}" for text in segments) + ending or "/"


def segment(random: Random, names: Iterator[str]) -> str:
    kind = random.random()
    if kind < 0.4:
        return random.choice(LITERALS[:3] if kind < 0.25 else LITERALS)
    if kind < 0.65:
        return f"{{{next(names)}}}"
    if kind < 0.75:
        return f"{{{next(names)}*{random.choice((1, 2, 2, 3))}}}"
    return mixed(random, names)


def mixed(random: Random, names: Iterator[str]) -> str:
    pieces: list[str] = []
    is_text = random.random() < 0.5
    for _ in range(random.choice((2, 2, 3, 3, 4, 5))):
        mark = "?" if random.random() < 0.25 else ""
        pieces.append(random.choice(TEXTS) if is_text else f"{{{next(names)}{mark}}}")
        is_text = not is_text
    return "".join(pieces)


def path(random: Random, routes: list[str]) -> str:
    """Half of them made from one of the routes, and then perhaps spoilt."""
    if routes and random.random() < 0.6:
        parts = [filled(random, text) for text in random.choice(routes)[1:].split("/")]
        if random.random() < 0.3:
            parts[random.randrange(len(parts))] = random.choice(PARTS)
        if random.random() < 0.3:
            parts.append(random.choice(PARTS))
    else:
        parts = random.choices(PARTS, k=random.choice((1, 1, 2, 2, 3, 4, 5)))
    if random.random() < 0.02:
        parts[random.randrange(len(parts))] += random.choice(BROKEN)
    return "/" + "/".join(parts)


def filled(random: Random, text: str) -> str:
    if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
        count = int(text[:-1].partition("*")[2] or 1)
        return "/".join(random.choices(PARTS, k=count))
    while "{" in text:
        before, _, rest = text.partition("{")
        text = before + random.choice(("a", "b", "aa", "x-x", "ab", "")) + rest.partition("}")[2]
    return text
