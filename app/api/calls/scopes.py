"""Which scopes of a token open an operation."""

from dataclasses import dataclass

BOUNDARIES = ("Application", "Organization", "User")
CLI = ("Application", "User")


@dataclass(frozen=True)
class Access:
    """within: the boundaries whose whole scopes, such as all.User, open it.

    reads: their .read twins do, too; bounded: their .bounded twins do. cli: the boundaries whose
    scope for the command line does. open: nobody is asked who they are.
    """

    within: tuple[str, ...] = BOUNDARIES
    reads: bool = False
    bounded: bool = True
    cli: tuple[str, ...] = ()
    open: bool = False

    def scopes(self, resource: str, action: str) -> frozenset[str]:
        kinds = ["", *([".bounded"] if self.bounded else []), *([".read"] if self.reads else [])]
        prefixes = ["all"] if "Application" in self.within else ["all", "only"]
        whole = [f"{prefix}.{name}" for prefix in prefixes for name in self.within]
        return frozenset(
            [name + kind for name in whole for kind in kinds]
            + [f"all.{name}.cli" for name in self.cli]
            + [f"{resource}.*", f"{resource}.{action}"]
        )


NOBODY_IS_ASKED = Access(within=(), open=True)
OF_ACCOUNTS = Access(within=("User",))
OF_OWNERS = Access(within=("Organization", "User"))
"""What lies outside any application."""
