"""What a process of a fleet takes beside the client alone, and what the lake and the local service take.

`python -m bench.fleet` measures the package that is installed, with a Postgres of its own; a build for development is
several times slower than a release, in both columns.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "python"))

import trustme
from fleets import CALLBACK, Fleet
from logins import ends_at
from postgres import INITDB, Database

from nibe_uplink import FileStore, Login, myuplink
from nibe_uplink.fleet import Lake
from nibe_uplink.fleet._table import append

OWNERS, SYSTEMS, POLLS = 60, 10_000, 1200
# Rounds of a batch, points of a system, and batches.
ROUNDS, POINTS, BATCHES = 1000, 300, 3

FLOOR = """
import asyncio, json, os, sys
from nibe_uplink import FileStore, myuplink
from nibe_uplink._rows import rows

async def work():
    clients = [
        (myuplink.AsyncClient(*sys.argv[1:4], token_store=FileStore(path), unknown="ignore", keep_pace=False), device)
        for path, device in json.loads(sys.argv[4])
    ]
    async def some(number):
        for turn in range(int(sys.argv[5]) // 4):
            client, device = clients[(number + turn) % len(clients)]
            list(rows(await client.points(device)))
    for client, device in clients:
        await client.points(device)
    before = sum(os.times()[:2])
    await asyncio.gather(*(some(number) for number in range(4)))
    print(sum(os.times()[:2]) - before)

asyncio.run(work())
"""
SERVICE = """
import sys
from nibe_uplink import myuplink
with myuplink.Simulator(owners=int(sys.argv[1]), profile="strict", redirect_uri=sys.argv[2]) as sim:
    print(sim.base_url, sim.client_id, sim.client_secret, flush=True)
    sys.stdin.read()
"""


class Elsewhere:
    """A service in a process of its own, in place of one that a test holds."""

    def __init__(self, owners: int) -> None:
        command = [sys.executable, "-c", SERVICE, str(owners), CALLBACK]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.base_url, self.client_id, self.client_secret = self.process.stdout.readline().split()

    def close(self) -> None:
        """Ends it."""
        self.process.communicate("")


def resident(pid: int) -> float:
    """What a process has in memory, in MB."""
    return int(re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[0]) / 1000


def cpu(pid: int) -> float:
    """Seconds of the processor that a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(what: str, figure: float, unit: str, bar: str = "") -> None:
    """A line of the table."""
    print(f"{what:<70} {figure:>10,.2f} {unit:<12} {bar}", flush=True)


def floor(sim: Elsewhere, folder: Path) -> float:
    """Milliseconds that the client alone takes for a poll and its readings, by one machine of each kind."""
    application = [sim.base_url, sim.client_id, sim.client_secret]
    pairs = []
    for number in range(1, 4):
        path = str(folder / f"token-{number}")
        with myuplink.Client(*application, redirect_uri=CALLBACK, token_store=FileStore(path)) as client:
            login = Login.begin(client)
            login.finish(ends_at(f"{login.url}&login_hint=owner-{number:05}")).wait()
            [system] = client.systems()
            pairs.append((path, (system.devices or [])[0].id))
    command = [sys.executable, "-c", FLOOR, *application, json.dumps(pairs), str(POLLS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout) / POLLS * 1000


def worker(sim: Elsewhere, folder: Path, database: Database) -> tuple[float, float, float]:
    """Milliseconds that a process of a fleet takes for a poll, one behind the other and then one now and then; its memory in MB."""
    fleet = Fleet(sim, database, folder)
    # Shorter than all of them take: somebody is due at all times, as in the loop of the client alone.
    fleet.configure(requests=100_000, every=0.05)
    fleet.config.write_text(fleet.config.read_text().partition("[lake]")[0])
    fleet.run("init")
    process = fleet.start("add", *(f"owner-{number:05}" for number in range(1, OWNERS + 1)))
    assert process.stdin
    assert process.stdout
    links = [process.stdout.readline().split("\t") for _ in range(OWNERS)]
    for owner, link in links:
        process.stdin.write(ends_at(f"{link.strip()}&login_hint={owner}") + "\n")
    process.communicate(timeout=600)
    database.ask(
        "insert into fleet_system (api, system, owner, every, phase, due) select 'myuplink', 'x' || n, 'nobody', 86400, 0, "
        f"now() + interval '1 day' from generate_series({OWNERS + 1}, {SYSTEMS}) as n"
    )
    process = fleet.start("run")
    kept = "select count(*) from fleet_outbox"

    def until(more: int) -> float:
        """Milliseconds of the processor for each of so many polls."""
        before, at = int(database.ask(kept)), cpu(process.pid)
        # What was read is of no use.
        while int(database.ask(kept)) < before + more:
            time.sleep(0.2)
        return (cpu(process.pid) - at) / (int(database.ask(kept)) - before) * 1000

    until(2 * OWNERS)
    busy = until(POLLS)
    database.ask("update fleet_system set every = 1, phase = phase / 0.05 where system not like 'x%'")
    until(2 * OWNERS)
    calm = until(POLLS)
    memory = resident(process.pid)
    process.terminate()
    process.communicate(timeout=60)
    return busy, calm, memory


def lake(folder: Path) -> tuple[float, float, float]:
    """Rows that a writer makes in a second of the processor, and bytes of a reading before and after the files are made one."""
    table = Lake(folder / "rows")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    took = 0.0
    for batch in range(1, BATCHES + 1):
        moment = start + timedelta(minutes=5 * batch)
        rounds: list[Any] = [
            (
                "myuplink",
                f"emmy-r-{system:05}",
                moment.isoformat(),
                # Four of five points stand still.
                [
                    [p, moment.isoformat(), float(p if p % 5 else p + (system + batch) % 40), "°C"]
                    for p in range(40_000, 40_000 + POINTS)
                ],
            )
            for system in range(ROUNDS)
        ]
        began = time.process_time()
        append(str(table.path), "bench", batch, rounds)
        took += time.process_time() - began
    rows = ROUNDS * POINTS * BATCHES

    def size() -> int:
        import deltalake

        return sum((table.path / name).stat().st_size for name in deltalake.DeltaTable(str(table.path)).file_uris())

    before = size()
    table.compact()
    return rows / took, before / rows, size() / rows


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rate, fresh, compacted = lake(folder)
        tell("rows that a writer makes in a second of the processor", rate, "rows", ">= 100,000")
        tell("a reading in the files of a batch", fresh, "bytes", "<= 3")
        tell("a reading after compact", compacted, "bytes", "<= 3")
        sim = Elsewhere(SYSTEMS)
        try:
            empty = resident(sim.process.pid)
            before = cpu(sim.process.pid)
            alone = floor(sim, folder)
            tell("the local service, a request", (cpu(sim.process.pid) - before) / POLLS * 1000, "ms")
            tell(f"the local service with {SYSTEMS:,} systems", empty, "MB")
            tell("the client alone, a poll and its readings", alone, "ms")
            if INITDB is None:
                print("skipped: a process of a fleet, because Postgres is not installed")
                return
            with tempfile.TemporaryDirectory() as other:
                database = Database(Path(other), trustme.CA())
                database.control("start")
                try:
                    busy, calm, memory = worker(sim, folder, database)
                finally:
                    database.control("stop")
            tell(f"a process of a fleet, a poll, {OWNERS} in a second", calm, "ms")
            tell("a process of a fleet, a poll, one behind the other", busy, "ms")
            tell("that against the client alone, which does the same", busy / alone, "times", "<= 2.0")
            tell(f"a process of a fleet of {SYSTEMS:,} systems", memory, "MB", "<= 150")
        finally:
            sim.close()


if __name__ == "__main__":
    main()
