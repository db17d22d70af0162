"""`nibe-uplink fleet`: many systems, several processes, one database, one lake."""

from __future__ import annotations

import asyncio
import io
import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import postgres
import pytest
from fleets import CALLBACK, KEY, TWICE, Fleet, ends_at
from postgres import Database
from support import SPECS
from test_docs import programs

import nibe_uplink
from nibe_uplink import myuplink
from nibe_uplink.errors import SetupError
from nibe_uplink.fleet import Collector, Config, Lake, Systems, _collector, cadence
from nibe_uplink.fleet._metrics import Figure, rendered
from nibe_uplink.fleet._program import parser
from nibe_uplink.fleet._systems import Done, connected, phase
from nibe_uplink.fleet._table import append, serve


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    with myuplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        made = Fleet(sim, database, tmp_path)
        yield made
        for process in made.started:
            process.kill()
            process.communicate()


@postgres.needed
def test_t77_a_fleet_from_its_first_login_to_the_last_goodbye(fleet: Fleet) -> None:
    assert fleet.run("init") == fleet.run("init") == "the tables are there\n"
    said = fleet.add("anna", "bo")
    assert "this address belongs to none of these links" in said
    assert "anna\t" in said
    assert "bo\t" in said
    systems = int(fleet.database.ask("select count(*) from fleet_system"))
    assert systems >= 3
    said = fleet.run("run", "--for", "4")
    assert f"{systems} systems at 4800 requests a minute: one round takes 0 s, within the 1 s that are wanted" in said
    assert "ended: read" in said
    assert fleet.database.ask("select count(*) from fleet_outbox") == "0", "all of it is in the lake"
    written = b"".join(path.read_bytes() for path in fleet.lake.rglob("*") if path.is_file())
    assert not any(secret.encode() in written for secret in (KEY, "open-sesame", "anna", fleet.sim.client_secret))
    [(found, rounds, points)] = fleet.rows(
        "select count(distinct system), count(distinct (system, fetched_at)), count(*) from readings"
    )
    assert found == systems
    # A turn a second for each, and one that comes before the first whole second.
    assert 2 * systems <= rounds <= 6 * systems
    assert points > 20 * rounds
    assert fleet.rows(TWICE) == [(0,)]
    kinds = (
        "select bool_or(value is not null), bool_or(text is not null), count(*) filter (unit = '°C') > 0 from readings"
    )
    assert fleet.rows(kinds) == [(True, True, True)]
    assert {path.name for path in fleet.lake.iterdir()} == {"_delta_log", "api=myuplink"}
    said = fleet.run("status")
    assert f"systems\t{systems}\n" in said
    assert "logins\t2\n" in said
    before = fleet.rows("select count(*) from readings")
    fleet.run("compact")
    assert fleet.rows("select count(*) from readings") == before
    fleet.environment["NIBE_UPLINK_PSEUDONYM_KEY"] = "a secret of sixteen"
    out = fleet.config.with_name("research")
    assert f"{before[0][0]} readings" in fleet.run("export", str(out))
    names = fleet.rows(f"select distinct system from read_parquet('{out}/*.parquet')")
    assert len(names) == systems
    real = {name for (name,) in fleet.rows("select distinct system from readings")}
    assert not real & {name for (name,) in names}
    assert "is there already" in fleet.run("export", str(out), fails=True)
    owner = fleet.database.ask("select min(owner) from fleet_system")
    gone = fleet.database.ask(f"select system from fleet_system where owner = '{owner}'").splitlines()
    fleet.database.ask(f"insert into fleet_outbox values ('myuplink', '{gone[0]}', now(), now(), '[]')")
    assert f"{len(gone)} systems are forgotten, and their readings" in fleet.run("forget", owner, "--data")
    left = {name for (name,) in fleet.rows("select distinct system from readings")}
    assert not left & set(gone)
    assert fleet.database.ask("select count(*) from fleet_outbox") == "0"
    assert fleet.database.ask(f"select count(*) from uplink_login where key like '%|{owner}'") == "0"


