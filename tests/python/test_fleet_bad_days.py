"""What a fleet does when something around it is away."""

from __future__ import annotations

import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import postgres
import pytest
from fleets import CALLBACK, Fleet
from logins import loops
from namespaces import Wire
from postgres import Database

from nibe_uplink import myuplink

# A minute of the whole.
AWAY = max(3.0, 60 * loops(100) / 100)
DATABASE = "WARNING the database does not answer, and nothing is lost"
LAKE = "WARNING the lake takes no rows, which wait in the database"


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    with myuplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        made = Fleet(sim, database, tmp_path)
        made.run("init")
        made.add("anna")
        made.count()
        yield made
        for process in made.started:
            process.kill()
            process.communicate()


def ended(fleet: Fleet, workers: list[subprocess.Popen[str]]) -> list[str]:
    """Ends them, and gives what each one said."""
    assert all(worker.poll() is None for worker in workers)
    for worker in workers:
        worker.terminate()
    said = ["".join(worker.communicate(timeout=90)) for worker in workers]
    fleet.database.ask("update fleet_lake set lease_until = '-infinity'")
    fleet.run("run", "--for", "1.5")
    return said


@postgres.needed
@pytest.mark.parametrize("forgotten", [True, False] if loops(100) == 100 else [True])
def test_the_network_to_the_database_is_cut_for_a_while(fleet: Fleet, forgotten: bool) -> None:
    wire, listener = Wire(), socket.create_server(("127.0.0.1", 0))
    try:
        wire.carry(listener, fleet.database.port)
        fleet.configure(port=listener.getsockname()[1])
        workers = [fleet.start("run") for _ in range(2)]
        fleet.until_kept(6)
        # Logins are renewed meanwhile.
        fleet.sim.expire_tokens()
        wire.cut()
        time.sleep(AWAY)
        wire.mend(forgotten=forgotten)
        fleet.until_kept(6)
        fleet.configure()
        said = ended(fleet, workers)
    finally:
        wire.close()
    assert fleet.is_whole()
    assert fleet.sim.tally.reuses == 0
    assert fleet.database.ask("select count(*) from uplink_login where refused_since is not null") == "0"
    for one in said:
        assert one.count(f"{DATABASE}: that is over") == one.count(DATABASE) / 2 <= 1, one
        others = [line for line in one.splitlines() if line.startswith(("WARNING", "ERROR")) and DATABASE not in line]
        assert len(others) <= 4, "what was under way may be told besides, of each system at most once"
    if forgotten:
        assert any(DATABASE in one for one in said), said


@pytest.fixture
def small_disk(fleet: Fleet) -> Iterator[Callable[[list[subprocess.Popen[str]], bool], None]]:
    """Makes the disk of the lake full for some processes, or lets it have room again.

    It is a disk of its own where that can be made, and else a bound for the length of their files.
    """
    fleet.lake.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(fleet.lake)]
    small = (
        shutil.which("mount") is not None and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    ballast = fleet.lake / "ballast"

    def switch(workers: list[subprocess.Popen[str]], full: bool) -> None:
        if not small:
            most = 1 if full else resource.RLIM_INFINITY
            for worker in workers:
                resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        elif full:
            with ballast.open("wb", buffering=0) as file, suppress(OSError):
                while file.write(bytes(4096)):
                    pass
            assert shutil.disk_usage(fleet.lake).free == 0
        else:
            ballast.unlink()

    yield switch
    if small:
        subprocess.run(["umount", "--lazy", str(fleet.lake)], check=True)


@postgres.needed
def test_the_disk_of_the_lake_is_full_for_a_while(
    fleet: Fleet, small_disk: Callable[[list[subprocess.Popen[str]], bool], None]
) -> None:
    workers = [fleet.start("run") for _ in range(2)]
    fleet.until_kept(6)
    small_disk(workers, True)
    waiting = "select count(*) from fleet_outbox"
    before = int(fleet.database.ask(waiting))
    fleet.until_kept(16)
    assert int(fleet.database.ask(waiting)) >= before + 8, "they wait"
    small_disk(workers, False)
    most = time.monotonic() + 60
    while int(fleet.database.ask("select count(*) from fleet_outbox where slot < now() - interval '5 seconds'")):
        assert time.monotonic() < most, "nobody writes them"
        time.sleep(0.1)
    said = ended(fleet, workers)
    assert fleet.is_whole()
    assert any(LAKE in one for one in said), said
    for one in said:
        assert one.count(f"{LAKE}: that is over") == one.count(LAKE) / 2 <= 1, one
