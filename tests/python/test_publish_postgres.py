"""`nibe-uplink publish` with a real Postgres."""

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
from test_publish import METRICS, PROGRAM, SIMULATE, metrics_at, said, until

FOLDERS = [str(folder) for folder in Path("/usr/lib/postgresql").glob("*/bin")]
INITDB = shutil.which("initdb", path=os.pathsep.join([os.environ["PATH"], *FOLDERS]))
pytestmark = pytest.mark.skipif(INITDB is None or shutil.which("psql") is None, reason="postgres is not installed")


STARTED: list[subprocess.Popen[str]] = []


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """No program is left behind by a test that failed."""
    yield
    while STARTED:
        end(STARTED.pop())


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


@pytest.fixture
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


def publish(
    folder: Path, database: Database, more: str = "", host: str = "127.0.0.1", **variables: str
) -> subprocess.Popen[str]:
    """Starts the program with the database as its sink."""
    path = folder / "publish.toml"
    path.write_text(
        SIMULATE + METRICS + f'[postgres]\nurl = "postgres://house@{host}:{database.port}/postgres{more}"\n'
    )
    environment = os.environ | {"XDG_STATE_HOME": str(folder), "PGPASSWORD": "open-sesame"} | variables
    process = subprocess.Popen(
        [PROGRAM, "publish", "--config", str(path)], env=environment, stderr=subprocess.PIPE, text=True
    )
    STARTED.append(process)
    return process


def end(process: subprocess.Popen[str]) -> None:
    """Kills the program."""
    process.kill()
    if process.returncode is None:
        process.communicate()


def test_rows_come_once_and_wait_while_the_server_is_away(database: Database, tmp_path: Path) -> None:
    process = publish(tmp_path, database)
    metrics_at(process)
    until(lambda: int(database.ask("select count(distinct (machine, point)) from nibe_point") or 0) > 300)
    kinds = "select count(value) > 200, count(text) > 20, bool_and((value is null) <> (text is null)) from nibe_point"
    assert database.ask(kinds) == "t|t|t"
    outdoor = "select distinct machine, slug, unit, api from nibe_point where point = '40004' order by 1 limit 1"
    assert database.ask(outdoor) == "06512018000101|outdoor_temp_bt1|°C|myuplink"
    database.control("stop")
    said(process, "Postgres does not take lines, they wait")
    spool = tmp_path / "nibe-uplink/postgres.rows"
    until(lambda: spool.read_text().count("\n") > 20)
    # Killed in between: what waits is not lost, and what was sent comes again as the same rows.
    end(process)
    rows = spool.read_text().splitlines()
    database.control("start")
    before = int(database.ask("select count(*) from nibe_point"))
    spool.write_text("\n".join([*rows, *rows, ""]))
    (tmp_path / "nibe-uplink/postgres.sent").unlink(missing_ok=True)
    process = publish(tmp_path, database)
    until(lambda: spool.stat().st_size == 0)
    end(process)
    assert int(database.ask("select count(*) from nibe_point")) > before
    assert database.ask("select count(*) = count(distinct (machine, slug, point, time)) from nibe_point") == "t"


def test_the_connection_is_protected_by_an_authority_that_is_trusted(
    database: Database, authority: trustme.CA, tmp_path: Path
) -> None:
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    process = publish(tmp_path, database, "?sslmode=require", "localhost", SSL_CERT_FILE=str(trusted))
    until(lambda: int(database.ask("select count(*) from nibe_point") or 0) > 100)
    used = (
        "select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'nibe-uplink'"
    )
    assert database.ask(used) == "t"
    end(process)
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    process = publish(tmp_path, database, "?sslmode=require", "localhost", SSL_CERT_FILE=str(other))
    assert "certificate" in said(process, "Postgres does not take lines, they wait")
    end(process)


def test_a_wrong_password_is_told_and_never_shown(database: Database, tmp_path: Path) -> None:
    process = publish(tmp_path, database, PGPASSWORD="CANARY")
    sentence = said(process, "Postgres does not take lines, they wait")
    assert "password authentication failed" in sentence
    assert "CANARY" not in sentence
    end(process)
