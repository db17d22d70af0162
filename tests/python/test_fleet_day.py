"""A day of a fleet by a clock that runs fast: many owners, several processes, networks of their own, one database."""

from __future__ import annotations

import os
import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import namespaces
import postgres
from fleets import CALLBACK, Fleet
from logins import ends_at, loops
from postgres import Database

from nibe_uplink import myuplink

WHOLE = loops(100) == 100
SYSTEMS = 10_000 if WHOLE else 60
PROCESSES = 8 if WHOLE else 3
# 25 requests a minute allow 10,000 systems three readings a day.
ROUNDS = int(os.environ.get("UPLINK_FLEET_ROUNDS", "3")) if WHOLE else 2
# Seconds of the clock in a second. Of the whole a day passes in 15 minutes; a code lives for less than two seconds.
SPEED = float(os.environ.get("UPLINK_FLEET_SPEED", "96")) if WHOLE else 200.0
EVERY = (86_400 / ROUNDS if WHOLE else 1200) / SPEED
# Requests in seconds of the clock. That of myUplink is counted by the hour, so that a machine that is busy for a second does
# no harm while time is that short.
RATE = (1500, 3600.0) if WHOLE else (100, 1200.0)


def logged_in(fleet: Fleet, names: list[str]) -> list[str]:
    """Lets owners log in, as many at a time as the pace lets look at their systems. Gives those who came too late."""
    owners = fleet.config.with_name("owners")
    owners.write_text("\n".join(names))
    process = fleet.start("add", "--from", str(owners))
    assert process.stdin
    assert process.stdout
    links = [process.stdout.readline().split("\t")[1].strip() for _ in names]
    late = []
    for number, (name, link) in enumerate(zip(names, links, strict=True)):
        if number % 100 == 0:
            fleet.sim.advance(RATE[1])
        process.stdin.write(ends_at(f"{link}&login_hint={name}") + "\n")
        process.stdin.flush()
        if process.stdout.readline() != f"{name}\t1 systems\n":
            late.append(name)
    _, said = process.communicate(timeout=60)
    assert (process.returncode == 0) == (not late), said
    return late


def peak(pid: int) -> float:
    """The most memory that a process had so far, in MB; nothing of one that has ended."""
    with suppress(OSError, IndexError):
        return int(re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[0]) / 1000
    return 0.0


def appending(process: subprocess.Popen[str]) -> float:
    """What the program takes that writes the table for a process, in MB; nothing while there is none."""
    with suppress(OSError):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return max((peak(int(child)) for child in children), default=0.0)
    return 0.0


