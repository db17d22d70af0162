"""A fleet for tests: the program, with a service, a database and a lake."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from logins import ends_at
from postgres import Database

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
CALLBACK = "http://127.0.0.1:9/callback"


# A point may come several times in one answer, but each answer of a system has as many readings as the next.
TWICE = (
    "select count(*) from (select system from (select system, count(*) as size from readings group by system, fetched_at) "
    "group by system having count(distinct size) > 1)"
)


class Fleet:
    """A fleet with a service of the other cloud, a database and a lake."""

    def __init__(self, sim: Any, database: Database, folder: Path, api: str = "myuplink") -> None:
        self.sim, self.database, self.lake = sim, database, folder / "lake"
        self.config = folder / "fleet.toml"
        self.api = api
        self.configure()
        prefix = self.api.upper().replace("-", "_")
        self.environment = os.environ | {
            "PGPASSWORD": "open-sesame",
            "NIBE_UPLINK_TOKEN_KEY": KEY,
            f"{prefix}_CLIENT_ID": sim.client_id,
            f"{prefix}_CLIENT_SECRET": sim.client_secret,
            f"{prefix}_REDIRECT_URI": CALLBACK,
        }
        self.started: list[subprocess.Popen[str]] = []

    def configure(
        self,
        *,
        port: int | None = None,
        every: float = 1,
        requests: int = 100,
        share: float = 0.8,
        flush: float = 1,
        at_once: int = 4,
    ) -> None:
        """Writes the file; the database may be reached by another port, and the pace is in requests a second."""
        self.config.write_text(
            f'[postgres]\nurl = "postgres://house@127.0.0.1:{port or self.database.port}/postgres"\n'
            f'[collect]\napi = "{self.api}"\nbase_url = "{self.sim.base_url}"\nevery = {every}\nrequests = {requests}\nper = "1s"\n'
            f"share = {share}\nat_once = {at_once}\n"
            f'[lake]\npath = "{self.lake}"\nevery = {flush}\n'
        )

    def start(self, command: str, *more: str, inside: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Starts the program, by another one that takes it somewhere else."""
        program = [*inside, sys.executable, "-m", "nibe_uplink", "fleet", command, str(self.config), *more]
        process = subprocess.Popen(
            program,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, command: str, *more: str, fails: bool = False) -> str:
        """Runs the program to its end; gives all that it said."""
        process = self.start(command, *more)
        said = "".join(process.communicate(timeout=60))
        assert (process.returncode != 0) == fails, said
        assert "open-sesame" not in said
        assert KEY not in said
        return said

    def add(self, *owners: str, known: bool = False) -> str:
        """Lets owners log in, the last one first; whether the service knows them by name."""
        process = self.start("add", *owners)
        assert process.stdin
        assert process.stdout
        links = [process.stdout.readline().split("\t")[1].strip() for _ in owners]
        process.stdin.write("http://127.0.0.1:9/callback?code=stray&state=stray\n")
        for owner, link in reversed(list(zip(owners, links, strict=True))):
            process.stdin.write(ends_at(f"{link}&login_hint={owner}" if known else link) + "\n")
            process.stdin.flush()
        said = "".join(process.communicate(timeout=60))
        assert process.returncode == 0, said
        return said

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What DuckDB finds in the lake."""
        import duckdb
        from deltalake import DeltaTable

        readings = DeltaTable(str(self.lake)).to_pyarrow_table()  # noqa: F841 - DuckDB finds it by its name
        return duckdb.sql(question).fetchall()

    def count(self) -> None:
        """What is kept from now on counts, whatever becomes of it."""
        self.database.ask(
            "create table kept (system text, slot timestamptz, readings int);"
            "create function keep() returns trigger language plpgsql as $$ begin insert into kept values "
            "(new.system, new.slot, jsonb_array_length(new.rows)); return new; end $$;"
            "create trigger keep after insert on fleet_outbox for each row execute function keep()"
        )

    def kept(self) -> int:
        """How many turns were kept."""
        return int(self.database.ask("select count(*) from kept"))

    def until_kept(self, more: int) -> None:
        """Waits until so many more turns were kept."""
        most = time.monotonic() + 60
        wanted = self.kept() + more
        while self.kept() < wanted:
            assert time.monotonic() < most, "nothing is read"
            time.sleep(0.05)

    def is_whole(self) -> bool:
        """Whether the lake has all that was kept, once."""
        kept = self.database.ask("select count(*), sum(readings) from kept")
        [(rounds, readings)] = self.rows("select count(distinct (system, fetched_at)), count(*) from readings")
        return bool(f"{rounds}|{readings}" == kept) and self.rows(TWICE) == [(0,)]
