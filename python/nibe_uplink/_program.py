"""What the program does in Python: recording, and exporting what was recorded."""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from nibe_uplink._record import kept_in
from nibe_uplink._recorder import Recorder, export, export_csv
from nibe_uplink.errors import LoginRequired, MissingScope, SetupError, UplinkError

# Those of the rest of the program.
FAILED, USAGE, LOGIN, SCOPE, INTERRUPTED = 1, 2, 3, 4, 130
UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}


def main(arguments: list[str]) -> int:
    """Runs `record` or `export`, and gives the exit code."""
    options = parser().parse_args(arguments)
    try:
        work: Any = options.work
        work(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (UplinkError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        if isinstance(error, LoginRequired):
            return LOGIN
        return SCOPE if isinstance(error, MissingScope) else USAGE if isinstance(error, SetupError) else FAILED
    return 0


def parser() -> argparse.ArgumentParser:
    """The options of both commands."""
    # No abbreviations: what is added later would change what they mean.
    whole = argparse.ArgumentParser(prog="nibe-uplink", allow_abbrev=False)
    commands = whole.add_subparsers(required=True)
    record = commands.add_parser(
        "record",
        allow_abbrev=False,
        help="record values of systems into a file",
        description="Records values of systems into a file, until a time comes or Ctrl-C. What was recorded stays, and "
        "the next recording into the file goes on. Log in first: nibe-uplink login.",
        epilog="Example: nibe-uplink record pump.sqlite 80101 outdoor_temperature 43005 --every 5m",
    )
    record.add_argument("file", type=Path, help="the file, which ends with .sqlite, .parquet or .duckdb")
    record.add_argument("system", help="the id of the system; of myUplink, of the device")
    record.add_argument("parameter", nargs="+", help="ids or aliases of parameters")
    record.add_argument(
        "--system", dest="others", action="append", default=[], help="a further system; may be repeated"
    )
    record.add_argument(
        "--every", type=time, default=timedelta(minutes=5), help="how often, such as 90s, 5m or 1h30m (5m)"
    )
    record.add_argument(
        "--until", type=end, help="when to end: a time from now such as 7d, or 2026-03-01T00:00:00Z (never)"
    )
    record.add_argument(
        "--api", choices=["nibe-uplink", "myuplink"], default="nibe-uplink", help="which API to speak to"
    )
    record.set_defaults(work=do_record)
    exports = commands.add_parser(
        "export",
        allow_abbrev=False,
        help="write a recording as another kind of file",
        description="Writes what was recorded into a .sqlite file as another kind of file; a recording may go on "
        "meanwhile.",
    )
    exports.add_argument("recording", type=Path, help="the .sqlite file")
    exports.add_argument("file", type=Path, help="the new file, which ends with .parquet, .duckdb or .csv")
    exports.add_argument("--zone", help="for .csv: whose time is written, such as Europe/Stockholm (UTC)")
    exports.set_defaults(work=do_export)
    return whole


def do_record(options: argparse.Namespace) -> None:
    """Records until the end, and says how much it was."""
    client: Any
    systems: Iterable[Any] = [options.system, *options.others]
    if options.api == "myuplink":
        from nibe_uplink import myuplink

        client = myuplink.Client.from_env()
    else:
        from nibe_uplink import Client

        client = Client.from_env()
        systems = [number(system) for system in systems]
    wanted = {system: [int(one) if one.isdecimal() else one for one in options.parameter] for system in systems}
    # What systemd and docker send ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, interrupt)
    before = recorded(options.file)
    try:
        with client:
            client.record(wanted, options.file, every=options.every, until=options.until)
    finally:
        print(f"recorded {recorded(options.file) - before} readings into {options.file}", file=sys.stderr)


def recorded(file: Path) -> int:
    """How many readings were recorded for a file. They are counted there: Ctrl-C may come right after a write."""
    kept = kept_in(file)
    if not kept.exists():
        return 0
    with closing(Recorder(kept)) as recorder:
        return recorder.count()


def do_export(options: argparse.Namespace) -> None:
    """Writes another kind of file."""
    if not options.recording.exists():
        raise SetupError(f"there is no file {options.recording}")
    if options.file.suffix in (".sqlite", ".db"):
        raise SetupError("name a file that ends with .parquet, .duckdb or .csv")
    with closing(Recorder(options.recording)) as recorder:
        if options.file.suffix == ".csv":
            export_csv(recorder, options.file, options.zone or "UTC")
        elif options.zone:
            raise SetupError("--zone is for .csv; other files keep moments, which their readers show in any zone")
        else:
            export(recorder, options.file)
        print(f"wrote {recorder.count()} readings into {options.file}", file=sys.stderr)


def interrupt(number: int, frame: object) -> NoReturn:
    """Ends the recording."""
    raise KeyboardInterrupt


def number(text: str) -> int:
    """The id of a system."""
    if not text.isdecimal():
        raise SetupError(f"ids of systems are whole numbers, as `nibe-uplink systems` lists them; {text} is none")
    return int(text)


def time(text: str) -> timedelta:
    """A length of time: 90s, 5m, 1h30m, 7d, or a number of seconds."""
    parts = re.findall(r"(\d+) *([dhms])", text)
    seconds = sum(int(count) * UNITS[unit] for count, unit in parts) if parts else int(text) if text.isdecimal() else 0
    left = re.sub(r"\d+ *[dhms]", "", text).strip() if parts else ""
    if not 0 < seconds < 10**10 or left:
        raise argparse.ArgumentTypeError("give a time such as 90s, 5m, 1h30m or 7d")
    return timedelta(seconds=seconds)


def end(text: str) -> timedelta | datetime:
    """A length of time, or a moment with a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return time(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"give the zone of the moment, such as {text}Z")
    return moment
