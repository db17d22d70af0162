"""The program `nibe-uplink fleet`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import math
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from nibe_uplink._program import FAILED, INTERRUPTED, LOGIN, USAGE
from nibe_uplink.errors import LoginRequired, SetupError, UplinkError
from nibe_uplink.fleet._collector import Collector, made
from nibe_uplink.fleet._config import Config, cadence
from nibe_uplink.fleet._lake import Lake, pseudonymous
from nibe_uplink.fleet._logins import take_in
from nibe_uplink.fleet._systems import Systems, connected, one_line

PSEUDONYM_KEY = "NIBE_UPLINK_PSEUDONYM_KEY"


def main(arguments: list[str]) -> int:
    """Runs a command, and gives the exit code."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("nibe_uplink").setLevel(logging.WARNING)
    logging.getLogger("nibe_uplink.fleet").setLevel(logging.INFO)
    # A database that is away is told by the collector, once.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    try:
        options.work(options, Config.read(options.config))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (UplinkError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return LOGIN if isinstance(error, LoginRequired) else USAGE if isinstance(error, SetupError) else FAILED
    except Exception as error:
        said = _of_database(error, options.config)
        if said is None:
            raise
        print(f"error: {said}", file=sys.stderr)
        return FAILED
    return 0


def _of_database(error: BaseException, config: Path) -> str | None:
    """What an error of the database means; None for others."""
    from psycopg import Error
    from psycopg.errors import UndefinedTable

    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, UndefinedTable):
        return f"the tables are not there; make them with: nibe-uplink fleet init {config}"
    return f"the database failed: {one_line(error)}" if isinstance(error, Error) else None


def parser() -> argparse.ArgumentParser:
    """The options of all commands."""
    whole = argparse.ArgumentParser(
        prog="nibe-uplink fleet", allow_abbrev=False, description="Serves the heat pumps of many owners; docs/fleet.md."
    )
    commands = whole.add_subparsers(required=True)

    def command(name: str, work: Any, said: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, allow_abbrev=False, help=said, description=said)
        made.add_argument("config", type=Path, help="the file that says where database and lake are")
        made.set_defaults(work=work)
        return made

    command("init", init, "make the tables, or those of an older version those of today")
    add = command("add", add_owners, "let owners log in: a link for each, and the addresses that come back")
    add.add_argument("owner", nargs="*", help="what you call the owner")
    add.add_argument("--from", dest="file", type=Path, help="a file of owners, one in a line")
    run = command("run", collect, "read all systems, each when its turn comes, until Ctrl-C")
    run.add_argument("--for", dest="span", type=_positive, metavar="SECONDS", help="end after so many seconds")
    run.add_argument("--metrics", type=_port, metavar="PORT", help="figures for Prometheus at 127.0.0.1:PORT/metrics")
    command("status", show, "how the fleet is")
    leave = command("forget", forget, "an owner leaves: tokens and schedule, and with --data all readings")
    leave.add_argument("owner", help="what `fleet add` called the owner")
    leave.add_argument("--data", action="store_true", help="remove what was read from the lake, too")
    command("compact", compact, "make a few large files of the many small ones of each day")
    export = command("export", pseudonyms, f"readings under pseudonyms; {PSEUDONYM_KEY} is the key")
    export.add_argument("folder", type=Path, help="a new folder")
    return whole


def _positive(word: str) -> float:
    """A number of seconds."""
    with suppress(ValueError):
        if 0 < (number := float(word)) < math.inf:
            return number
    raise argparse.ArgumentTypeError(f"it is a number of seconds, not {word!r}")


def _port(word: str) -> int:
    """A port; 0 lets the system choose."""
    with suppress(ValueError):
        if 0 <= (number := int(word)) <= 65_535:
            return number
    raise argparse.ArgumentTypeError(f"it is a number from 0 to 65535, not {word!r}")


def init(options: argparse.Namespace, config: Config) -> None:
    """Makes the tables."""
    config.store()._store.migrate()
    asyncio.run(_with(config, lambda systems, _: systems.migrate()))
    print("the tables are there")


def add_owners(options: argparse.Namespace, config: Config) -> None:
    """Prints a link for each owner and takes the addresses that come back, in any order."""
    try:
        named = [] if options.file is None else options.file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise SetupError(f"{options.file} is no text; write one owner in a line") from None
    except OSError as error:
        raise SetupError(f"{options.file} cannot be read: {error.strerror}") from None
    owners = [owner for owner in [*options.owner, *(line.strip() for line in named)] if owner]
    if not owners:
        raise SetupError("name owners, or a file of them with --from")
    take_in(config, list(dict.fromkeys(owners)), sys.stdin)