def cpu(process: subprocess.Popen[str]) -> float:
    """Seconds of the processor that a process took so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@postgres.needed
def test_t77_a_day_of_a_fleet(database: Database, tmp_path: Path) -> None:
    with myuplink.Simulator(
        owners=SYSTEMS, profile="strict", redirect_uri=CALLBACK, pace=True, rate=RATE, limits=["application"],
        speed=SPEED, at="2026-01-15T00:00:00Z",
    ) as sim:  # fmt: skip
        fleet = Fleet(sim, database, tmp_path)
        fleet.configure(requests=10_000)
        assert fleet.run("init") == "the tables are there\n"
        began = time.monotonic()
        names = [f"owner-{number:05}" for number in range(1, SYSTEMS + 1)]
        while names:
            names = logged_in(fleet, names)
        took = time.monotonic() - began
        print(f"{SYSTEMS} logins in {took:.0f} s, {took / SYSTEMS * 1000:.1f} ms each")
        database.ask(
            "create table kept (system text, slot timestamptz, readings int);"
            "create function keep() returns trigger language plpgsql as $$ begin insert into kept values "
            "(new.system, new.slot, jsonb_array_length(new.rows)); return new; end $$;"
            "create trigger keep after insert on fleet_outbox for each row execute function keep()"
        )
        each_second = RATE[0] / RATE[1] * SPEED
        fleet.configure(every=EVERY, requests=round(each_second), share=0.9, flush=EVERY / 5)
        # The day begins at midnight for everybody, with the first turn that comes.
        next_turn = (
            f"to_timestamp((floor((extract(epoch from now())::float8 - phase) / {EVERY}) + 1) * {EVERY} + phase)"
        )
        database.ask(f"update fleet_system set every = {EVERY}, phase = phase * {EVERY} / every, due = {next_turn}")
        database.ask(f"update fleet_system set due = {next_turn}")
        sim.advance(7200)
        before = sim.tally
        began = time.monotonic()
        first = float(database.ask("select extract(epoch from clock_timestamp())"))
        with namespaces.networks(
            3 if namespaces.POSSIBLE else 0, int(sim.base_url.rpartition(":")[2]), database.port
        ) as nets:
            places = [net.inside for net in nets] or [()]
            workers = [fleet.start("run", inside=places[number % len(places)]) for number in range(PROCESSES)]
            most, writer = time.monotonic() + ROUNDS * EVERY + 120, 0.0
            target = SYSTEMS * ROUNDS
            while int(database.ask("select count(*) from kept")) < target and time.monotonic() < most:
                ended = [worker for worker in workers if worker.poll() is not None]
                assert not ended, ended[0].communicate()
                # A writer is there for a second or so of each minute: of many looks some meet one.
                for _ in range(20):
                    writer = max(writer, *map(appending, workers))
                    time.sleep(min(EVERY / 1000, 0.2))
            took = time.monotonic() - began
            last = float(database.ask("select extract(epoch from max(slot)) from kept"))
            memory, seconds = [peak(worker.pid) for worker in workers], sum(map(cpu, workers))
            for worker in workers:
                worker.terminate()
            said = "".join("".join(worker.communicate(timeout=120)) for worker in workers)
        fleet.run("run", "--for", "1")
        kept = int(database.ask("select count(*) from kept"))
        print(
            f"{kept} readings in {took:.0f} s by {PROCESSES} processes; the largest took {max(memory):.0f} MB, "
            f"what writes the table {writer:.0f} MB, each reading {seconds / kept * 1000:.1f} ms of the processor"
        )
        assert kept >= target, said
        # A batch is what came since the last one, not each few rows.
        commits = len(list((fleet.lake / "_delta_log").glob("*.json")))
        assert commits <= 3 * PROCESSES * (took / (EVERY / 5) + 2), commits
        assert max(*memory, writer) <= 150
        # Each slot that was over when the last one began was read, and none twice.
        due = (
            f"select count(*) from fleet_system, generate_series(0, 100) as n where "
            f"to_timestamp((floor(({first} - phase) / {EVERY}) + 1 + n) * {EVERY} + phase) "
            f"between to_timestamp({first}) + interval '1 second' and to_timestamp({last} - 1)"
        )
        read = (
            f"select count(*) from kept where slot between to_timestamp({first}) + interval '1 second' "
            f"and to_timestamp({last} - 1)"
        )
        assert database.ask(read) == database.ask(due), said
        assert (
            database.ask("select count(*) from (select 1 from kept group by system, slot having count(*) > 1) x") == "0"
        )
        [(rounds, readings)] = fleet.rows("select count(distinct (system, fetched_at)), count(*) from readings")
        assert f"{rounds}|{readings}" == database.ask("select count(*), sum(readings) from kept")
        after = sim.tally
        print(f"{after.refreshes - before.refreshes} renewals, {after.reuses} reuses")
        assert (after.reuses, after.code_reuses) == (0, 0)
        assert after.refreshes > before.refreshes
        assert 429 not in {seen.status for seen in sim.requests()}
        assert database.ask("select count(*) from uplink_pace where refusals > 0") == "0"
        assert database.ask("select count(*) from uplink_login where refused_since is not null") == "0"
        assert "could not be read" not in said, said
