"""Writes the licences of all crates that are linked into a package, with their texts, each text once.

    python release/licences.py [--no-default-features] [PACKAGE [TARGET]] > python/THIRD-PARTY-LICENCES

A crate that brings no text is listed with the words of its manifest, and its authors.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAMES = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)


def cargo(*arguments: str) -> str:
    """What a command of cargo prints."""
    command = ["cargo", *arguments, "--locked"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def linked(package: str, target: str, *features: str) -> list[dict[str, Any]]:
    """The crates of others that end up in a package with some features: no tools of the build, no tests."""
    which = ("-p", package, *features, "-e", "normal", "--target", target)
    tree = cargo("tree", *which, "--prefix", "none", "--format", "{p}")
    named = {(name, version.removeprefix("v")) for name, version, *_ in map(str.split, tree.splitlines())}
    packages = json.loads(cargo("metadata", "--format-version", "1"))["packages"]
    found = (p for p in packages if p["source"] and (p["name"], p["version"]) in named)
    return sorted(found, key=lambda p: (p["name"], p["version"]))


def texts(crate: dict[str, Any]) -> Iterator[str]:
    """The texts that lie in a crate, but for that of the Apache licence where MIT's may be chosen in its place."""
    folder = Path(crate["manifest_path"]).parent
    found = [path for path in sorted(folder.iterdir()) if path.is_file() and NAMES.match(path.name)]
    licence = crate["license"] or ""
    may_choose = "MIT" in licence.split(" OR ") and " AND " not in licence
    chosen = may_choose and any("MIT" in path.name.upper() for path in found)
    for path in found:
        if not (chosen and "APACHE" in path.name.upper()):
            yield path.read_text(encoding="utf-8", errors="replace").strip().replace("\r\n", "\n")


def main() -> None:
    """Prints the list, then the texts."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--no-default-features", action="store_true")
    words.add_argument("package", nargs="?", default="nibe-uplink-python")
    words.add_argument("target", nargs="?", default="all")
    given = words.parse_args()
    package = given.package
    crates = linked(package, given.target, *["--no-default-features"] * given.no_default_features)
    print(f"{package} holds these crates of others, each under its own licence, MIT where there is a choice.\n")
    # By their words, since some differ in their lines alone.
    of_words: dict[tuple[str, ...], tuple[str, list[str]]] = {}
    for crate in crates:
        name = f"{crate['name']} {crate['version']}"
        found = list(texts(crate))
        by = "" if found else f", by {', '.join(crate['authors']) or 'its authors'}"
        print(f"{name}: {crate['license'] or 'see its text'}{by}")
        for text in found:
            of_words.setdefault(tuple(text.split()), (text, []))[1].append(name)
    # Texts that end alike follow each other, and pack into less; they begin with whose they are.
    for _, (text, names) in sorted(of_words.items(), key=lambda item: " ".join(item[0]).lower()[::-1]):
        print(f"\n{'=' * 100}\n{', '.join(names)}\n\n{text}")


if __name__ == "__main__":
    main()
