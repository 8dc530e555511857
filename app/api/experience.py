"""experience: all of it at once."""

from app.api.calls import Alias, Call, Resource
from app.api.calls.paths import EXPERIENCE
from app.api.calls.scopes import CLI
from app.schemas.answer import Success
from app.schemas.experience import BootstrapAnswer, BootstrapPatch, ExperienceDeletion
from app.services.applications.bulk_delete import DeleteOptions, delete_experience
from app.services.bootstrap import BootstrapOptions, bootstrap

experience = Resource("experience", EXPERIENCE, body_name="options")


@experience.patch("bootstrap", below="/bootstrap", cli=CLI, aliases=(Alias(EXPERIENCE),))
def start(call: Call, body: BootstrapPatch) -> BootstrapAnswer:
    """Create an example to begin with: pages, a log-in, a group and a user."""
    options = BootstrapOptions(**body.columns())
    return BootstrapAnswer.of(bootstrap(call.application, options, call.by))


@experience.delete()
def delete(call: Call, query: ExperienceDeletion) -> Success:
    """Delete users, groups, hosts, and what develop holds, but for what is to be kept."""
    kept = query.model_dump(exclude={"with_actions", "with_links", "with_embedded"})
    delete_experience(call.application, DeleteOptions(**kept), call.by)
    return Success()
