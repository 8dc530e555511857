"""What every list does: sort, filter, page."""

from collections.abc import Callable
from typing import Any

import pytest

from app.errors import NotFound, ValidationError
from app.extensions import db
from app.models import Account, Application, Group, User, Version
from app.schemas import ApiTokenPost, EndpointPatch, UserPatch
from app.services.accounts.api_tokens import create_api_token
from app.services.author import Author
from app.services.experience.endpoints import update_endpoint
from app.services.experience.groups import members_of
from app.services.experience.users import update_user
from app.services.experience.views import delete_view
from app.services.listing import (
    ListQuery,
    Page,
    list_api_tokens,
    list_applications,
    list_domains,
    list_endpoints,
    list_groups,
    list_slugs,
    list_users,
    list_versions,
    list_views,
)
from app.services.lookup import develop_of
from tests.conftest import Clock
from tests.factories import (
    BY,
    make_application,
    make_domain,
    make_endpoint,
    make_group,
    make_slug,
    make_user,
    make_version,
    make_view,
)
from tests.services.conftest import Watch


def names(page: Page[Any], field: str = "name") -> list[str]:
    return [getattr(row, field) for row in page.items]


def groups(application: Application, **asked: Any) -> list[str]:
    return names(list_groups(application, ListQuery(filter_field="name", **asked)))


@pytest.fixture
def museum(application: Application) -> Application:
    for name in ("Guides", "guards", "École", "50% off", "a_b", "axb", "a*b", "a/b"):
        make_group(application, name=name)
    return application


# Filters


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ("guides", ["Guides"]),
        ("gu*", ["guards", "Guides"]),
        ("*S", ["guards", "Guides"]),
        ("G*D*S", ["guards", "Guides"]),
        ("uides", []),
        ("école", ["École"]),
        ("É*", ["École"]),
        ("*%*", ["50% off"]),
        ("a_b", ["a_b"]),
        ("a/b", ["a/b"]),
        ("a*b", ["a*b", "a/b", "a_b", "axb"]),
        ("50%", []),
        ("\x00", []),
    ],
)
def test_a_filter_fits_the_whole_text_in_any_case_and_a_star_any_run(
    museum: Application, filter: str, found: list[str]
) -> None:
    assert sorted(groups(museum, filter=filter)) == sorted(found)


@pytest.mark.parametrize(
    ("field", "filter"), [("name", ""), ("name", None), ("", "x"), (None, "x")]
)
def test_a_blank_filter_is_none(museum: Application, field: str | None, filter: str | None) -> None:
    page = list_groups(museum, ListQuery(filter_field=field, filter=filter))
    assert page.total_count == len(page.items) == 8


def test_a_field_that_cannot_be_filtered_or_sorted_is_refused_naming_those_that_can(
    museum: Application,
) -> None:
    with pytest.raises(ValidationError, match="filterField must be one of name; it is `id`"):
        list_groups(museum, ListQuery(filter_field="id", filter="x"))
    with pytest.raises(ValidationError, match="sortField must be one of name, id, creationDate"):
        list_groups(museum, ListQuery(sort_field="email"))
    with pytest.raises(ValidationError, match="sortDirection must be asc or desc"):
        list_groups(museum, ListQuery(sort_direction="up"))


def test_a_filter_has_a_length(museum: Application) -> None:
    with pytest.raises(ValidationError, match="filter is longer than 1024 characters"):
        groups(museum, filter="x" * 1025)


# Order


def test_names_sort_as_people_read_them(museum: Application) -> None:
    found = names(list_groups(museum, ListQuery()))
    assert found == ["50% off", "a*b", "a/b", "a_b", "axb", "guards", "Guides", "École"]
    assert names(list_groups(museum, ListQuery(sort_direction="DESC"))) == found[::-1]


def test_ties_go_by_id(application: Application, stopped_clock: Clock) -> None:
    made = [make_group(application, name="Same") for _ in range(5)]
    for direction in ("asc", "desc"):
        q = ListQuery(sort_field="creationDate", sort_direction=direction)
        assert names(list_groups(application, q), "id") == sorted(group.id for group in made)


