"""Credentials: named secrets of an application. The secret half of a config is sealed."""

from typing import Any

from sqlalchemy import select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Credential
from app.schemas.base import Schema
from app.schemas.credential import (
    SHAPES,
    CredentialPatch,
    CredentialPost,
    config_field,
    configs_of,
)
from app.schemas.messages import read
from app.services.author import Author, change, signed
from app.services.sealing import LostKey, seal, unseal
from app.services.transaction import transaction

LOST = (
    "The secret of the credential “{name}” was sealed under another key. Put the file "
    "credential_key (or FOYER_CREDENTIAL_KEY) back as it was, or enter the whole secret again"
)

Config = dict[str, Any]


def create_credential(application: Application, post: CredentialPost, by: Author) -> Credential:
    [config] = configs_of(post).values()
    with transaction(application):
        _check_free(application.id, post.name)
        credential = Credential(
            application_id=application.id,
            name=post.name,
            description=post.description,
            enabled=post.enabled,
            kind=post.kind,
            **_halves(post.kind, config),
            **signed(by),
        )
        db.session.add(credential)
    return credential


def update_credential(credential: Credential, patch: CredentialPatch, by: Author) -> Credential:
    """What its config leaves out stays."""
    with transaction(credential):
        if patch.name not in (None, credential.name):
            _check_free(credential.application_id, patch.name)
        values = patch.changes(*map(config_field, SHAPES))
        change(credential, values | _changed_config(credential, patch), by)
    return credential


def delete_credential(credential: Credential, by: Author) -> None:
    with transaction(credential):
        db.session.delete(credential)


def whole_config(credential: Credential) -> Config:
    """With the secrets. Raises LostKey."""
    return {**credential.config, **unseal(credential.sealed)}


def find_credential(application_id: str, name: str) -> Credential | None:
    return db.session.scalar(select(Credential).filter_by(application_id=application_id, name=name))


def _changed_config(credential: Credential, patch: CredentialPatch) -> dict[str, Any]:
    """The columns that change. Raises ValidationError."""
    kind, given = credential.kind, configs_of(patch)
    if others := given.keys() - {kind}:
        message = f"{min(others)}Config does not belong to the type {kind}, which stays"
        raise ValidationError(message, f"{min(others)}Config")
    if kind not in given:
        return {}
    shown, whole = SHAPES[kind]
    changes = given[kind].model_dump(mode="json", by_alias=True, exclude_unset=True)
    before = credential.config
    if not _names(whole) - _names(shown) <= changes.keys():  # entered anew, they need no key
        before = _whole_or_refused(credential)
    return _halves(kind, read(whole, {**before, **changes}, f"{kind}Config"))


def _whole_or_refused(credential: Credential) -> Config:
    try:
        return whole_config(credential)
    except LostKey:
        raise ValidationError(LOST.format(name=credential.name)) from None


def _halves(kind: str, config: Schema) -> dict[str, Any]:
    values, shown = config.wire(), _names(SHAPES[kind][0])
    return {
        "config": {name: value for name, value in values.items() if name in shown},
        "sealed": seal({name: value for name, value in values.items() if name not in shown}),
    }


def _names(schema: type[Schema]) -> set[str]:
    """Of its fields, on the wire."""
    return {field.alias or name for name, field in schema.model_fields.items()}


def _check_free(application_id: str, name: str | None) -> None:
    if find_credential(application_id, name or "") is not None:
        raise AlreadyExists(f"There is a credential `{name}` already", "name")
