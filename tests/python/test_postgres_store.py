"""Logins of many owners in a Postgres that several processes share."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator

import postgres
import pytest
from logins import loops
from postgres import Database

import nibe_uplink
from nibe_uplink.errors import LoginRequired, SetupError

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
LOGINS = 200

# Reads a system for each owner, in eight threads; says how many came, or who failed and how.
WORKER = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
import nibe_uplink

store = nibe_uplink.PostgresStore(os.environ["DSN"])
clients = {owner: nibe_uplink.Client(os.environ["BASE_URL"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"],
    owner=owner, token_store=store, keep_pace=False, retries=0) for owner in map(str, range(int(sys.argv[1])))}

def read(owner):
    try:
        return clients[owner].system(int(sys.argv[2])).system_id == int(sys.argv[2])
    except nibe_uplink.UplinkError as error:
        return f"{owner} {type(error).__name__}: {error}"

print("ready", flush=True)
for line in sys.stdin:
    owners = list(clients)
    turn = int(line) % len(owners)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, owners[turn:] + owners[:turn]))
    print(sum(one is True for one in found), *[one for one in found if one is not True], sep="\\t", flush=True)
"""


@pytest.fixture
def strict() -> Iterator[nibe_uplink.Simulator]:
    with nibe_uplink.Simulator(profile="strict", redirect_uri="http://127.0.0.1:9/callback") as simulator:
        yield simulator


def store(database: Database) -> nibe_uplink.PostgresStore:
    return nibe_uplink.PostgresStore(database.url, KEY)


class Workers:
    """Processes that read for all owners when they are told to."""

    def __init__(self, sim: nibe_uplink.Simulator, database: Database, count: int) -> None:
        self.environment = os.environ | {
            "DSN": database.url,
            "NIBE_UPLINK_TOKEN_KEY": KEY,
            "BASE_URL": sim.base_url,
            "CLIENT_ID": sim.client_id,
            "CLIENT_SECRET": sim.client_secret,
        }
        self.arguments = [sys.executable, "-c", WORKER, str(LOGINS), str(sim.systems[0])]
        self.all = [self.start() for _ in range(count)]

    def start(self) -> subprocess.Popen[str]:
        """One more."""
        process = subprocess.Popen(
            self.arguments, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    def tell(self, process: subprocess.Popen[str], turn: int) -> None:
        """Lets one begin with the login of this number."""
        assert process.stdin
        process.stdin.write(f"{turn}\n")
        process.stdin.flush()

    def heard(self, process: subprocess.Popen[str]) -> list[str]:
        """What one says of its round."""
        assert process.stdout
        return process.stdout.readline().strip().split("\t")

    def end(self) -> None:
        """Ends them."""
        for process in self.all:
            process.kill()
            process.communicate()


@postgres.needed
def test_t54_processes_renew_each_of_two_hundred_logins_once(strict: nibe_uplink.Simulator, database: Database) -> None:
    place = store(database)
    for owner in range(LOGINS):
        strict.client(owner=str(owner), token_store=place)
    assert database.ask("select count(*), min(generation), max(generation) from uplink_login") == f"{LOGINS}|1|1"
    dump = database.ask("select string_agg(encode(sealed, 'escape'), ' ') from uplink_login")
    assert "access_token" not in dump
    workers = Workers(strict, database, 3)
    try:
        strict.expire_tokens()
        for number, worker in enumerate(workers.all):
            workers.tell(worker, number)
        for worker in workers.all:
            assert workers.heard(worker) == [str(LOGINS)]
        assert (strict.tally.refreshes, strict.tally.reuses) == (LOGINS, 0)
    finally:
        workers.end()


@postgres.needed
def test_t55_killed_workers_cost_no_login_but_those_that_they_were_renewing(
    strict: nibe_uplink.Simulator, database: Database
) -> None:
    place = store(database)
    for owner in range(LOGINS):
        strict.client(owner=str(owner), token_store=place)
    workers = Workers(strict, database, 3)
    kills = loops(20)
    struck = "select count(*) from uplink_login where renewing_since is not null"
    try:
        for kill in range(kills):
            strict.expire_tokens()
            before = strict.tally.refreshes
            for number, worker in enumerate(workers.all):
                workers.tell(worker, number + kill)
            # In the middle of it.
            while strict.tally.refreshes < before + 20:
                pass
            workers.all[0].kill()
            workers.all[0].communicate()
            for worker in workers.all[1:]:
                # The others wait for what it was at, and say so; nothing else fails.
                came, *failed = workers.heard(worker)
                assert int(came) + len(failed) == LOGINS
                assert all("a renewal of this login was cut off" in one for one in failed), failed
                assert len(failed) <= int(database.ask(struck))
            workers.all[0] = workers.start()
        # Each renews four logins at once.
        assert int(database.ask(struck)) <= 4 * kills
        assert strict.tally.reuses == 0
    finally:
        workers.end()


@postgres.needed
def test_t56_a_refused_login_is_left_alone_until_somebody_logs_in(
    strict: nibe_uplink.Simulator, database: Database
) -> None:
    system = strict.systems[0]
    client = strict.client(owner="a", token_store=store(database))
    client._core.keep("ended", "nobody's", 0, ["READSYSTEM"])

    def again() -> nibe_uplink.Client:
        """As another program."""
        return nibe_uplink.Client(
            strict.base_url, strict.client_id, strict.client_secret, owner="a", token_store=store(database)
        )

    for _ in range(3):
        with pytest.raises(LoginRequired) as info:
            again().system(system)
        assert info.value.why == "revoked"
    assert strict.tally.token_calls == 1
    assert database.ask("select refused_why from uplink_login") == "revoked"
    strict.client(owner="a", token_store=store(database))
    assert again().system(system).system_id == system
    assert database.ask("select refused_why is null from uplink_login") == "t"


@postgres.needed
def test_t54_a_database_that_is_away_for_a_moment_costs_nothing(
    strict: nibe_uplink.Simulator, database: Database
) -> None:
    client = strict.client(owner="a", token_store=store(database))
    strict.expire_tokens()
    database.control("restart")
    assert client.system(strict.systems[0]).system_id == strict.systems[0]
    assert (strict.tally.refreshes, strict.tally.reuses) == (1, 0)


def test_t54_what_cannot_work_is_said_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIBE_UPLINK_TOKEN_KEY", raising=False)
    address = "postgres://fleet:CANARY@db.example/fleet"
    with pytest.raises(SetupError, match="set NIBE_UPLINK_TOKEN_KEY"):
        nibe_uplink.PostgresStore(address)
    with pytest.raises(SetupError, match="32 random bytes"):
        nibe_uplink.PostgresStore(address, "CANARY")
    with pytest.raises(SetupError, match="write postgres://USER@HOST/DATABASE"):
        nibe_uplink.PostgresStore("https://db.example", KEY)
    monkeypatch.setenv("NIBE_UPLINK_TOKEN_KEY", f"{KEY}, {KEY}")
    place = nibe_uplink.PostgresStore(address)
    assert repr(place) == "PostgresStore('Postgres at db.example:5432/fleet')"
    with pytest.raises(TypeError, match="holds a key"):
        pickle.dumps(place)