def test_what_is_unset_comes_first_and_last_when_turned_round(application: Application) -> None:
    never, once = make_user(application), make_user(application)
    once.last_login = once.creation_date
    db.session.commit()
    q = ListQuery(sort_field="lastLogin")
    assert names(list_users(application, q), "id") == [never.id, once.id]
    q = ListQuery(sort_field="lastLogin", sort_direction="desc")
    assert names(list_users(application, q), "id") == [once.id, never.id]


SORTS: dict[str, tuple[Callable[..., Page[Any]], list[str]]] = {
    "users": (
        list_users,
        ["email", "firstName", "lastName", "id", "creationDate", "lastLogin", "lastUpdated"],
    ),
    "groups": (list_groups, ["name", "id", "creationDate", "lastUpdated"]),
    "versions": (list_versions, ["version", "id", "creationDate", "lastUpdated"]),
    "views": (
        lambda application, q: list_views(application, "develop", q),
        ["name", "id", "creationDate", "lastUpdated"],
    ),
    "endpoints": (
        lambda application, q: list_endpoints(application, "develop", q),
        ["order", "method", "route", "id", "creationDate", "requestCount", "lastUpdated"],
    ),
    "api tokens": (
        list_api_tokens,
        ["name", "status", "id", "creationDate", "lastUpdated", "expirationDate"],
    ),
    "applications": (
        lambda application, q: list_applications(
            db.session.get_one(Account, application.owner_id), q
        ),
        ["name", "id", "creationDate", "ownerId", "lastUpdated"],
    ),
}


@pytest.mark.parametrize(
    ("of", "field"), [(of, field) for of, (_, fields) in SORTS.items() for field in fields]
)
def test_every_list_sorts_by_every_field_it_promises(
    application: Application, of: str, field: str
) -> None:
    find, fields = SORTS[of]
    make_user(application), make_group(application), make_view(application)
    make_endpoint(application), create_api_token(application, ApiTokenPost(name="CI"), BY)
    for direction in ("asc", "desc"):
        page = find(application, ListQuery(sort_field=field, sort_direction=direction))
        assert page.items
        assert (page.sort_field, page.sort_direction) == (field, direction)
    assert find(application, ListQuery()).sort_field == fields[0]


# Pages


def test_pages_follow_each_other_and_end(museum: Application) -> None:
    pages = [list_groups(museum, ListQuery(page=page, per_page=3)) for page in range(4)]
    assert [len(page.items) for page in pages] == [3, 3, 2, 0]
    assert {page.total_count for page in pages} == {8}
    assert len({group.id for page in pages for group in page.items}) == 8


def test_a_page_far_past_the_end_is_empty(museum: Application) -> None:
    assert list_groups(museum, ListQuery(page=10**30)).items == []


def test_a_page_is_never_larger_than_a_thousand(museum: Application) -> None:
    assert list_groups(museum, ListQuery(per_page=5000)).per_page == 1000
    for wrong in ({"per_page": 0}, {"page": -1}):
        with pytest.raises(ValidationError):
            list_groups(museum, ListQuery(**wrong))


# Users and groups


def test_users_are_filtered_by_name_and_address(application: Application) -> None:
    make_user(application, email="Ann@Example.com", first_name="Ann", last_name="Åberg")
    make_user(application, email="ben@example.com", first_name="Ben", last_name="Berg")
    for field, filter in (("email", "ann@*"), ("firstName", "ANN"), ("lastName", "åb*")):
        q = ListQuery(filter_field=field, filter=filter)
        assert names(list_users(application, q), "email") == ["Ann@Example.com"]


