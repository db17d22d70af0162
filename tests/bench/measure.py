"""Costs of one call of each work: CPU time, interleaved, and instructions where valgrind is at hand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROUNDS = 5
# One program at a time keeps a core for the server.
VALGRINDS = 2


class Work(NamedTuple):
    """Something to measure.

    Attributes:
        name: What rows call it.
        command: The program; the number of calls is its last argument.
        count: The calls of a run that is timed.
        few: The calls of the two runs whose instructions are counted; their difference is free of the start.
        needs: The peers that it needs.
    """

    name: str
    command: tuple[str | Path, ...]
    count: int
    few: tuple[int, int]
    needs: tuple[str, ...] = ()


class Cost(NamedTuple):
    """What one call takes: CPU nanoseconds and instructions, or why it was not measured."""

    cpu: float | None = None
    instructions: float | None = None
    problem: str = ""


def run(command: Iterable[str | Path]) -> subprocess.CompletedProcess[str]:
    """Runs a program, always with the same order of sets and dictionaries."""
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    return subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True, timeout=300)


def cpu(work: Work) -> tuple[float | None, str]:
    """The CPU nanoseconds of one call in one run, or why a peer has none. What is not a peer must not fail."""
    done = run([*work.command, str(work.count)])
    if done.returncode != 0:
        if not work.needs:
            raise SystemExit(f"error: {work.name} ended with code {done.returncode}:\n{done.stderr}")
        said = done.stderr.strip().splitlines() or ["nothing"]
        return None, f"{work.name} ended with code {done.returncode} and said: {said[-1]}"
    return float(done.stdout), ""


def calls(count: int) -> int:
    """All calls of a program that is asked for `count`, with those that do not count."""
    return count + count // 10 + 1


def instructions(work: Work) -> float | None:
    """The instructions of one call, outside of the kernel; None when valgrind fails."""
    counted = []
    for count in work.few:
        valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        done = run([*valgrind, *work.command, str(count)])
        found = re.search(r"I +refs: +([\d,]+)", done.stderr)
        if done.returncode != 0 or not found:
            return None
        counted.append(int(found[1].replace(",", "")))
    return (counted[1] - counted[0]) / (calls(work.few[1]) - calls(work.few[0]))


def costs(works: list[Work], missing: dict[str, str]) -> dict[str, Cost]:
    """The costs of all works by name. What `missing` names cannot be measured, and why."""
    problems = {work.name: why for work in works for peer, why in missing.items() if peer in work.needs}
    times: dict[str, list[float]] = {work.name: [] for work in works}
    for number in range(ROUNDS):
        print(f"CPU time, round {number + 1} of {ROUNDS}", file=sys.stderr)
        for work in works:
            if work.name not in problems:
                time, problem = cpu(work)
                problems |= {work.name: problem} if time is None else {}
                times[work.name] += [] if time is None else [time]
    measured = [work for work in works if work.name not in problems]
    counted: dict[str, float | None] = {}
    if shutil.which("valgrind"):
        print(f"instructions of {len(measured)} programs", file=sys.stderr)
        with ThreadPoolExecutor(VALGRINDS) as pool:
            found = pool.map(instructions, measured)
            counted = {work.name: count for work, count in zip(measured, found, strict=True)}
    else:
        print("valgrind is not at hand, so instructions are not counted", file=sys.stderr)
    made = {work.name: Cost(median(times[work.name]), counted.get(work.name)) for work in measured}
    return made | {name: Cost(problem=why) for name, why in problems.items()}
