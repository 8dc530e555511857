"""experienceSlugs and experienceSlug: first labels of host names that lead to a version."""

from app.api.calls import Call, Resource
from app.api.calls.listing import listed
from app.api.calls.paths import EXPERIENCE
from app.api.calls.scopes import CLI
from app.models import Slug
from app.schemas import SlugPatch, SlugPost
from app.schemas.answer import Success
from app.schemas.slug import SlugAnswer, SlugList
from app.services.experience.slugs import create_slug, delete_slug, update_slug
from app.services.listing import list_slugs

SLUGS = f"{EXPERIENCE}/slugs"

slug = Resource("experienceSlug", f"{SLUGS}/{{experienceSlugId}}")
slugs = Resource("experienceSlugs", SLUGS, items=slug)


@slugs.get(cli=CLI)
def find_all(call: Call) -> SlugList:
    """The slugs of an application, its id among them. Not paged."""
    page = list_slugs(call.application)
    return listed(SlugList, page, SlugAnswer.of, application_id=call.application.id)


@slugs.post()
def create(call: Call, body: SlugPost) -> SlugAnswer:
    """Register a slug. It belongs to one application on this server."""
    return SlugAnswer.of(create_slug(call.application, body, call.by))


@slug.get()
def find(call: Call) -> SlugAnswer:
    """One slug."""
    return SlugAnswer.of(row_of(call))


@slug.patch()
def update(call: Call, body: SlugPatch) -> SlugAnswer:
    """Change what is given; a version takes effect at once, and null serves nothing."""
    return SlugAnswer.of(update_slug(row_of(call), body, call.by))


@slug.delete()
def delete(call: Call) -> Success:
    """Delete a slug, at once. The one that equals the application's id stays."""
    delete_slug(row_of(call), call.by)
    return Success()


def row_of(call: Call) -> Slug:
    return call.row(Slug, "experienceSlugId", "Slug")
