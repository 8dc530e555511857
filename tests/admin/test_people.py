from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Group, User
from app.services.clock import now
from tests import factories
from tests.conftest import Clock

from .conftest import post


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience"


@pytest.fixture
def people(
    application: Application,
    member: User,
    parent_member: User,
    outsider: User,
    stopped_clock: Clock,
) -> None:
    """In the group, in the group above, in none; signed in now, long ago, never."""
    member.user_tags = {"desk": "7", "floor": "2"}
    member.first_name, member.last_login = "Ida", now()
    parent_member.user_tags = {"desk": "8"}
    parent_member.last_login = now() - timedelta(days=40)
    db.session.commit()


def emails(page: str) -> set[str]:
    names = ("member", "parent", "outsider")
    return {name for name in names if f">{name}@example.com</a>" in page}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"member", "parent", "outsider"}),
        ("filter=PARENT", {"parent"}),
        ("filter=ida", {"member"}),
        ("filter=*", set()),
        ("group=any", {"member", "parent"}),
        ("group=none", {"outsider"}),
        ("group={group}", {"member"}),
        ("group={group}&above=y", {"member", "parent"}),
        ("group=nonsense", {"member", "parent", "outsider"}),
        ("tag=desk", {"member", "parent"}),
        ("tag=desk&value=8", {"parent"}),
        ("value=2", {"member"}),
        ("tag=" + "x" * 300, set()),
        ("seen=day", {"member"}),
        ("seen=quiet", {"parent", "outsider"}),
        ("seen=never", {"outsider"}),
        ("seen=nonsense", {"member", "parent", "outsider"}),
        ("tag=desk&seen=month&group=any&filter=example", {"member"}),
    ],
)
@pytest.mark.usefixtures("people")
def test_users_are_found_by(
    owner_client: FlaskClient, path: str, group: Group, query: str, found: set[str]
) -> None:
    assert emails(owner_client.get(f"{path}/users?{query.format(group=group.id)}").text) == found


@pytest.mark.usefixtures("people")
def test_keys_of_tags_that_are_there_are_suggested(
    owner_client: FlaskClient, path: str, outsider: User
) -> None:
    factories.make_user(user_tags={"secret": "of another application"})
    for page in ("users/new", f"users/{outsider.id}"):
        text = owner_client.get(f"{path}/{page}").text
        assert '<option value="desk"></option>' in text
        assert "secret" not in text


def test_what_a_user_wrote_is_escaped(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    script = "<script>alert(1)</script>"
    made = factories.make_user(application, first_name=script, user_tags={"a": script})
    group = factories.make_group(application, name=script, description=script)
    factories.make_endpoint(application, access="authenticated")
    for page in (
        "users",
        "groups",
        f"users/{made.id}",
        f"groups/{group.id}",
        "versions/develop/access",
    ):
        text = owner_client.get(f"{path}/{page}").text
        assert script not in text
        assert "&lt;script&gt;" in text


def test_a_group_that_cannot_be_made_is_refused_beside_its_field(
    owner_client: FlaskClient, path: str
) -> None:
    typed = {"email": "new@example.com", "experience_group_ids-name": "x" * 256}
    page = post(owner_client, f"{path}/users/new", **typed)
    assert page.status_code == 400
    assert "onger than 255 characters." in page.text
    assert db.session.query(User).count() == 0


def test_a_member_is_added_by_the_address_that_is_typed(
    owner_client: FlaskClient, path: str, group: Group, outsider: User
) -> None:
    members = f"{path}/groups/{group.id}/members"
    refused = post(owner_client, members, email="nobody@example.com")
    assert refused.status_code == 400
    assert "No user has this e-mail address" in refused.text
    assert 'value="nobody@example.com"' in refused.text
    assert post(owner_client, members, email=" Outsider@example.com ").status_code == 302
    assert outsider.groups == [group]


def test_a_member_is_removed(
    owner_client: FlaskClient, path: str, group: Group, member: User
) -> None:
    members = f"{path}/groups/{group.id}/members"
    assert post(owner_client, f"{members}/{member.id}/remove", form_on=members).status_code == 302
    assert member.groups == []


def test_those_are_suggested_who_are_not_in_it(
    owner_client: FlaskClient, path: str, group: Group, member: User, outsider: User
) -> None:
    suggested = f"{path}/groups/{group.id}/members/suggested"
    assert 'value="outsider@example.com"' in owner_client.get(suggested).text
    assert "member@" not in owner_client.get(suggested).text
    assert owner_client.get(f"{suggested}?email=zzz").text.strip() == ""


def test_a_group_tells_who_else_counts_as_its_member(
    owner_client: FlaskClient, path: str, group: Group, parent_member: User
) -> None:
    text = owner_client.get(f"{path}/groups/{group.id}/members").text
    assert "Nobody is in it yet" in text
    assert "1 member" in text
    assert "Staff" in text


def test_a_group_tells_what_its_members_may_call_and_why(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    group: Group,
    parent_group: Group,
) -> None:
    guides = {"access": "group", "experience_group_ids": [group.id]}
    factories.make_endpoint(application, route="/tours", **guides)
    factories.make_endpoint(application, route="/mine", access="authenticated")
    factories.make_endpoint(application, route="/{any*}")
    below = owner_client.get(f"{path}/groups/{group.id}/reach").text
    above = owner_client.get(f"{path}/groups/{parent_group.id}/reach").text
    assert "named in the endpoint" in below
    assert "as members of Guides, below it" in above
    assert "1 more lets in any signed-in user, 1 everyone" in above
    assert "/mine" not in above


@pytest.mark.usefixtures("people")
def test_groups_are_a_tree_until_they_are_filtered_or_sorted(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_group(application, name="Archive", group_tags={"site": "north"})

    def names(query: str) -> list[str]:
        text = owner_client.get(f"{path}/groups?{query}").text
        found = [name for name in ("Archive", "Guides", "Staff") if f">{name}</a>" in text]
        return sorted(found, key=lambda name: text.index(f">{name}</a>"))

    assert names("") == ["Archive", "Staff", "Guides"]
    assert names("direction=desc") == ["Staff", "Guides", "Archive"]
    assert names("sort=members") == ["Archive", "Staff", "Guides"]
    assert names("filter=NORTH") == ["Archive"]
    assert names("filter=nothing") == []


@pytest.mark.parametrize(
    "page",
    ["groups/{id}", "groups/{id}/members", "groups/{id}/members/suggested", "groups/{id}/reach"],
)
def test_a_group_of_another_application_is_not_there(
    owner_client: FlaskClient, path: str, page: str
) -> None:
    foreign = factories.make_group()
    assert owner_client.get(f"{path}/{page.format(id=foreign.id)}").status_code == 404


def test_invalidating_all_tokens_asks_first(
    application: Application, owner_client: FlaskClient, path: str, outsider: User
) -> None:
    asked = owner_client.get(f"{path}/users/tokens").text
    assert "1 user has to sign in again" in asked
    assert application.exp_user_token_cutoff is None
    assert post(owner_client, f"{path}/users/tokens").status_code == 302
    db.session.refresh(application)
    assert application.exp_user_token_cutoff is not None
