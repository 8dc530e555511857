"""credentials and credential: named secrets that nodes use. The secrets never leave."""

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import APPLICATION
from app.models import Credential
from app.schemas.answer import Success
from app.schemas.credential import (
    SHAPES,
    CredentialAnswer,
    CredentialList,
    CredentialPatch,
    CredentialPost,
    CredentialsQuery,
    config_field,
)
from app.services.applications.credentials import (
    create_credential,
    delete_credential,
    update_credential,
)
from app.services.listing import list_credentials

CREDENTIALS = f"{APPLICATION}/credentials"

credential = Resource("credential", f"{CREDENTIALS}/{{credentialId}}")
credentials = Resource("credentials", CREDENTIALS, items=credential)


@credentials.get()
def find_all(call: Call, query: CredentialsQuery) -> CredentialList:
    """The credentials of an application, without their secrets."""
    page = list_credentials(call.application, asked(query))
    return listed(CredentialList, page, shown, query, application_id=call.application.id)


@credentials.post()
def create(call: Call, body: CredentialPost) -> CredentialAnswer:
    """Make a credential. Its type decides which config it needs."""
    return shown(create_credential(call.application, body, call.by))


@credential.get()
def find(call: Call) -> CredentialAnswer:
    """One credential, without its secrets."""
    return shown(row_of(call))


@credential.patch()
def update(call: Call, body: CredentialPatch) -> CredentialAnswer:
    """Change what is given; of its config, too. The type stays."""
    return shown(update_credential(row_of(call), body, call.by))


@credential.delete()
def delete(call: Call) -> Success:
    """Delete a credential. Nodes that name it fail from now on."""
    delete_credential(row_of(call), call.by)
    return Success()


def row_of(call: Call) -> Credential:
    return call.row(Credential, "credentialId", "Credential")


def shown(row: Credential) -> CredentialAnswer:
    configs = dict.fromkeys(map(config_field, SHAPES)) | {config_field(row.kind): row.config}
    return CredentialAnswer.of(row, **configs)
