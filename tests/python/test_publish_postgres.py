"""`nibe-uplink publish` with a real Postgres."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
import trustme
from postgres import Database
from test_publish import METRICS, PROGRAM, SIMULATE, metrics_at, said, until

pytestmark = postgres.needed


STARTED: list[subprocess.Popen[str]] = []


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """No program is left behind by a test that failed."""
    yield
    while STARTED:
        end(STARTED.pop())


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
    said(process, "Postgres does not take readings, they wait")
    spool = tmp_path / "nibe-uplink/postgres.rows"
    until(lambda: spool.read_text().count("\n") > 20)
    # Killed in between: what waits is not lost, and what was sent comes again as the same rows.
    end(process)
    rows = spool.read_text().splitlines()
    database.control("start")
    before = int(database.ask("select count(*) from nibe_point"))
    spool.write_text("\n".join([*rows, *rows, ""]))
    (tmp_path / "nibe-uplink/postgres.rows.sent").unlink(missing_ok=True)
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
    assert "certificate" in said(process, "Postgres does not take readings, they wait")
    end(process)


def test_a_wrong_password_is_told_and_never_shown(database: Database, tmp_path: Path) -> None:
    process = publish(tmp_path, database, PGPASSWORD="CANARY")
    sentence = said(process, "Postgres does not take readings, they wait")
    assert "password authentication failed" in sentence
    assert "CANARY" not in sentence
    end(process)