@postgres.needed
def test_a_turn_and_a_batch_count_once_whoever_comes_late(database: Database, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    rival = Lake(tmp_path / "lake")

    def table() -> int:
        from deltalake import DeltaTable

        return int(DeltaTable(str(lake.path)).count())

    async def work() -> None:
        pool = await connected(database.url, 4)
        try:
            systems = Systems(pool)
            await systems.migrate()
            await systems.add("myuplink", "anna", ["a"], 3600)
            database.ask("update fleet_system set due = now() - interval '10 hours'")
            [late] = await systems.take(0)
            [job] = await systems.take(600)
            assert not await systems.take(600), "it is taken"
            rows = [[40004, None, 1.5, "°C"], [40005, "2026-01-01T00:00:00+00:00", "on", ""]]
            read = Done(job, json.dumps(rows))
            assert not await systems.finish([Done(late, read.rows)]), "somebody else has taken it"
            assert await systems.finish([Done(late, read.rows), read]) == {job}
            assert not await systems.finish([read])
            assert database.ask("select count(*) from fleet_outbox") == "1"
            next_turn = "select due > now() and due <= now() + interval '1 hour' from fleet_system"
            assert database.ask(next_turn) == "t", "what was missed is left out"
            # A writer ends between the lake and the database, and another one goes on.
            batch = 7
            name = database.ask("select name from fleet_lake")
            rounds = [("myuplink", "a", datetime.now(UTC).isoformat(), rows)]
            database.ask(f"update fleet_outbox set batch = {batch}")
            append(str(lake.path), name, batch, rounds)
            assert await rival.write(pool)
            assert (table(), database.ask("select count(*) from fleet_outbox")) == (2, "0")
            assert not await rival.write(pool)
            # A database that was set back to a backup uses no number again, so that nothing is lost.
            database.ask("update fleet_lake set last_batch = 0")
            database.ask("update fleet_system set due = now()")
            [job] = await systems.take(600)
            assert await systems.finish([Done(job, read.rows)])
            while await lake.write(pool):
                pass
            assert (table(), database.ask("select count(*) from fleet_outbox")) == (4, "0")
        finally:
            await pool.close()

    asyncio.run(work())


@postgres.needed
def test_a_fleet_of_the_older_cloud(database: Database, tmp_path: Path) -> None:
    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK, owners=3) as sim:
        fleet = Fleet(sim, database, tmp_path, "nibe-uplink")
        fleet.run("init")
        assert "anna\t1 systems" in fleet.add("anna")
        fleet.count()
        said = fleet.run("run", "--for", "3")
        assert "ended: read" in said
        assert "WARNING" not in said
        assert fleet.is_whole()
        kinds = (
            "select bool_or(value is not null), count(*) filter (unit = '°C') > 0, min(api), max(system) from readings"
        )
        assert fleet.rows(kinds) == [(True, True, "nibe-uplink", "10001")]


@postgres.needed
def test_figures_for_prometheus(fleet: Fleet) -> None:
    fleet.run("init")
    fleet.add("anna")
    fleet.database.ask(
        "update fleet_system set stopped = 'login \"revoked\"' where system = (select min(system) from fleet_system)"
    )
    worker = fleet.start("run", "--metrics", "0")
    assert worker.stderr
    said = next(line for line in worker.stderr if "metrics are at" in line)
    url = said.split()[-1]
    assert url.startswith("http://127.0.0.1:")
    fleet.count()
    fleet.until_kept(3)
    port = url.rpartition(":")[2].partition("/")[0]
    assert f"127.0.0.1:{port}" in fleet.run("run", "--metrics", port, fails=True), "somebody else has the port"
    with urllib.request.urlopen(url, timeout=10) as answer:
        figures = {
            line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
            for line in answer.read().decode().splitlines()
            if line[0] != "#"
        }
    assert figures['nibe_uplink_fleet_turns_total{outcome="read"}'] >= 3
    assert figures["nibe_uplink_fleet_systems"] == int(fleet.database.ask("select count(*) from fleet_system")) - 1
    assert figures['nibe_uplink_fleet_stopped_systems{why="login \\"revoked\\""}'] == 1
    assert figures["nibe_uplink_fleet_behind_seconds"] < 60
    assert figures["nibe_uplink_fleet_frozen_seconds"] == 0
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
    fleet.database.control("stop")
    try:
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(url, timeout=30)
    finally:
        fleet.database.control("start")


@postgres.needed
def test_who_refused_at_first_may_come_back(fleet: Fleet) -> None:
    fleet.run("init")
    process = fleet.start("add", "anna")
    assert process.stdin
    assert process.stdout
    link = process.stdout.readline().split("\t")[1].strip()
    [state] = parse_qs(urlsplit(link).query)["state"]
    process.stdin.write(f"{CALLBACK}?error=access_denied&state={state}\n{ends_at(link)}\n")
    said = "".join(process.communicate(timeout=60))
    assert process.returncode == 0, said
    assert "anna\tno systems" in said, "the first time"


