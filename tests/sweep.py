"""Looks for secrets in what a run of the tests said and left behind.

All secrets of the local service begin with `SIMULATED`, those that tests make up with `CANARY`; states and verifiers, which
clients draw at random, are known by their form.
"""

from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

# Token files, states of a local service and a bridge, pairings with a pump, and a user's file with the client secret: the places where secrets belong, if
# nobody else can read them.
HOLDERS = re.compile(r"\.?(?:tokens|service|state|bridge|local)\.json(?:\.corrupt|\.new-\w+)?|secrets?")
# As a parameter of a link or form, or alone: 32 bytes of base64.
DRAWN = re.compile(rb"(?:state|code|code_verifier)=[\w+/%-]{40,}|(?<![\w+/=.:-])[A-Za-z0-9_-]{43}(?![\w+/=.:-])")
# The link of a login is made to be shown to its user, with its state and challenge.
LINK = re.compile(rb"https?://[^\s\"'<>]*/oauth/authorize\?[^\s\"'<>]*")
# Identifiers of devices are as long, and hold one of these.
UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EVERY_KIND = [re.compile(kind) for kind in (rb"[a-z]", rb"[A-Z]", rb"[0-9]")]


def disguises(mark: bytes) -> Iterator[bytes]:
    """How a mark looks in lists of numbers, in hexadecimal, and in base64 behind any number of other bytes."""
    yield ", ".join(map(str, mark)).encode()
    yield ",".join(map(str, mark)).encode()
    yield mark.hex().encode()
    for shift in range(3):
        # Only characters that the mark alone decides.
        yield b64encode(b"x" * shift + mark)[-(-8 * shift // 6) : 8 * (shift + len(mark)) // 6]


# A mark alone is no secret: sources name it.
MARKED = re.compile(
    b"|".join(
        [rb"SIMULATED[\w+/%-]{20,}", rb"CANARY\w"]
        + [re.escape(form) for mark in (b"SIMULATED", b"CANARY") for form in disguises(mark)]
    )
)


def secrets(text: bytes) -> list[int]:
    """Where secrets begin in a text."""
    drawn = [found for found in DRAWN.finditer(text) if all(kind.search(found[0]) for kind in EVERY_KIND)]
    drawn = [found for found in drawn if not UUID.search(found[0])]
    if drawn:
        links = [link.span() for link in LINK.finditer(text)]
        drawn = [found for found in drawn if not any(start <= found.start() < end for start, end in links)]
    return sorted(found.start() for found in (*MARKED.finditer(text), *drawn))


def swept(name: str, text: bytes) -> list[str]:
    """A sentence for each line of a text that holds a secret; it shows what stands before the first one only."""
    problems = []
    for number, line in enumerate(text.split(b"\n"), 1):
        if places := secrets(line):
            before = line[max(0, places[0] - 60) : places[0]].decode(errors="replace")
            problems.append(f"a secret is in {name}, line {number}, after {before!r}")
    return problems


def sweep(folder: Path, repository: Path) -> list[str]:
    """Sentences about the files below `folder` that hold secrets and are neither places for them nor copies of our own."""
    problems = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        name = str(path.relative_to(folder))
        text = path.read_bytes()
        # Of programs only the marks count: names of their functions look as if they were drawn.
        found = (
            [f"a secret is in {name}"] * bool(MARKED.search(text)) if text.startswith(b"\x7fELF") else swept(name, text)
        )
        if found and HOLDERS.fullmatch(path.name):
            mode = path.stat().st_mode & 0o777
            problems += [f"{name} holds secrets and has the mode {mode:o}"] if mode & 0o077 else []
        elif found and not is_copy(path, repository):
            problems += found
    return problems


def is_copy(path: Path, repository: Path) -> bool:
    """Whether a file is one of the repository: sources name the canaries of tests."""
    command = ["git", "ls-files", "-z", f"*{path.name}"]
    listed = subprocess.run(command, cwd=repository, stdout=subprocess.PIPE, check=True)
    text = path.read_bytes()
    return any((repository / name).read_bytes() == text for name in listed.stdout.decode().split("\0") if name)
