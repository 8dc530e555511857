"""Who may enter, and what the others are told."""

from datetime import timedelta

import jwt
import pytest

from app.models import User
from app.schemas import ApplicationPatch, UserPatch
from app.services.applications import invalidate_all_tokens, update_application
from app.services.clock import now
from app.services.experience.groups import delete_group
from app.services.experience.tokens import issue_token
from app.services.experience.users import delete_user, update_user

from .. import factories
from .conftest import Museum

NAME = "{{ experience.user.email or 'nobody' }}"


@pytest.fixture
def visitor(museum: Museum) -> User:
    return museum.user(email="ida@example.com")


@pytest.mark.parametrize(
    ("access", "who", "status"),
    [
        ("public", "nobody", 200),
        ("public", "outsider", 200),
        ("authenticated", "nobody", 401),
        ("authenticated", "outsider", 200),
        ("group", "nobody", 401),
        ("group", "outsider", 403),
        ("group", "member", 200),
        ("group", "member of the parent", 200),
        ("group", "member of the grandparent", 200),
        ("group", "member of the child", 403),
        ("device", "nobody", 401),
        ("device", "member", 403),
    ],
)
def test_access_decides(museum: Museum, access: str, who: str, status: int) -> None:
    grandparent = museum.group("Company")
    parent = museum.group("Staff", parent_id=grandparent.id)
    group = museum.group("Guides", parent_id=parent.id)
    child = museum.group("Trainees", parent_id=group.id)
    groups = {
        "member": group,
        "member of the parent": parent,
        "member of the grandparent": grandparent,
        "member of the child": child,
    }
    fields = {
        "group": {"experience_group_ids": [group.id]},
        "device": {"device_id_template": "{{ request.params.id }}"},
    }
    museum.answering("/room", NAME, access=access, **fields.get(access, {}))
    headers = {}
    if who != "nobody":
        member_of = [groups[who].id] if who in groups else []
        headers = museum.bearer(museum.user(experience_group_ids=member_of))
    answer = museum.ask("/room", headers=headers)
    assert answer.status == status
    if status != 200:
        assert answer.json == {"error": "Unauthorized" if status == 401 else "Forbidden"}


def test_one_of_several_groups_is_enough(museum: Museum) -> None:
    groups = [museum.group(name) for name in ("Guides", "Cleaners")]
    museum.answering("/room", NAME, access="group", experience_group_ids=[g.id for g in groups])
    user = museum.user(experience_group_ids=[groups[1].id])
    assert museum.ask("/room", headers=museum.bearer(user)).status == 200


def test_a_group_endpoint_without_groups_admits_nobody(museum: Museum) -> None:
    group = museum.group("Guides")
    user = museum.user(experience_group_ids=[group.id])
    museum.answering("/room", NAME, access="group", experience_group_ids=[group.id])
    assert museum.ask("/room", headers=museum.bearer(user)).status == 200
    delete_group(group, factories.BY)
    assert museum.ask("/room", headers=museum.bearer(user)).status == 403


@pytest.mark.parametrize("way", ["query", "header", "cookie"])
def test_a_token_may_come_in_the_query_a_header_or_a_cookie(
    museum: Museum, visitor: User, way: str
) -> None:
    museum.answering("/me", NAME)
    token = museum.token(visitor)
    answer = {
        "query": lambda: museum.ask(f"/me?authorization={token}"),
        "header": lambda: museum.ask("/me", headers={"authorization": f"Bearer {token}"}),
        "cookie": lambda: museum.ask("/me", headers={"cookie": f"a=b; authorization={token}"}),
    }[way]()
    assert answer.text == "ida@example.com"


def test_the_first_token_present_decides_and_there_is_no_second_try(
    museum: Museum, visitor: User
) -> None:
    other = museum.user(email="tom@example.com")
    museum.answering("/me", NAME)
    one, two = museum.token(visitor), museum.token(other)
    headers = {"authorization": f"Bearer {two}", "cookie": f"authorization={two}"}
    assert museum.ask(f"/me?authorization={one}", headers=headers).text == "ida@example.com"
    assert museum.ask("/me?authorization=bad", headers=headers).text == "nobody"
    headers = {"authorization": f"Bearer {one}", "cookie": f"authorization={two}"}
    assert museum.ask("/me", headers=headers).text == "ida@example.com"
    headers = {"authorization": "Basic abc", "cookie": f"authorization={two}"}
    assert museum.ask("/me", headers=headers).text == "nobody"


def _unsigned(museum: Museum, user: User) -> str:
    claims = {"sub": user.id, "app": museum.application.id, "iat": now().timestamp()}
    return jwt.encode(claims, None, algorithm="none")


