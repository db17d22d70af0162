"""Many with one login at a server that ends it when a refresh token comes twice."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from logins import application, ends_at, loops

import nibe_uplink

CALLBACK = "http://127.0.0.1:9/callback"


@pytest.fixture
def strict() -> Iterator[nibe_uplink.Simulator]:
    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as simulator:
        yield simulator


def logged_in(sim: nibe_uplink.Simulator, store: nibe_uplink.FileStore) -> nibe_uplink.Client:
    client = nibe_uplink.Client(**application(sim, CALLBACK), token_store=store, keep_pace=False)
    login = nibe_uplink.Login.begin(client)
    login.finish(ends_at(login.url)).wait()
    return client


def test_t37_two_hundred_threads(strict: nibe_uplink.Simulator, tmp_path: Path) -> None:
    client = logged_in(strict, nibe_uplink.FileStore(tmp_path / "tokens.json"))
    strict.expire_tokens()
    barrier, found = threading.Barrier(200), []

    def work() -> None:
        barrier.wait()
        found.append(client.system(strict.systems[0]).system_id)

    threads = [threading.Thread(target=work) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [strict.systems[0]] * 200
    assert (strict.tally.refreshes, strict.tally.reuses) == (1, 0)


def test_t37_two_hundred_tasks(strict: nibe_uplink.Simulator, tmp_path: Path) -> None:
    store = nibe_uplink.FileStore(tmp_path / "tokens.json")
    logged_in(strict, store)
    strict.expire_tokens()

    async def work() -> None:
        async with nibe_uplink.AsyncClient(**application(strict), token_store=store, keep_pace=False) as client:
            found = await asyncio.gather(*(client.system(strict.systems[0]) for _ in range(200)))
        assert len(found) == 200

    asyncio.run(work())
    assert (strict.tally.refreshes, strict.tally.reuses) == (1, 0)


WORKER = """
import os, sys, nibe_uplink
print("ready", flush=True)
for line in sys.stdin:
    client = nibe_uplink.Client(base_url=os.environ["BASE_URL"], client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"], token_store=nibe_uplink.FileStore(sys.argv[1]), keep_pace=False)
    try:
        print(client.system(int(line)).system_id, flush=True)
    except nibe_uplink.UplinkError as error:
        print(type(error).__name__, error, flush=True)
"""


def test_t38_twelve_processes(strict: nibe_uplink.Simulator, tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    logged_in(strict, nibe_uplink.FileStore(path))
    settings = {"BASE_URL": strict.base_url, "CLIENT_ID": strict.client_id, "CLIENT_SECRET": strict.client_secret}
    twelve = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path)],
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(12)
    ]
    try:
        for worker in twelve:
            assert worker.stdout
            assert worker.stdout.readline() == "ready\n"
        for round_ in range(loops(100)):
            strict.expire_tokens()
            for worker in twelve:
                assert worker.stdin
                worker.stdin.write(f"{strict.systems[0]}\n")
                worker.stdin.flush()
            for worker in twelve:
                assert worker.stdout
                assert worker.stdout.readline() == f"{strict.systems[0]}\n"
            assert (strict.tally.refreshes, strict.tally.reuses) == (round_ + 1, 0)
    finally:
        for worker in twelve:
            worker.kill()
            worker.communicate()


# A program with a store and a lock of its own, as a host has in its database.
HOST = """
import contextlib, fcntl, os, pathlib, sys, threading, time, nibe_uplink
kept, lockfile = pathlib.Path(sys.argv[1]), sys.argv[2]

def save(key, text):
    # A slow database: time for the others to come too early, which they have to where nothing keeps them from it.
    time.sleep(0.05 if lockfile else 1)
    new = kept.with_name(f"tokens.json.new-{os.getpid()}")
    new.touch(0o600)
    new.write_text(text)
    new.replace(kept)

@contextlib.contextmanager
def lock(key):
    with open(lockfile, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        thread = threading.get_ident()
        yield
        assert thread == threading.get_ident()

store = nibe_uplink.CallbackStore(lambda key: kept.read_text(), save, lock=lock if lockfile else None)
client = nibe_uplink.Client(base_url=os.environ["BASE_URL"], client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"], token_store=store, keep_pace=False, retries=0)
print("ready", flush=True)
for line in sys.stdin:
    try:
        print(client.system(int(line)).system_id, flush=True)
    except nibe_uplink.UplinkError as error:
        print(type(error).__name__, error, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="flock is not there")
@pytest.mark.parametrize("locked", [True, False])
def test_t38_processes_with_a_store_of_their_own_take_turns_by_their_lock(
    strict: nibe_uplink.Simulator, tmp_path: Path, locked: bool
) -> None:
    kept = tmp_path / "tokens.json"
    kept.touch(0o600)
    store = nibe_uplink.CallbackStore(lambda _: None, lambda _, text: kept.write_text(text or ""))
    client = nibe_uplink.Client(**application(strict, CALLBACK), token_store=store)
    login = nibe_uplink.Login.begin(client)
    login.finish(ends_at(login.url)).wait()
    settings = {"BASE_URL": strict.base_url, "CLIENT_ID": strict.client_id, "CLIENT_SECRET": strict.client_secret}
    hosts = [
        subprocess.Popen(
            [sys.executable, "-c", HOST, str(kept), str(tmp_path / "lock") if locked else ""],
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    try:
        for host in hosts:
            assert host.stdout
            assert host.stdout.readline() == "ready\n"
        for round_ in range(loops(50)):
            strict.expire_tokens()
            for host in hosts:
                assert host.stdin
                host.stdin.write(f"{strict.systems[0]}\n")
                host.stdin.flush()
            said = [host.stdout.readline() for host in hosts if host.stdout]
            if not locked:
                # What the lock is for.
                assert strict.tally.reuses > 0
                assert any("LoginRequired" in line for line in said)
                return
            assert said == [f"{strict.systems[0]}\n"] * 4
            assert (strict.tally.refreshes, strict.tally.reuses) == (round_ + 1, 0)
    finally:
        for host in hosts:
            host.kill()
            host.communicate()


def test_a_lock_that_cannot_be_had_is_said(strict: nibe_uplink.Simulator) -> None:
    from nibe_uplink import errors

    def lock(_: str) -> nullcontext[None]:
        raise OSError("CANARY")

    store = nibe_uplink.CallbackStore(lambda _: None, lambda *_: None, lock=lock)
    client = nibe_uplink.Client(**application(strict, CALLBACK), token_store=store)
    login = nibe_uplink.Login.begin(client)
    with pytest.raises(errors.StoreError, match=r"own function `lock` raised OSError") as said:
        login.finish(ends_at(login.url)).wait()
    assert "CANARY" not in str(said.value)


def test_t42_a_lost_answer_is_reported_as_such(strict: nibe_uplink.Simulator, tmp_path: Path) -> None:
    from nibe_uplink import errors

    store = nibe_uplink.FileStore(tmp_path / "tokens.json")
    client = logged_in(strict, store)
    strict.expire_tokens()
    strict.fault("hang_up", on="token")
    with pytest.raises(errors.Temporary):
        client.system(strict.systems[0])
    again = nibe_uplink.Client(**application(strict), token_store=store)
    with pytest.raises(errors.LoginRequired, match="cut off") as info:
        again.system(strict.systems[0])
    assert info.value.why == "interrupted"
    assert logged_in(strict, store).system(strict.systems[0]).system_id == strict.systems[0]


def test_t42_a_grace_saves_the_login(tmp_path: Path) -> None:
    from nibe_uplink import errors

    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK, grace=60) as sim:
        store = nibe_uplink.FileStore(tmp_path / "tokens.json")
        client = logged_in(sim, store)
        sim.expire_tokens()
        sim.fault("hang_up", on="token")
        with pytest.raises(errors.Temporary):
            client.system(sim.systems[0])
        again = nibe_uplink.Client(**application(sim), token_store=store)
        assert again.system(sim.systems[0]).system_id == sim.systems[0]


@pytest.mark.parametrize("rotation", ["never", "loose", "once"])
def test_t40_fifty_renewals_in_each_rotation(rotation: str, tmp_path: Path) -> None:
    with nibe_uplink.Simulator(rotation=rotation, redirect_uri=CALLBACK) as sim:  # type: ignore[arg-type]
        client = logged_in(sim, nibe_uplink.FileStore(tmp_path / "tokens.json"))
        for _ in range(50):
            sim.expire_tokens()
            assert client.system(sim.systems[0]).system_id == sim.systems[0]
        assert (sim.tally.refreshes, sim.tally.reuses) == (50, 0)
