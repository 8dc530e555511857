"""Whether the scopes of a token allow an operation."""

from collections.abc import Callable, Iterable

from app.schemas.scopes import CLI, OPERATIONS, READING, WHOLE

CLI_OPERATIONS = (
    *("experience.bootstrap", "experienceDomains.get", "experienceSlugs.get"),
    *("experienceVersions.*", "experienceVersion.*", "experienceViews.*", "experienceView.*"),
    *("applications.get", "application.get", "application.patch"),
    *("application.globals", "application.readme"),
    *("files.*", "file.*", "privateFiles.*", "privateFile.*"),
    *("dataTables.get", "dataTable.get", "dataTableRows.get"),
)
BEYOND_AN_APPLICATION = ("applications.*", "me.*", "userApiTokens.*", "userApiToken.*")
ALSO = {"application.patch": "application.globals"}  # one scope that opens a second operation

# A scope of one of these kinds, the operation, whether that only reads → allowed?
FORMS: tuple[tuple[frozenset[str], Callable[[str, bool], bool]], ...] = (
    (WHOLE, lambda operation, reads: True),
    (READING, lambda operation, reads: reads),
    (CLI, lambda operation, reads: _named(operation, CLI_OPERATIONS)),
)


def allows(scopes: Iterable[str], operation: str, is_read: bool) -> bool:
    """operation: such as "experienceViews.get". One scope that fits is enough."""
    return any(_grants(scope, operation, is_read) for scope in scopes)


def covers(scopes: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether all that `wanted` allows is allowed by `scopes`: nobody gives more than he has."""
    held, asked = list(scopes), list(wanted)
    return all(
        allows(held, operation, is_read)
        for operation in OPERATIONS
        for is_read in (True, False)
        if allows(asked, operation, is_read)
    )


def _grants(scope: str, operation: str, is_read: bool) -> bool:
    for kind, grants in FORMS:
        if scope in kind:
            within = scope not in APPLICATION or not _named(operation, BEYOND_AN_APPLICATION)
            return within and grants(operation, is_read)
    return _named(operation, (scope,)) or ALSO.get(scope) == operation


APPLICATION = frozenset(scope for scope in WHOLE | READING if scope.startswith("all.Application"))


def _named(operation: str, names: Iterable[str]) -> bool:
    resource = operation.partition(".")[0]
    return any(name in (operation, f"{resource}.*") for name in names)
