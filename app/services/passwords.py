"""Passwords at rest: bcrypt over base64(SHA-256), because bcrypt itself stops at 72 bytes."""

import base64
import hashlib
import os
from functools import lru_cache
from threading import BoundedSemaphore

import bcrypt
from flask import current_app

from config import Settings

AT_ONCE = os.cpu_count() or 1  # each one keeps a core busy for a while

_turns = BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    return _hash(password, _cost())


def password_fits(password: str, password_hash: str | None) -> bool:
    """None, when there is nobody to compare with, takes as long and is never right."""
    with _turns:
        fits = bcrypt.checkpw(_digest(password), (password_hash or _nobody(_cost())).encode())
    return fits and password_hash is not None


def _hash(password: str, cost: int) -> str:
    with _turns:
        return bcrypt.hashpw(_digest(password), bcrypt.gensalt(cost)).decode()


@lru_cache(maxsize=1)
def _nobody(cost: int) -> str:
    return bcrypt.hashpw(b"nobody", bcrypt.gensalt(cost)).decode()


def _digest(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(password.encode(errors="surrogatepass")).digest())


def _cost() -> int:
    settings: Settings = current_app.config["FOYER"]
    return settings.bcrypt_cost
