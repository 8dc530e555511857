from sqlalchemy import select

from app.models import Application, Credential
from app.services.listing.base import Fields, ListQuery, Page

CREDENTIALS = Fields(
    id=Credential.id,
    sorts={
        "creationDate": Credential.creation_date,
        "name": Credential.name,
        "type": Credential.kind,
        "lastUpdated": Credential.last_updated,
    },
    filters={"name": Credential.name, "type": Credential.kind},
)


def list_credentials(application: Application, q: ListQuery) -> Page[Credential]:
    statement = select(Credential).filter_by(application_id=application.id)
    return CREDENTIALS.page(CREDENTIALS.matching(statement, q), q)
