"""Ten thousand users: what is asked of the database, and how it finds the answer."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.models import Application, User, new_id
from app.services.author import dated
from app.services.listing import ListQuery, Page, list_users
from app.services.transaction import transaction
from config import Settings
from tests.factories import make_application, make_group
from tests.services.conftest import plan_of, watched

MANY = 10_000
SHIFTS = 20


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("crowd")
    shutil.copy(empty_database, folder / "foyer.db")
    url = f"sqlite:///{folder / 'foyer.db'}"
    app = create_app(Settings(data=folder, database_url=url, secret_key="x", bcrypt_cost=4))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def crowd(crowded: Flask) -> str:
    """The id of an application. Every twentieth user is on shift s0, in group 0, and so on."""
    application = make_application(name="Stadium")
    groups = [make_group(application, name=f"Group {number}") for number in range(SHIFTS)]
    with transaction(application):
        for number in range(MANY):
            email = f"Person{number:05}@example.com"
            db.session.add(
                User(
                    id=new_id(),
                    application_id=application.id,
                    email=email,
                    email_key=email.casefold(),
                    password_hash="",
                    first_name=f"First{number % 97}",
                    user_tags={"shift": f"s{number % SHIFTS}", "number": str(number)},
                    groups=[groups[number % SHIFTS]],
                    **dated(),
                )
            )
    return application.id


def asked(application_id: str, q: ListQuery) -> tuple[Page[User], list[list[str]]]:
    """The page, and the plan of each query."""
    application = db.session.get_one(Application, application_id)
    db.session.expunge_all()
    with watched() as seen:
        page = list_users(application, q)
        assert all(user.groups for user in page.items)
    return page, [plan_of(*one) for one in seen]


def no_scan(plans: list[list[str]]) -> bool:
    return not any(step.startswith("SCAN") for plan in plans for step in plan)


def finds_by(plans: list[list[str]], index: str) -> bool:
    """In the query that counts and in the one that fetches the page."""
    return all(any(index in step for step in plan) for plan in plans[:2])


def test_a_page_is_three_queries_and_never_the_whole_table(crowd: str) -> None:
    page, plans = asked(crowd, ListQuery(page=99, per_page=100))
    assert (page.total_count, len(page.items)) == (MANY, 100)
    assert page.items[0].email == "Person09900@example.com"
    assert len(plans) == 3
    assert no_scan(plans)


def test_sorting_by_address_takes_the_order_of_the_index(crowd: str) -> None:
    for direction in ("asc", "desc"):
        _, plans = asked(crowd, ListQuery(sort_direction=direction))
        assert not any("TEMP B-TREE" in step for step in plans[1])


def test_a_thousand_a_page_costs_no_query_more(crowd: str) -> None:
    page, plans = asked(crowd, ListQuery(per_page=1000))
    assert (len(page.items), page.per_page) == (1000, 1000)
    assert len(plans) == 4  # groups are fetched for 500 users at a time


@pytest.mark.parametrize("email", ["person00042@example.com", "PERSON00042@*", "person00042*"])
def test_an_address_or_the_beginning_of_one_is_looked_up(crowd: str, email: str) -> None:
    page, plans = asked(crowd, ListQuery(filter_field="email", filter=email))
    assert [user.email for user in page.items] == ["Person00042@example.com"]
    assert no_scan(plans)
    assert finds_by(plans, "email_key")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"userTags": {"number": "42"}}, 1),
        ({"userTags": {"$tagKey": "number", "$tagValue": {"$in": ["42", "43"]}}}, 2),
        ({"userTags": {"shift": "s3"}}, MANY // SHIFTS),
        ({"userTags": {"shift": "s2", "number": "42"}}, 1),
        ({"userTags": {"shift": "s3", "number": "42"}}, 0),
    ],
)
def test_tags_are_found_by_their_index(crowd: str, query: dict[str, object], found: int) -> None:
    page, plans = asked(crowd, ListQuery(query=query))
    assert page.total_count == found
    assert no_scan(plans)
    assert finds_by(plans, "ix_user_tags_application_id")


@pytest.mark.parametrize(
    ("operator", "value", "found"),
    [
        ("$eq", "Person00042@example.com", 1),
        ("$eq", "person00042@example.com", 0),
        ("$in", ["Person00042@example.com", "Person00043@example.com"], 2),
        ("$startsWith", "Person0004", 10),
    ],
)
def test_an_advanced_query_looks_addresses_up_too(
    crowd: str, operator: str, value: object, found: int
) -> None:
    page, plans = asked(crowd, ListQuery(query={"email": {operator: value}}))
    assert page.total_count == found
    assert no_scan(plans)
    assert finds_by(plans, "email_key")


@pytest.mark.parametrize("advanced", [True, False])
def test_members_are_found_by_their_group(crowd: str, advanced: bool) -> None:
    application = db.session.get_one(Application, crowd)
    group = make_group(application)
    other = list_users(application, ListQuery(per_page=1)).items[0].groups[0]
    for id, found in ((group.id, 0), (other.id, MANY // SHIFTS)):
        q = (
            ListQuery(query={"experienceGroupId": id})
            if advanced
            else ListQuery(extra={"experience_group_id": id})
        )
        page, plans = asked(crowd, q)
        assert page.total_count == found
        assert no_scan(plans)
        assert finds_by(plans, "ix_user_groups_group_id")
