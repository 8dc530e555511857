"""A whole experience: made from an example, and taken away."""

from pydantic import StrictBool

from app.schemas.answer import Answer
from app.schemas.base import Maybe, Schema
from app.schemas.query import IfSet, Query
from app.schemas.slug import SlugName


class BootstrapPatch(Schema):
    """replace_existing: instead of giving what clashes a suffix."""

    replace_existing: StrictBool = False
    create_users: StrictBool = True
    create_groups: StrictBool = True
    slug: Maybe[SlugName] = None


class BootstrapAnswer(Answer):
    """resource_suffix: blank when nothing clashed. The password is shown this once."""

    resource_suffix: str
    email: str | None = None
    password: str | None = None


class ExperienceDeletion(Query):
    """What is not kept goes. Named versions and workflows go only when that is asked for."""

    keep_users: IfSet = False
    keep_groups: IfSet = False
    keep_slugs: IfSet = False
    keep_domains: IfSet = False
    keep_views: IfSet = False
    keep_endpoints: IfSet = False
    remove_versions: IfSet = False
    remove_workflows: IfSet = False
