"""Secrets at rest: JSON, encrypted under a key that the database does not hold."""

import base64
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from config import Settings


class LostKey(Exception):
    """It was sealed under another key than the one this server has."""


def seal(values: Mapping[str, Any]) -> str:
    return _fernet().encrypt(orjson.dumps(values)).decode()


def unseal(text: str) -> dict[str, Any]:
    """Raises LostKey."""
    try:
        values: dict[str, Any] = orjson.loads(_fernet().decrypt(text.encode()))
    except InvalidToken:
        raise LostKey from None
    return values


def _fernet() -> Fernet:
    settings: Settings = current_app.config["FOYER"]
    return _made_from(settings.credential_key)


@lru_cache(maxsize=4)
def _made_from(secret: str) -> Fernet:
    if not secret:
        raise ValueError("credential_key is empty")
    derived = HKDF(SHA256(), 32, salt=None, info=b"foyer credentials").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