def test_large_figures_keep_their_digits() -> None:
    figure = Figure("turns_total", "counter", "Turns.", {"read": 12_345_678.0}, "outcome")
    assert 'nibe_uplink_fleet_turns_total{outcome="read"} 12345678.0\n' in rendered([figure])


@postgres.needed
def test_turns_are_those_of_ones_own_api(database: Database) -> None:
    async def work() -> None:
        pool = await connected(database.url, 2)
        try:
            await Systems(pool).migrate()
            for api in ("myuplink", "nibe-uplink"):
                await Systems(pool).add(api, "anna", [f"of {api}"], 3600)
            database.ask("update fleet_system set due = now() - interval '1 hour'")
            mine = Systems(pool, "nibe-uplink")
            assert [job.system for job in await mine.take(600, 10)] == ["of nibe-uplink"]
            assert (await mine.count(), await Systems(pool).count()) == (1, 2)
        finally:
            await pool.close()

    asyncio.run(work())


@postgres.needed
def test_a_login_that_has_ended_is_said_once_and_its_systems_rest(fleet: Fleet) -> None:
    fleet.run("init")
    fleet.add("anna")
    fleet.sim.expire_tokens()
    fleet.database.ask(
        "update uplink_login set refused_since = now(), refused_why = 'revoked', refused_detail = 'the owner left', "
        "expires_at = now()"
    )
    said = fleet.run("run", "--for", "3")
    assert said.count("the owner anna has to log in again") <= 4, "one for each turn that was under way"
    assert fleet.database.ask("select distinct stopped from fleet_system") == "login revoked"
    assert "systems stopped: login revoked\t" in fleet.run("status")
    fleet.add("anna")
    assert fleet.database.ask("select count(stopped) from fleet_system") == "0"
    assert "ended: read" in fleet.run("run", "--for", "2")


@postgres.needed
def test_what_an_operator_gets_wrong_is_one_sentence(fleet: Fleet) -> None:
    missing = f"error: the tables are not there; make them with: nibe-uplink fleet init {fleet.config}\n"
    assert fleet.run("status", fails=True) == missing
    fleet.run("init")
    assert fleet.run("compact", fails=True) == f"error: there is no lake in {fleet.lake} yet\n"
    said = "error: no system belongs to bo: the name is another one, or it was forgotten before\n"
    assert fleet.run("forget", "bo", fails=True) == said
    fleet.add("anna")
    key = fleet.environment["NIBE_UPLINK_TOKEN_KEY"]
    fleet.environment["NIBE_UPLINK_TOKEN_KEY"] = "B" + key[1:]
    said = fleet.run("run", "--for", "3")
    assert said.count("WARNING") == said.count("add the older key behind the newer one") == 1, said
    fleet.environment["NIBE_UPLINK_TOKEN_KEY"] = "short"
    said = fleet.run("run", fails=True)
    assert said.startswith("error: a key for tokens has 32 random bytes in Base64"), said
    assert said.count("\n") == 1
    fleet.environment["NIBE_UPLINK_TOKEN_KEY"] = key
    fleet.run("run", "--for", "2")
    assert " files are 1 now\n" in fleet.run("compact")

    # Somebody who leaves is not half gone: after an interruption the same command does the rest.
    async def interrupted() -> None:
        pool = await connected(fleet.database.url, 1)
        assert await Systems(pool).leave("myuplink", "anna")
        await pool.close()

    asyncio.run(interrupted())
    assert "ended: nothing was read" in fleet.run("run", "--for", "1.5")
    assert "and their readings" in fleet.run("forget", "anna", "--data")
    assert fleet.rows("select count(*) from readings") == [(0,)]


@postgres.needed
def test_who_has_left_can_have_readings_removed_later(fleet: Fleet) -> None:
    fleet.run("init")
    fleet.add("anna", "bo")
    owner = fleet.database.ask("select min(owner) from fleet_system")
    systems = int(fleet.database.ask("select count(*) from fleet_system"))
    fleet.run("run", "--for", "3")
    # Also where nobody has the key of the tokens any more.
    key = fleet.environment["NIBE_UPLINK_TOKEN_KEY"]
    fleet.environment["NIBE_UPLINK_TOKEN_KEY"] = "B" + key[1:]
    assert f"{owner}: {systems} systems are forgotten\n" in fleet.run("forget", owner)
    assert fleet.database.ask(f"select count(*) from uplink_login where key like '%|{owner}'") == "0"
    assert "owners who left and whose readings are kept\t1\n" in fleet.run("status")
    assert "has left before; with --data what was read is removed, too\n" in fleet.run("forget", owner, fails=True)
    assert fleet.rows("select count(*) > 0 from readings") == [(True,)]
    said = fleet.run("forget", owner, "--data")
    assert f"{owner}: the readings of {systems} systems are forgotten\n" in said
    assert fleet.rows("select count(*) from readings") == [(0,)]
    assert "owners who left and whose readings are kept\t0\n" in fleet.run("status")
    assert "no system belongs to" in fleet.run("forget", owner, "--data", fails=True)