def test_users_are_found_by_their_group(
    application: Application,
    parent_group: Group,
    group: Group,
    member: User,
    parent_member: User,
    outsider: User,
) -> None:
    def found(**extra: Any) -> list[str]:
        return names(list_users(application, ListQuery(extra=extra)), "email")

    assert found(experience_group_id=group.id) == [member.email]
    assert found(experience_group_id=parent_group.id) == [parent_member.email]
    assert found(experience_group_id="any") == [member.email, parent_member.email]
    assert found(experience_group_id="none") == [outsider.email]
    assert found(experience_group_id=make_group().id, include_ancestor_groups=True) == []
    assert found(experience_group_id=group.id, include_ancestor_groups=True) == [
        member.email,
        parent_member.email,
    ]


def test_an_advanced_query_replaces_every_other_filter(
    application: Application, member: User, outsider: User
) -> None:
    q = ListQuery(
        filter_field="email",
        filter="nobody",
        query={"email": outsider.email},
        extra={"experience_group_id": "any"},
    )
    assert list_users(application, q).items == [outsider]


def test_members_of_groups_are_told_for_many_at_once(
    application: Application, parent_group: Group, group: Group, member: User, watch: Watch
) -> None:
    endpoint = make_endpoint(application, experience_group_ids=[group.id])
    make_version(application)
    leaf = make_group(application, parent_id=group.id)
    rows = [parent_group, group, leaf]
    assert [row.name for row in rows]
    with watch() as seen:
        found = members_of(rows)
    assert len(seen) == 3
    assert found[group.id].experience_user_ids == [member.id]
    assert found[group.id].experience_endpoint_ids == [endpoint.id]
    assert found[leaf.id].ancestor_ids == [group.id, parent_group.id]
    assert found[leaf.id].experience_user_ids == []


# Endpoints, views, versions, hosts


def test_endpoints_come_in_the_order_of_the_router(application: Application) -> None:
    for method, route in (("post", "/a"), ("get", "/{x*}"), ("get", "/{id}"), ("get", "/a")):
        make_endpoint(application, method=method, route=route)
    page = list_endpoints(application, "develop", ListQuery())
    found = [(one.order, one.method, one.route) for one in page.items]
    assert found == [
        (1, "get", "/a"), (2, "post", "/a"), (3, "get", "/{id}"), (4, "get", "/{x*}")
    ]  # fmt: skip
    assert page.items[0].request_count is None
    backwards = list_endpoints(application, "develop", ListQuery(sort_direction="desc"))
    assert backwards.items == page.items[::-1]


def test_a_filtered_endpoint_keeps_its_place(application: Application, group: Group) -> None:
    make_endpoint(application, route="/a")
    make_endpoint(application, route="/b", method="put", experience_group_ids=[group.id])
    for q in (
        ListQuery(filter_field="route", filter="/B"),
        ListQuery(filter_field="method", filter="PUT"),
        ListQuery(extra={"experience_group_id": group.id}),
    ):
        [only] = list_endpoints(application, "develop", q).items
        assert (only.route, only.order) == ("/b", 2)


def test_a_version_is_given_as_a_row_a_name_or_an_id(application: Application) -> None:
    endpoint = make_endpoint(application, route="/a")
    version = make_version(application)
    update_endpoint(endpoint, EndpointPatch(route="/b"), BY)
    for given in (version, version.name, version.id):
        assert names(list_endpoints(application, given, ListQuery()), "route") == ["/a"]
    assert names(list_endpoints(application, "develop", ListQuery()), "route") == ["/b"]
    with pytest.raises(NotFound):
        list_endpoints(application, "v0", ListQuery())


def test_views_are_told_apart_by_type_and_know_their_layout(application: Application) -> None:
    layout = make_view(application, name="Frame", view_type="layout")
    gone = make_view(application, view_type="layout")
    make_view(application, name="Home", layout_id=layout.id)
    make_view(application, name="Lost", layout_id=gone.id)
    make_view(application, name="Plain")
    delete_view(gone, BY)
    q = ListQuery(extra={"view_type": "page"})
    found = list_views(application, develop_of(application.id), q)
    assert [(view.name, view.layout_name) for view in found.items] == [
        ("Home", "Frame"),
        ("Lost", None),
        ("Plain", None),
    ]


