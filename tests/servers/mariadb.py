import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.certificates import make_certificates
from tests.servers.postgresql import PASSWORD, Server
from tests.servers.process import accepts, free_port, program, run, running

PACKAGE = "mariadb-server-core"
ACCOUNT = f"""
CREATE USER owner@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';
GRANT ALL ON *.* TO owner@'127.0.0.1' WITH GRANT OPTION;
CREATE DATABASE shop;
"""


@contextmanager
def mariadb(folder: Path) -> Iterator[Server]:
    """With an empty database called shop."""
    program("my_print_defaults", "mariadb-client-core")  # which the first of these calls
    make, start = program("mariadb-install-db", PACKAGE), program("mariadbd", PACKAGE)
    certificates = make_certificates(folder / "tls")
    data, port = folder / "data", free_port()
    user = f"--user={getpass.getuser()}"
    run([make, "--no-defaults", f"--datadir={data}", user, "--skip-test-db"])
    accounts = folder / "accounts.sql"
    accounts.write_text(ACCOUNT)
    command = [
        *(start, "--no-defaults", user, f"--datadir={data}", f"--port={port}"),
        *("--bind-address=127.0.0.1", f"--socket={folder / 'socket'}", "--skip-name-resolve"),
        *(f"--init-file={accounts}", f"--pid-file={folder / 'pid'}", "--skip-log-bin"),
        *(f"--ssl-cert={certificates.certificate}", f"--ssl-key={certificates.key}"),
        *(f"--ssl-ca={certificates.ca_file}", "--innodb-flush-log-at-trx-commit=0"),
    ]
    with running(command, folder, lambda: accepts(port)):
        yield Server(port, "owner", certificates)
