"""A week of `nibe-uplink --api local watch`: it reads once in a second, in which its clock goes on by a quarter of an hour.

`UPLINK_LOOPS=100` is the whole week; without it, some hours.
"""

from __future__ import annotations

import base64
import contextlib
import json
import ssl
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from logins import loops
from test_local_trouble import Program, paired

from nibe_uplink.local import Simulator, pair

STEP = 900
"""Seconds from one read to the next, by the clocks of the program and of the pump."""
WEEK = 7 * 86_400 // STEP
ABSENT = {"s8": -128, "s16": -(2**15), "s32": -(2**31), "u8": 2**8 - 1, "u16": 2**16 - 1, "u32": 2**32 - 1}
PATIENCE = timedelta(minutes=5)
"""How long a point has to be missing until it is gone."""
VERSION = 2509

Values = dict[int, Any]


@pytest.fixture
def library() -> Path:
    for found in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"):
        return found
    pytest.skip("libfaketime is not installed")


def right(point: dict[str, Any]) -> Any:
    """The value of a point, read here by other code than the client's."""
    known, number = point["metadata"], point["value"]["integerValue"]
    match known["variableType"]:
        case "time":
            return str(timedelta(seconds=number)).zfill(8)
        case "date":
            return str(date(2010, 1, 1) + timedelta(days=number))
    within = known["minValue"] < known["maxValue"] and known["minValue"] <= number <= known["maxValue"]
    if number == ABSENT.get(known["variableSize"]) and not within and str(number) not in point["description"]:
        return None
    return number / known["divisor"] if known["divisor"] > 1 else number


class Pump:
    """A pump, as it is without a client of ours."""

    def __init__(self, service: Simulator) -> None:
        self.service = service
        self.context = ssl.create_default_context()
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
        who = base64.b64encode(f"{service.username}:{service.password}".encode()).decode()
        url = f"{service.base_url}/api/v1/devices/0/points"
        self.request = urllib.request.Request(url, headers={"authorization": f"Basic {who}"})

    def values(self) -> Values:
        with urllib.request.urlopen(self.request, timeout=30, context=self.context) as answer:
            return {int(id_): right(point) for id_, point in json.load(answer).items()}


class Rounds:
    """What the program has printed: the values of each read, by its time."""

    def __init__(self, watch: Program) -> None:
        self.watch, self.taken = watch, 0
        self.rounds: list[tuple[datetime, Values]] = []

    def new(self, now: Values | None = None) -> list[Values]:
        """Those that are whole and were not given before: the last one may have more to come, unless it is what is `now`."""
        found: list[tuple[datetime, Values]] = []
        begins, at = [self.taken], self.taken
        for line in self.watch.out.read_bytes()[self.taken :].splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            one = json.loads(line)
            time = datetime.fromisoformat(one["time"])
            if not found or found[-1][0] != time:
                found.append((time, {}))
                begins.append(at)
            assert one["id"] not in found[-1][1] and "Â" not in (one["unit"] or ""), one
            found[-1][1][one["id"]] = one["value"]
            at += len(line)
        if found and now is not None and found[-1][1] != now:
            found.pop()
            at = begins[-1]
        self.taken = at
        self.rounds += found
        return [values for _, values in found]


def news(rounds: list[tuple[datetime, Values]]) -> list[str]:
    """What has to be told of rounds, by the words of the page that describes it."""
    told: list[str] = []
    there: set[int] = set(rounds[0][1])
    missing: dict[int, datetime] = {}
    software = rounds[0][1][VERSION]
    for at, values in rounds:
        if values.get(VERSION, software) != software:
            version = [f"{number >> 8}.{number & 255}" for number in (values[VERSION], software)]
            told.append("the software of the pump is {} now, it was {}".format(*version))
            software = values[VERSION]
        missing = {id_: missing.get(id_, at) for id_ in there - set(values)}
        gone = {id_ for id_, since in missing.items() if at - since >= PATIENCE}
        if gone:
            told.append("not there now: " + ", ".join(map(str, sorted(gone))))
        if appeared := set(values) - there:
            told.append("there now: " + ", ".join(map(str, sorted(appeared))))
        there = (there | set(values)) - gone
    return told


@contextlib.contextmanager
def watching(library: Path, folder: Path) -> Iterator[Program]:
    """The program, whose clock is a fast one."""
    start = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    clock = {"LD_PRELOAD": str(library), "FAKETIME": f"@{start} x{STEP}", "TZ": "UTC"}
    # What it waits for, it waits for by the clock that nobody can set.
    clock["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    arguments = ("--api", "local", "watch", "--every", "1s", "--json")
    watch = Program(folder, *arguments, **clock)
    try:
        yield watch
    finally:
        code = watch.stop()
    assert code == 0, watch.said


def test_a_week_has_no_wrong_value_and_each_event_is_told_once(tmp_path: Path, library: Path) -> None:
    looks, whole = (WEEK, 1) if loops(100) == 100 else (5, 0)
    restarts = {1} | set(range(40, looks, 96))
    certificates, update, paired_again = {2, 300}, 3, 0
    with Simulator(speed=0, firmware="4.5.7", bears_overlap=True) as service:
        pump, compared = Pump(service), 0
        paired(service, tmp_path)
        with watching(library, tmp_path) as watch:
            rounds, before = Rounds(watch), pump.values()

            def look() -> None:
                """Waits until the program has read what the pump says now; whatever it reads meanwhile was so before."""
                nonlocal before, compared
                now = pump.values()

                def read() -> bool:
                    nonlocal compared
                    found = rounds.new(now)
                    for values in found:
                        compared += len(values)
                        assert values in (before, now), (set(before) ^ set(values), set(now) ^ set(values))
                    return bool(found) and found[-1] == now

                watch.when(read)
                before = now

            def pair_again() -> None:
                nonlocal paired_again
                paired_again += 1
                watch.until("will not speak to", paired_again)
                new = service.fingerprint
                pair(
                    service.base_url, service.username, service.password, fingerprint=new, file=tmp_path / "local.json"
                )
                watch.until("was paired again", paired_again)
                watch.until("the pump answers again", paired_again)

            look()
            for n in range(looks):
                if n in certificates:
                    service.new_certificate()
                    pair_again()
                if n in restarts:
                    service.restart()
                if n == update:
                    service.update()
                    if whole:
                        watch.until("did not answer within")
                    # It starts with a part of its points.
                    service.advance(31)
                    pair_again()
                look()
                service.advance(STEP)
            look()
        rounds.new()
    told = [line.split("Z: ", 1)[1].strip() for line in watch.said]
    failures = ["did not answer within", "will not speak to", "was paired again", "the pump answers again"]
    assert [sum(words in line for line in told) for words in failures] == [whole, *3 * [paired_again]], told
    rest = [line.replace(", as their condition does not hold or the id is wrong", "") for line in told
            if not any(words in line for words in failures)]  # fmt: skip
    assert rest == news(rounds.rounds)
    for words in (
        "software of the pump is 4.13 now, it was 4.5",
        "there now: 10613, 55884, 56150",
        "not there now: 3281, 4797",
    ):
        assert sum(words in line for line in rest) == 1, rest
    spent = rounds.rounds[-1][0] - rounds.rounds[0][0]
    assert spent >= timedelta(seconds=looks * STEP) and compared > 80 * looks
    print(f"{spent} of watching: {len(rounds.rounds)} reads, {compared} values, {len(told)} lines on stderr: {told}")
