"""Encryption of connections to other servers, as flows ask for it."""

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from app.workflows.errors import Refused

Context = TypeVar("Context", bound=ssl.SSLContext)
ClientCertificate = tuple[str, str] | None
"""Certificate and key, as PEM."""


def tls_context(
    kind: type[Context], verify: bool, ca: str, client_certificate: ClientCertificate
) -> Context:
    """ca: PEM; blank for those of the system. Raises Refused."""
    try:
        context = kind(ssl.PROTOCOL_TLS_CLIENT)
        if ca:
            context.load_verify_locations(cadata=ca)
        else:
            context.load_default_certs()
        if not verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if client_certificate:
            with as_files(*client_certificate) as (certificate, key):
                context.load_cert_chain(certificate, key, password="")
    except (ssl.SSLError, ValueError) as error:
        raise Refused(
            "TlsFailed", "A certificate or key for this request cannot be read"
        ) from error
    return context


@contextmanager
def as_files(*texts: str) -> Iterator[list[Path]]:
    """For libraries that read them from files only; nobody else can."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.pem") for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.touch(mode=0o600)
            path.write_text(text)
        yield paths