@postgres.needed
def test_what_was_read_stays_of_whom_it_was_when_another_owner_adds_the_system(database: Database) -> None:
    async def work() -> None:
        pool = await connected(database.url, 2)
        try:
            systems = Systems(pool)
            await systems.migrate()
            await systems.add("myuplink", "anna", ["a", "b"], 3600)
            # As it was read in the meantime.
            database.ask("update fleet_system set last_ok = now() where system = 'a'")
            for _ in range(2):
                await systems.add("myuplink", "bo", ["a", "b"], 3600)
            [of_anna] = await systems.readings_of("myuplink", "anna")
            assert (of_anna.system, of_anna.after, of_anna.until is None) == ("a", None, False)
            of_bo = await systems.readings_of("myuplink", "bo")
            assert [(span.system, span.after, span.until) for span in of_bo] == [
                ("a", of_anna.until, None),
                ("b", None, None),
            ]
        finally:
            await pool.close()

    asyncio.run(work())


@postgres.needed
def test_readings_are_of_who_had_the_system_then(database: Database, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")

    async def work() -> None:
        pool = await connected(database.url, 2)
        try:
            systems = Systems(pool)
            await systems.migrate()
            # The same name in the other API is another system.
            await systems.add("nibe-uplink", "dora", ["a"], 3600)
            for owner in ("anna", "bo", "cleo"):
                await systems.add("myuplink", owner, ["a"], 3600)
                for api in ("myuplink", "nibe-uplink"):
                    database.ask(
                        "insert into fleet_outbox values "
                        f"('{api}', 'a', now(), now(), '[[1, null, \"{owner}\", \"\"]]')"
                    )
                while await lake.write(pool):
                    pass
                if owner != "cleo":
                    await systems.leave("myuplink", owner)
                    await systems.forget("myuplink", owner, readings=False)
            for owner, left in (("bo", ["anna", "cleo"]), ("cleo", ["anna"]), ("anna", [])):
                await lake.forget(pool, "myuplink", await systems.readings_of("myuplink", owner))
                await systems.forget("myuplink", owner, readings=True)
                assert read("myuplink") == left
            assert read("nibe-uplink") == ["anna", "bo", "cleo"]
        finally:
            await pool.close()

    def read(api: str) -> list[str]:
        from deltalake import DeltaTable

        rows = DeltaTable(str(lake.path)).to_pyarrow_table(filters=[("api", "=", api)])
        return sorted(rows["text"].to_pylist())

    asyncio.run(work())


@postgres.needed
def test_a_database_that_lets_nobody_in_says_why(database: Database) -> None:
    for old, new, said in (
        ("/postgres", "/nowhere", 'database "nowhere" does not exist'),
        ("house:", "stranger:", 'password authentication failed for user "stranger"'),
        (f":{database.port}/", ":1/", "Connection refused"),
    ):
        url = new.join(database.url.rsplit(old, 1))
        assert url != database.url
        with pytest.raises(SetupError, match="the database cannot be used: ") as info:
            asyncio.run(connected(url, 1, 0.2))
        assert said in str(info.value)
        assert "\n" not in str(info.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "fleet.toml", "--metrics", "99999"], "a number from 0 to 65535, not '99999'"),
        (["run", "fleet.toml", "--for", "-1"], "a number of seconds, not '-1'"),
        (["run", "fleet.toml", "--for", "nan"], "a number of seconds, not 'nan'"),
    ],
)
def test_a_slip_in_an_option(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    assert said in capsys.readouterr().err


def test_a_batch_that_is_cut_off_is_not_written(tmp_path: Path) -> None:
    path = str(tmp_path / "lake")
    rounds = [json.dumps(["myuplink", "a", "2026-01-01T00:00:00+00:00", [[1, None, 2.0, ""]]]) for _ in range(2)]
    answers = io.BytesIO()
    head = json.dumps(["name", 1, 2])
    for rest in ([], rounds[:1], [rounds[0], rounds[1][:-9]]):
        serve(path, io.BytesIO("\n".join([head, *rest]).encode()), answers)
    assert answers.getvalue() == b""
    assert not Path(path).exists()
    serve(path, io.BytesIO("".join(f"{line}\n" for line in [head, *rounds, head, *rounds]).encode()), answers)
    assert answers.getvalue() == b"\n\n", "the second time it is there"
    serve("/proc/nowhere", io.BytesIO("".join(f"{line}\n" for line in [head, *rounds]).encode()), answers)
    assert answers.getvalue().count(b"\n") == 3
    assert len(answers.getvalue()) > 10


def test_the_queries_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counters = {"a": [(44300, 100.0, 140.0), (44298, 50.0, 60.0), (43144, 10.0, 22.5)], "b": [(44300, 7.0, 8.0)]}
    rounds = []
    for number in range(2):
        for system, points in counters.items():
            time = f"2026-01-01T0{number}:00:00+00:00"
            rows: list[list[Any]] = [[point, time, both[number], "kWh"] for point, *both in points]
            rows += [[40004, time, -3.0 + number, "°C"], [10012, time, "blocked", ""]]
            rounds.append(("myuplink", system, time, rows))
    append(str(tmp_path / "lake"), "database", 1, rounds)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIBE_UPLINK_TOKEN_KEY", KEY)
    page = SPECS.parent / "docs" / "fleet.md"
    names: dict[str, Any] = {"__name__": "page"}
    for line, program in programs(page):
        exec(compile("\n" * line + program, str(page), "exec"), names)
    assert names["cop"] == [("a", 4.0, 4.0)]
    assert sorted(names["newest"].select("system", "value").rows()) == [("a", -2.0), ("b", -2.0)]


def test_clients_are_kept_for_their_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIBE_UPLINK_TOKEN_KEY", KEY)
    made: Counter[str] = Counter()

    def client(config: Config, store: object, owner: str) -> object:
        made[owner] += 1
        return object()

    monkeypatch.setattr(_collector, "made", client)
    collector = Collector(Config("postgres://u@127.0.0.1/d"))
    owners = [str(number) for number in range(_collector.MOST_CLIENTS)]
    for owner in [*owners, *owners]:
        collector._client(owner)
    assert set(made.values()) == {1}
    collector._in_use["0"] += 1
    collector._client("one more")
    collector._client("0")
    collector._client("1")
    assert (made["0"], made["1"]) == (1, 2), "what is in use is kept, what was idle for longest is not"
    assert len(collector._clients) == _collector.MOST_CLIENTS


def test_what_cadence_the_limits_allow() -> None:
    minutes = (25, 60.0)
    said = cadence(10_000, 300, minutes, 1.0)
    assert said.startswith("10,000 systems at 25 requests a minute: one round takes 6 h 40 min, longer than the 5 min")
    assert cadence(60, 300, minutes, 0.8) == (
        "60 systems at 20 requests a minute: one round takes 3 min, within the 5 min that are wanted"
    )
    assert cadence(0, 300, minutes, 0.8).startswith("0 systems at 20 requests a minute: one round takes 0 s, within")


def test_turns_are_spread_over_the_period_for_good() -> None:
    turns = [phase("myuplink", str(number), 300) for number in range(10_000)]
    assert turns == [phase("myuplink", str(number), 300) for number in range(10_000)]
    for part in range(10):
        assert 850 < sum(30 * part <= turn < 30 * (part + 1) for turn in turns) < 1150


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[postgres] url: write postgres://USER@HOST/DATABASE"),
        ('[postgres]\nurl = "postgres://u:CANARY@h/d"', "the password is the variable PGPASSWORD"),
        ('[postgres]\nurl = "postgres://u@h/d"\n[collect]\napi = "other"', "one of nibe-uplink, myuplink, not 'other'"),
        ('[postgres]\nurl = "postgres://u@h/d"\n[collect]\nevery = "soon"', "a time is written as 90s, 5m or 1h"),
        ('[postgres]\nurl = "postgres://u@h/d"\n[collect]\nlimit = 1', "[collect] has no limit; it has api, at_once"),
        ("[lakes]", "there is no table [lakes]; there are postgres, collect, lake"),
        ("x", "Expected '=' after a key"),
    ],
)
def test_a_slip_in_the_file_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "fleet.toml"
    path.write_text(text)
    with pytest.raises(SetupError) as info:
        Config.read(path)
    assert said in str(info.value)
    assert "CANARY" not in str(info.value)
