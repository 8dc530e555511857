"""A certificate of 127.0.0.1 and localhost, by an authority of our own."""

from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Certificates:
    """ca: PEM text; the others: files."""

    ca: str
    ca_file: Path
    certificate: Path
    key: Path


def make_certificates(folder: Path) -> Certificates:
    folder.mkdir()
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1", "localhost")
    made = Certificates(
        authority.cert_pem.bytes().decode(),
        *(folder / name for name in ("ca.pem", "certificate.pem", "key.pem")),
    )
    made.key.touch(mode=0o600)
    authority.cert_pem.write_to_path(str(made.ca_file))
    own.cert_chain_pems[0].write_to_path(str(made.certificate))
    own.private_key_pem.write_to_path(str(made.key))
    return made
