"""A real Postgres on a port of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

FOLDERS = [str(folder) for folder in Path("/usr/lib/postgresql").glob("*/bin")]
INITDB = shutil.which("initdb", path=os.pathsep.join([os.environ["PATH"], *FOLDERS]))
needed = pytest.mark.skipif(INITDB is None or shutil.which("psql") is None, reason="postgres is not installed")


class Database:
    """A server on a port of its own, with a user whose password is asked for."""

    def __init__(self, folder: Path, authority: trustme.CA) -> None:
        assert INITDB
        self.folder, self.bin = folder, Path(INITDB).parent
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        secret = folder / "password"
        secret.write_text("open-sesame")
        # It does not run as root.
        self.user = "postgres" if os.getuid() == 0 else None
        for path in (folder, secret):
            shutil.chown(path, self.user) if self.user else None
        self.run(
            INITDB, "--pgdata", str(folder / "data"), "--username", "house", "--pwfile", str(secret),
            "--auth", "scram-sha-256", "--no-sync", "--encoding", "UTF8", "--locale", "C",
        )  # fmt: skip
        certificate = authority.issue_cert("localhost")
        for name, blob in (("key", certificate.private_key_pem), ("crt", certificate.cert_chain_pems[0])):
            path = folder / f"data/server.{name}"
            path.write_bytes(blob.bytes())
            path.chmod(0o600)
            shutil.chown(path, self.user) if self.user else None
        with (folder / "data/postgresql.conf").open("a") as settings:
            settings.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nssl = on\n"
            )

    def run(self, *command: str) -> None:
        """Runs a program of the server."""
        subprocess.run(command, user=self.user, cwd=self.folder, check=True, capture_output=True, timeout=120)

    def control(self, what: str) -> None:
        """Starts or stops the server."""
        log = str(self.folder / "log")
        self.run(str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-l", log, "-w", "-m", "fast", what)

    def ask(self, query: str) -> str:
        """What a query gives, as psql shows it; nothing where it fails."""
        environment = os.environ | {"PGPASSWORD": "open-sesame"}
        url = f"postgres://house@127.0.0.1:{self.port}/postgres"
        asked = subprocess.run(["psql", "-qAtd", url, "-c", query], env=environment, capture_output=True, text=True)
        return asked.stdout.strip()

    @property
    def url(self) -> str:
        """Its address, with the password."""
        return f"postgres://house:open-sesame@127.0.0.1:{self.port}/postgres"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def database(authority: trustme.CA) -> Iterator[Database]:
    # Not below pytest's folders, which are closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        made = Database(Path(folder), authority)
        made.control("start")
        yield made
        made.control("stop")
