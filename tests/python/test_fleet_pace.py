"""A pace that processes on many machines share by their database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from postgres import Database
from support import SPEC

import nibe_uplink
from nibe_uplink.errors import RateLimited, SetupError

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
# The service answers by the examples of its spec.
SYSTEM = 1
# What the service allows: twenty a second.
PACE = (1, 0.05)

WORKER = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
import nibe_uplink

store = nibe_uplink.PostgresStore(os.environ["DSN"], pace=(1, 0.05))
clients = [nibe_uplink.Client(os.environ["BASE_URL"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"],
    owner=owner, token_store=store, retries=0) for owner in "ab"]
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(lambda n: clients[n % 2].system(int(sys.argv[1])), range(20)))
"""

# Two of them want more than there is.
WATCHER = """
import os, time
import nibe_uplink

store = nibe_uplink.PostgresStore(os.environ["DSN"], pace=(1, 0.05))
client = nibe_uplink.Client(os.environ["BASE_URL"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"],
    owner="a", token_store=store, retries=0, unknown="ignore")
end = time.monotonic() + 6
with client.watch({1: range(40000, 40000 + 10 * 15)}, every=1) as watch:
    for event in watch:
        print(event.kind, flush=True)
        if time.monotonic() > end:
            break
"""


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[nibe_uplink.Simulator]:
    spec = SPEC.read_text(encoding="utf-8")
    changed = spec.replace('requests = 1\nper      = "4s"', 'requests = 1\nper      = "50ms"')
    assert changed != spec
    path = tmp_path / SPEC.name
    path.write_text(changed, encoding="utf-8")
    (tmp_path / "nibe-uplink-v1.parameters.tsv").symlink_to(SPEC.with_name("nibe-uplink-v1.parameters.tsv"))
    with nibe_uplink.Simulator(pace="spec", spec=path) as simulator:
        yield simulator


def environment(limited: nibe_uplink.Simulator, database: Database) -> dict[str, str]:
    return os.environ | {
        "DSN": database.url,
        "NIBE_UPLINK_TOKEN_KEY": KEY,
        "BASE_URL": limited.base_url,
        "CLIENT_ID": limited.client_id,
        "CLIENT_SECRET": limited.client_secret,
    }


def store(database: Database, **options: object) -> nibe_uplink.PostgresStore:
    return nibe_uplink.PostgresStore(database.url, KEY, pace=PACE, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("limits", [("application",), ("application", "user", "ip:here")])
@postgres.needed
def test_processes_take_their_turns_among_all(
    limited: nibe_uplink.Simulator, database: Database, limits: tuple[str, ...]
) -> None:
    for owner in "ab":
        limited.client(owner=owner, token_store=store(database))
    program = WORKER.replace("pace=", f"limits={limits!r}, pace=")
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(SYSTEM)],
            env=environment(limited, database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout
        worker.stdout.readline()
    began = time.monotonic()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write(b"\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=60)
    assert [request.status for request in limited.requests()] == [200] * 60
    assert all(worker.returncode == 0 for worker in workers)
    # A fifth of the limit is left to others.
    assert time.monotonic() - began >= 59 * 0.05 / 0.8
    names = database.ask("select key from uplink_pace order by key").splitlines()
    application = f"application:{limited.base_url}|{limited.client_id}"
    users = [f"user:{limited.base_url}|{limited.client_id}|{owner}" for owner in "ab"]
    assert names == [application, *(["ip:here", *users] if "user" in limits else [])]


@postgres.needed
def test_a_refusal_freezes_the_limit_for_all_who_share_it(limited: nibe_uplink.Simulator, database: Database) -> None:
    one, other = (limited.client(owner=owner, token_store=store(database), keep_pace=True, retries=0) for owner in "ab")
    alone = limited.client(owner="c", token_store=store(database, limits=["device:another"]), keep_pace=True, retries=0)
    limited.fault("status", on="system", status=429, body="", retry_after=30)
    with pytest.raises(RateLimited) as info:
        one.system(SYSTEM)
    assert info.value.retry_after == pytest.approx(30, abs=1)
    seen = len(limited.requests())
    with pytest.raises(RateLimited) as info:
        other.system(SYSTEM, timeout=1)
    assert 25 < (info.value.retry_after or 0) <= 30
    assert len(limited.requests()) == seen, "nothing was sent"
    assert alone.system(SYSTEM)
    database.ask("update uplink_pace set frozen_until = now()")
    assert other.system(SYSTEM)
    assert database.ask("select max(refusals) from uplink_pace") == "0"


@postgres.needed
def test_watches_of_several_processes_keep_the_pace_that_they_share(
    limited: nibe_uplink.Simulator, database: Database
) -> None:
    client = limited.client(owner="a", token_store=store(database), keep_pace=True, unknown="ignore")
    said = (
        "every 1 s is too often: each round takes 17 requests, and the pace that is shared with other processes allows one "
        "in 0.0625 s, if they send none, and so needs 2 s; read every 2 s or more, or read less"
    )
    with pytest.raises(SetupError) as info:
        client.watch({SYSTEM: range(40_000, 40_000 + 17 * 15)}, every=1)
    assert str(info.value) == said
    began = len(limited.requests())
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WATCHER], env=environment(limited, database), stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [worker.communicate(timeout=60)[0].splitlines() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert all(set(kinds) == {"reading"} and len(kinds) > 30 for kinds in told), [kinds[-3:] for kinds in told]
    seen = [request for request in limited.requests()[began:] if request.function == "parameters"]
    assert {request.status for request in seen} == {200}, "no refusal for pace"
    assert len(seen) > 60


def test_a_limit_that_cannot_be_is_said() -> None:
    for options, said in (
        ({"limits": ["account"]}, "bound to `application`, `user`, `ip:NAME` or `device:NAME`, not to `account`"),
        ({"limits": ["ip:"]}, "not to `ip:`"),
        ({"limits": []}, "a limit is bound to"),
        ({"share": 0}, "above 0 and at most 1, not 0"),
        ({"share": 1.5}, "not 1.5"),
        ({"pace": (0, 60)}, r"such as \(25, 60\)"),
    ):
        with pytest.raises(SetupError, match=said):
            nibe_uplink.PostgresStore("postgres://fleet@db.example/fleet", KEY, **options)  # type: ignore[arg-type]