def _other_key(museum: Museum, user: User) -> str:
    return issue_token(museum.application.id, "0" * 64, user.id, now())


def _other_algorithm(museum: Museum, user: User) -> str:
    claims = {"sub": user.id, "app": museum.application.id, "iat": now().timestamp()}
    return jwt.encode(claims, museum.application.token_secret, algorithm="HS512")


def _tampered(museum: Museum, user: User) -> str:
    head, payload, signature = museum.token(user).split(".")
    return f"{head}.{payload[:-2]}AA.{signature}"


def _of_another_application(museum: Museum, user: User) -> str:
    other = factories.make_application()
    return issue_token(other.id, other.token_secret, factories.make_user(other).id, now())


def _for_another_application(museum: Museum, user: User) -> str:
    return issue_token("b" * 24, museum.application.token_secret, user.id, now())


BAD_TOKENS = {
    "empty": lambda museum, user: "",
    "not a token": lambda museum, user: "open sesame",
    "not ASCII": lambda museum, user: "é.é.é",
    "too long": lambda museum, user: "a" * 9000,
    "alg none": _unsigned,
    "another algorithm": _other_algorithm,
    "another key": _other_key,
    "tampered": _tampered,
    "of another application": _of_another_application,
    "naming another application": _for_another_application,
    "expired": lambda museum, user: museum.token(user, ttl_ms=-1),
    "of nobody": lambda museum, user: issue_token(
        museum.application.id, museum.application.token_secret, "c" * 24, now()
    ),
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_counts_as_nobody(museum: Museum, visitor: User, kind: str) -> None:
    museum.answering("/open", NAME)
    museum.answering("/room", NAME, access="authenticated")
    token = BAD_TOKENS[kind](museum, visitor)
    headers = {"authorization": f"Bearer {token}".encode().decode("latin-1")}
    assert museum.ask("/open", headers=headers).text == "nobody"
    assert museum.ask("/room", headers=headers).status == 401


def test_a_token_dies_with_the_cutoff_of_its_user(museum: Museum, visitor: User) -> None:
    museum.answering("/me", NAME)
    other = museum.user(email="tom@example.com")
    old, others = museum.bearer(visitor), museum.bearer(other)
    assert museum.ask("/me", headers=old).text == "ida@example.com"
    cutoff = now() + timedelta(seconds=1)
    update_user(visitor, UserPatch(token_cutoff=cutoff), factories.BY)
    assert museum.ask("/me", headers=old).text == "nobody"
    assert museum.ask("/me", headers=others).text == "tom@example.com"
    assert museum.ask("/me", headers=museum.bearer(visitor, at=cutoff)).text == "ida@example.com"


def test_every_token_dies_with_the_cutoff_of_the_application(museum: Museum, visitor: User) -> None:
    museum.answering("/me", NAME)
    old = museum.bearer(visitor, at=now() - timedelta(seconds=1))
    assert museum.ask("/me", headers=old).text == "ida@example.com"
    invalidate_all_tokens(museum.application, factories.BY)
    assert museum.ask("/me", headers=old).text == "nobody"
    assert museum.ask("/me", headers=museum.bearer(visitor)).text == "ida@example.com"


def test_a_token_dies_with_its_user(museum: Museum, visitor: User) -> None:
    museum.answering("/me", NAME)
    headers = museum.bearer(visitor)
    assert museum.ask("/me", headers=headers).text == "ida@example.com"
    delete_user(visitor, factories.BY)
    assert museum.ask("/me", headers=headers).text == "nobody"


def test_a_token_works_on_every_host_of_its_application(museum: Museum, visitor: User) -> None:
    museum.answering("/me", NAME)
    headers = museum.bearer(visitor)
    host = f"{museum.application.id}.localhost"
    assert museum.ask("/me", host=host, headers=headers).text == "ida@example.com"


def test_a_change_of_the_application_reaches_its_pages(museum: Museum) -> None:
    museum.answering("/", "{{ application.name }}")
    museum.ask("/")
    update_application(museum.application, ApplicationPatch(name="Zoo"), factories.BY)
    assert museum.ask("/").text == "Zoo"


def test_auth_info_reaches_the_page(museum: Museum, visitor: User) -> None:
    museum.answering("/", "{{ experience.authInfo.extraData.theme }}")
    headers = museum.bearer(visitor, extra={"theme": "dark"}, ttl_ms=60_000)
    assert museum.ask("/", headers=headers).text == "dark"
    assert museum.ask("/").text == ""