def test_versions_know_the_hosts_that_point_at_them(application: Application) -> None:
    version = make_version(application)
    domain = make_domain(application, version=version.name)
    slug = make_slug(application, version=version.name)
    make_slug(application, version=None)
    make_slug(version="develop")
    found = {one.name: one for one in list_versions(application, ListQuery()).items}
    assert found[version.name].attached_domains == [domain]
    assert found[version.name].attached_slugs == [slug]
    assert names_of(found["develop"]) == [application.id]


def names_of(version: Version) -> list[str]:
    return [slug.slug for slug in version.attached_slugs]


def test_hosts_come_whole_and_in_order(application: Application) -> None:
    make_domain(application, domain_name="b.example.com")
    make_domain(application, domain_name="a.example.com")
    make_domain()
    assert names(list_domains(application), "domain_name") == ["a.example.com", "b.example.com"]
    assert names(list_slugs(application), "slug") == [application.id]


# Applications and tokens


@pytest.mark.parametrize(
    ("filter", "found"), [("muse", True), ("USE", True), ("muse*", True), ("use*", False)]
)
def test_a_part_of_an_applications_name_is_enough(
    owner: Account, application: Application, filter: str, found: bool
) -> None:
    q = ListQuery(filter_field="name", filter=filter)
    assert bool(list_applications(owner, q).items) == found


def test_everybody_sees_their_own_applications(
    owner: Account, stranger: Account, application: Application
) -> None:
    make_application(owner, name="Gallery")
    assert names(list_applications(owner, ListQuery())) == ["Gallery", "Museum"]
    assert list_applications(stranger, ListQuery()).items == []
    assert list_applications(application, ListQuery()).items == [application]
    assert list_applications(owner, ListQuery(extra={"org_id": "a" * 24})).items == []


def test_tokens_belong_to_an_account_or_an_application(
    owner: Account, application: Application
) -> None:
    by = Author(owner.id)
    mine, _ = create_api_token(owner, ApiTokenPost(name="Mine"), by)
    its, _ = create_api_token(application, ApiTokenPost(name="Its"), Author(mine.id, "apiToken"))
    assert list_api_tokens(owner, ListQuery()).items == [mine]
    assert list_api_tokens(application, ListQuery()).items == [its]
    assert (mine.owner_id, mine.owner_type, mine.creator_name) == (owner.id, "user", owner.email)
    assert (its.owner_id, its.owner_type) == (application.id, "application")
    assert (its.creator_type, its.creator_name) == ("apiToken", None)
    q = ListQuery(filter_field="status", filter="inactive")
    assert list_api_tokens(owner, q).items == []


# Queries


@pytest.mark.parametrize("of", SORTS)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(
    application: Application, of: str, watch: Watch
) -> None:
    find, _ = SORTS[of]

    def fill() -> None:
        group = make_group(application)
        layout = make_view(application, view_type="layout")
        make_view(application, layout_id=layout.id)
        make_user(application, experience_group_ids=[group.id])
        make_endpoint(application, experience_group_ids=[group.id])
        make_domain(application, version=make_version(application).name)
        create_api_token(application, ApiTokenPost(name="CI"), Author(application.owner_id))
        make_application(db.session.get_one(Account, application.owner_id))

    def queries() -> int:
        db.session.expire_all()
        assert application.id
        with watch() as seen:
            for row in find(application, ListQuery()).items:
                for name in ("groups", "layout_name", "attached_domains", "creator_name"):
                    getattr(row, name, None)
        return len(seen)

    fill()
    few = queries()
    for _ in range(3):
        fill()
    assert queries() == few
    assert few <= 6


def test_a_changed_user_is_listed_as_changed(application: Application) -> None:
    user = make_user(application)
    update_user(user, UserPatch(first_name="New"), BY)
    assert names(list_users(application, ListQuery()), "first_name") == ["New"]
