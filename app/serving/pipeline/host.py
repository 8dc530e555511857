"""Host header → the experience version that answers."""

from typing import NamedTuple

from app.serving.snapshot.store import Reads

LONGEST = 253  # characters of a host name
TRIAL = "trial"


class HostDecision(NamedTuple):
    """kind: "slug", "domain", "wildcard domain", TRIAL or None; host: the slug or domain as
    registered."""

    asked: str
    kind: str | None
    host: str
    application_id: str
    version: str | None
    revision: int
    tried: tuple[str, ...]

    @property
    def step(self) -> str:
        return "host"

    @property
    def summary(self) -> str:
        if self.kind is None:
            return f"{self.asked or 'No Host header'} is not the address of any experience."
        if self.kind == TRIAL:
            return f"asked from the console → version {self.version}"
        if self.version is None:
            return f"{self.kind} {self.host} points at no version, so it serves nothing."
        return f"{self.kind} {self.host} → version {self.version}"

    @property
    def details(self) -> list[str]:
        if self.kind:
            return [f"application {self.application_id}, revision {self.revision}"]
        return [f"no {name}" for name in self.tried]


class NoVersion(NamedTuple):
    """The host points at a version that is gone."""

    version: str

    @property
    def step(self) -> str:
        return "version"

    @property
    def summary(self) -> str:
        return f"There is no version {self.version}. Point the host at another one."

    @property
    def details(self) -> list[str]:
        return []


def straight_to(application_id: str, version: str, revision: int) -> HostDecision:
    """For trials of a version that no host serves."""
    return HostDecision("", TRIAL, "", application_id, version, revision, ())


def decide_host(name: str, base: str, reads: Reads) -> HostDecision:
    """base: FOYER_HOST. An exact domain beats a wildcard, which reaches one label deep."""
    if len(name) > LONGEST:
        return HostDecision(f"{name[:LONGEST]}…", None, "", "", None, 0, ())
    decision = reads.hosts.get(name)
    if decision is None:
        decision = reads.hosts[name] = _look_up(name, base, reads)
    return decision


def _look_up(name: str, base: str, reads: Reads) -> HostDecision:
    candidates = _candidates(name, base)
    for kind, host in candidates:
        row = reads.host("slug" if kind == "slug" else "domain", host)
        if row:
            return HostDecision(name, kind, host, *row, ())
    tried = tuple(f"{kind} {host}" for kind, host in candidates)
    return HostDecision(name, None, name, "", None, 0, tried)


def _candidates(name: str, base: str) -> list[tuple[str, str]]:
    if name.endswith("." + base):
        return [("slug", name.removesuffix("." + base))]
    label, _, parent = name.partition(".")
    exact = [("domain", name)] if name else []
    return [*exact, ("wildcard domain", f"*.{parent}")] if label and parent else exact
