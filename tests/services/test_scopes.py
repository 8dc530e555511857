"""Every form of scope against every kind of operation."""

import pytest

from app.schemas.scopes import KNOWN
from app.services.scopes import allows, covers

READ, WRITE = "experienceEndpoints.get", "experienceEndpoints.post"


@pytest.mark.parametrize(
    ("scope", "operation", "is_read", "allowed"),
    [
        *[(f"all.{one}", WRITE, False, True) for one in ("User", "Organization", "Application")],
        ("all.User", "me.patch", False, True),
        ("all.Application", "me.get", True, False),
        ("all.Application", "applications.get", True, False),
        ("all.Application", "userApiTokens.post", False, False),
        ("all.Application", "application.delete", False, True),
        ("all.User.bounded", WRITE, False, True),
        ("all.Application.bounded", WRITE, False, True),
        ("all.User.read", READ, True, True),
        ("all.User.read", WRITE, False, False),
        ("all.Application.bounded.read", READ, True, True),
        ("all.Application.bounded.read", WRITE, False, False),
        ("all.Application.read", "applications.get", True, False),
        *[
            (f"all.{one}.cli", operation, False, True)
            for one in ("User", "Application")
            for operation in (
                "experience.bootstrap",
                "experienceDomains.get",
                "experienceSlugs.get",
                "experienceVersions.post",
                "experienceVersion.delete",
                "experienceViews.post",
                "experienceView.linkedResources",
                "applications.get",
                "application.get",
                "application.patch",
                "application.globals",
                "file.upload",
                "dataTableRows.get",
            )
        ],
        *[
            ("all.User.cli", operation, True, False)
            for operation in (
                "experience.delete",
                "experienceDomains.post",
                "experienceDomain.get",
                "experienceSlug.get",
                "experienceEndpoints.get",
                "experienceUsers.get",
                "experienceGroups.get",
                "flows.get",
                "application.delete",
                "applications.post",
                "applicationApiTokens.post",
                "me.get",
            )
        ],
        ("experienceEndpoints.*", WRITE, False, True),
        ("experienceEndpoints.*", "experienceEndpoint.get", True, False),
        ("experienceEndpoint.linkedResources", "experienceEndpoint.linkedResources", True, True),
        ("experienceEndpoint.linkedResources", "experienceEndpoint.get", True, False),
        ("experienceEndpoints.get", WRITE, False, False),
        ("application.patch", "application.globals", False, True),
        ("application.globals", "application.patch", False, False),
        ("experienceEndpoints", READ, True, False),
        ("*", READ, True, False),
        ("all.*", READ, True, False),
    ],
)
def test_a_scope_allows(scope: str, operation: str, is_read: bool, allowed: bool) -> None:
    assert allows([scope], operation, is_read) == allowed


def test_one_scope_that_fits_is_enough_and_none_allows_nothing() -> None:
    assert allows(["files.get", READ], READ, True)
    assert not allows([], READ, True)


@pytest.mark.parametrize(
    ("held", "wanted", "covered"),
    [
        (["all.User"], sorted(KNOWN), True),
        (["all.Application"], ["all.Application.read", "files.*"], True),
        (["all.Application"], ["all.User"], False),
        (["all.User.cli"], ["experienceViews.*"], True),
        (["all.User.cli"], ["experienceEndpoints.get"], False),
        (["files.*"], ["files.get"], True),
        (["files.get"], ["files.*"], False),
        ([], [], True),
    ],
)
def test_nobody_gives_away_more_than_they_have(
    held: list[str], wanted: list[str], covered: bool
) -> None:
    assert covers(held, wanted) == covered
