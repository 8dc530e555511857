from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.servers.certificates import Certificates, make_certificates
from tests.servers.process import as_user, free_port, program, run, running

PASSWORD = "correct horse"


@dataclass(frozen=True)
class Server:
    """Of any kind. user: with all rights."""

    port: int
    user: str
    certificates: Certificates
    password: str = PASSWORD
    host: str = "127.0.0.1"


@contextmanager
def postgresql(folder: Path) -> Iterator[Server]:
    places = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"))[::-1]]
    initdb, postgres = (program(name, "postgresql", *places) for name in ("initdb", "postgres"))
    certificates = make_certificates(folder / "tls")
    secret = folder / "password"
    secret.write_text(PASSWORD)
    before, data, port = as_user("postgres", folder), folder / "data", free_port()
    make = [initdb, "-D", str(data), "-U", "owner", "-A", "scram-sha-256", f"--pwfile={secret}"]
    run([*before, *make, "-E", "UTF8", "-N"])
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "ssl": "on",
        "ssl_cert_file": str(certificates.certificate),
        "ssl_key_file": str(certificates.key),
    }
    start = [postgres, "-D", str(data), "-p", str(port)]
    start += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    server = Server(port, "owner", certificates)
    with running([*before, *start], folder, lambda: _lets_in(server)):
        yield server


def _lets_in(server: Server) -> bool:
    """It listens for a while before it does."""
    options = {"user": server.user, "password": server.password, "dbname": "postgres"}
    try:
        psycopg.connect(host=server.host, port=server.port, **options).close()
    except psycopg.OperationalError:
        return False
    return True
