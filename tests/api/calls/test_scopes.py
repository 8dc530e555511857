"""What each scope opens, as the reference lists it."""

import pytest

from app.api.calls import opened_by, operations

ALL = {one.name for one in operations() if not one.access.open}
OF_EXPERIENCES = {name for name in ALL if name.startswith("experience")}
OF_ACCOUNTS = {name for name in ALL if name.startswith(("me.", "userApiToken", "applications."))}
CLI = {
    "experience.bootstrap",
    "experienceDomains.get",
    "experienceSlugs.get",
    *(name for name in ALL if name.startswith(("experienceVersion", "experienceView"))),
    "application.get",
    "application.patch",
    "application.globals",
    "whitelabels.domain",
}
READING = {
    one.name
    for one in operations()
    if one.method == "GET" and not one.access.open and one.name != "me.refreshToken"
}


@pytest.mark.parametrize(
    ("scopes", "opened"),
    [
        ([], set()),
        (["all.User"], ALL),
        (["all.Application"], ALL - OF_ACCOUNTS),
        (["all.User.read"], READING),
        (["all.Application.read"], READING - OF_ACCOUNTS),
        (["all.User.cli"], CLI | {"applications.get"}),
        (["all.Application.cli"], CLI),
        (["experienceEndpoints.*"],
         {"experienceEndpoints.get", "experienceEndpoints.post", "experienceEndpoints.stats"}),
        (["experienceEndpoint.linkedResources"], {"experienceEndpoint.linkedResources"}),
        (["application.patch"], {"application.patch", "application.globals"}),
        (["experienceUser.get", "experienceUsers.get"],
         {"experienceUser.get", "experienceUsers.get"}),
        (["only.User"],
         {name for name in OF_ACCOUNTS if not name.startswith("applications.")}
         | {"applications.get", "applications.post"}),
        (["nonsense", "all", "experienceUsers"], set()),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)  # fmt: skip
def test_a_scope_opens(scopes: list[str], opened: set[str]) -> None:
    assert opened_by(scopes) == opened


@pytest.mark.parametrize("kind", ["Application", "Organization", "User"])
def test_a_bounded_scope_opens_all_of_an_experience(kind: str) -> None:
    opened = opened_by([f"all.{kind}.bounded"])
    assert opened >= OF_EXPERIENCES
    assert "applicationApiTokens.post" not in opened
    assert "userApiTokens.post" not in opened
