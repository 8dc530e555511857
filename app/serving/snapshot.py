"""The snapshot of a version: the one that is kept, or a new one."""

from app.serving.build import build_experience
from app.serving.experience import Experience
from app.serving.reply import WouldWait
from app.serving.site import Site


def snapshot(
    site: Site, application_id: str, version: str, revision: int, *, may_wait: bool = True
) -> Experience | None:
    """Not older than the revision; None if there is no such version. Raises WouldWait if it would
    have to be built and the caller may not wait."""
    kept = site.experiences.get(application_id, version, revision)
    if kept:
        return kept
    if not may_wait:
        raise WouldWait
    built = build_experience(site.store.engine, application_id, version)
    if built:
        site.experiences.keep(built)
    return built
