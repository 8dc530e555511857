"""Host header → the experience version that answers."""

from dataclasses import dataclass
from typing import ClassVar

from app.serving.store import Reads


@dataclass(frozen=True, slots=True)
class HostDecision:
    """kind: "slug", "domain", "wildcard domain" or None; host: the slug or domain as registered."""

    asked: str
    kind: str | None
    host: str
    application_id: str
    version: str | None
    revision: int
    tried: tuple[str, ...]

    step: ClassVar[str] = "host"

    @property
    def summary(self) -> str:
        if self.kind is None:
            return f"{self.asked or 'No Host header'} is not the address of any experience."
        if self.version is None:
            return f"{self.kind} {self.host} points at no version, so it serves nothing."
        return f"{self.kind} {self.host} → version {self.version}"

    @property
    def details(self) -> list[str]:
        if self.kind:
            return [f"application {self.application_id}, revision {self.revision}"]
        return [f"no {name}" for name in self.tried]


@dataclass(frozen=True, slots=True)
class NoVersion:
    """The host points at a version that is gone."""

    version: str

    step: ClassVar[str] = "version"

    @property
    def summary(self) -> str:
        return f"There is no version {self.version}. Point the host at another one."

    @property
    def details(self) -> list[str]:
        return []


def decide_host(name: str, base: str, reads: Reads) -> HostDecision:
    """base: FOYER_HOST. An exact domain beats a wildcard, which reaches one label deep."""
    if name.endswith("." + base):
        candidates = [("slug", name.removesuffix("." + base))]
    else:
        label, _, parent = name.partition(".")
        candidates = [("domain", name)] if name else []
        if label and parent:
            candidates.append(("wildcard domain", f"*.{parent}"))
    for kind, host in candidates:
        row = reads.host("slug" if kind == "slug" else "domain", host)
        if row:
            return HostDecision(name, kind, host, row.application_id, row.version, row.revision, ())
    tried = tuple(f"{kind} {host}" for kind, host in candidates)
    return HostDecision(name, None, name, "", None, 0, tried)