def collect(options: argparse.Namespace, config: Config) -> None:
    """Reads until a signal comes."""
    lake = None if config.lake is None else Lake(config.lake)
    # What every client needs is told before anything is read.
    made(config, config.store(), "nobody", blocking=True)

    async def run() -> None:
        count = await _with(config, lambda systems, _: systems.count())
        print(cadence(count, config.every, config.pace, config.share), file=sys.stderr, flush=True)
        collector = Collector(config, lake, options.metrics)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, collector.end)
        if options.span is not None:
            loop.call_later(options.span, collector.end)
        await collector.run()
        outcomes = ", ".join(f"{name} {number}" for name, number in sorted(collector.outcomes.items()))
        print(f"ended: {outcomes or 'nothing was read'}", file=sys.stderr, flush=True)

    asyncio.run(run())


def show(options: argparse.Namespace, config: Config) -> None:
    """Prints figures, one in a line."""

    async def ask(systems: Systems, pool: Any) -> None:
        for name, figure in await systems.status():
            print(f"{name}\t{figure}")
        question = """
            select 'logins', count(*)::text from uplink_login where generation > 0
            union all select 'logins that the server refused', count(*)::text from uplink_login
                where refused_since is not null
            union all select 'renewals cut off or under way', count(*)::text from uplink_login
                where renewing_since is not null
            union all select 'logins sealed by key ' || key_id, count(*)::text from uplink_login
                where key_id is not null group by key_id
            union all select 'seconds until the server wants requests: ' || key,
                ceil(extract(epoch from frozen_until - clock_timestamp()))::text
                from uplink_pace where frozen_until > clock_timestamp()
        """
        async with pool.connection() as connection:
            for name, figure in await (await connection.execute(question)).fetchall():
                print(f"{name}\t{figure}")
        print(cadence(await systems.count(), config.every, config.pace, config.share))

    asyncio.run(_with(config, ask))


def forget(options: argparse.Namespace, config: Config) -> None:
    """Removes what is kept of an owner."""
    if options.data and config.lake is None:
        raise SetupError("[lake] path is not in the file, so that no readings can be removed")
    lake = Lake(config.lake) if options.data and config.lake is not None else None

    async def leave(table: Systems, pool: Any) -> tuple[int, int]:
        left = await table.leave(config.api, options.owner)
        spans = await table.readings_of(config.api, options.owner)
        if lake is not None:
            await lake.forget(pool, config.api, spans)
        await table.forget(config.api, options.owner, readings=lake is not None)
        return left, len({span.system for span in spans})

    made(config, config.store(), options.owner, blocking=True).logout()
    left, read = asyncio.run(_with(config, leave))
    if read == 0:
        raise SetupError(f"no system belongs to {options.owner}: the name is another one, or it was forgotten before")
    if left == 0 and lake is None:
        raise SetupError(f"{options.owner} has left before; with --data what was read is removed, too")
    if left == 0:
        print(f"{options.owner}: the readings of {read} systems are forgotten")
    else:
        print(f"{options.owner}: {left} systems are forgotten{'' if lake is None else ', and their readings'}")


def compact(options: argparse.Namespace, config: Config) -> None:
    """Compacts the lake."""
    if config.lake is None:
        raise SetupError("[lake] path is not in the file")
    before, after = Lake(config.lake).compact()
    print(f"{before:,} files are {after:,} now")


def pseudonyms(options: argparse.Namespace, config: Config) -> None:
    """Exports under pseudonyms."""
    key = os.environ.get(PSEUDONYM_KEY, "").encode()
    if config.lake is None:
        raise SetupError("[lake] path is not in the file")
    if not key:
        raise SetupError(
            f"set {PSEUDONYM_KEY} to a secret of 16 bytes or more, and keep it: the same gives the same names"
        )
    print(f"{pseudonymous(config.lake, options.folder, key)} readings")


async def _with(config: Config, work: Any) -> Any:
    """Works with the tables over a few connections."""
    pool = await connected(config.dsn(), 2)
    try:
        return await work(Systems(pool, config.api), pool)
    finally:
        await pool.close()
