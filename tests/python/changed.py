"""Builds what a changed spec gives, apart from the repository."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Shared by all such builds and kept between runs, because most of the time goes into libraries that do not change.
TARGET = ROOT / "build" / "changed-target"
# The profile of the workspace, for crates outside it too: then they share what is built.
PROFILE = {"CARGO_TARGET_DIR": str(TARGET), "CARGO_PROFILE_DEV_DEBUG": "line-tables-only"}


def seed() -> None:
    """Fills an empty `TARGET` with what the workspace has built of the crates of others, so that it is not built twice."""
    built = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"
    if TARGET.exists() or not (built / ".cargo-lock").exists():
        return
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    others = {package["name"] for package in lock["package"] if "source" in package}
    new = TARGET.with_name(f"{TARGET.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    debug = new / "debug"
    (debug / "deps").mkdir(parents=True)
    # Nothing is half written while cargo is kept from building.
    with (built / ".cargo-lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        hashes = set()
        for kind in (".fingerprint", "build"):
            for folder in (built / kind).iterdir():
                name, _, number = folder.name.rpartition("-")
                if name in others:
                    hashes.add(number)
                    # With their times, by which cargo sees that they are still good.
                    shutil.copytree(folder, debug / kind / folder.name, symlinks=True)
        for path in (built / "deps").iterdir():
            found = re.search(r"-([0-9a-f]{16})\.", path.name)
            if found and found[1] in hashes:
                # Only ever replaced, never written to: one file is enough where both folders are of one disk.
                try:
                    os.link(path, debug / "deps" / path.name)
                except OSError:
                    shutil.copy2(path, debug / "deps")
    new.rename(TARGET)


def run(command: list[str], folder: Path, **environment: str) -> str:
    """Runs a command below `folder` and returns its output; a failure shows the output."""
    seed()
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | PROFILE | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout


def skeleton(folder: Path, spec: str) -> Path:
    """A crate that holds only what is generated from `spec`."""
    source = ROOT / "tests" / "skeleton"
    for path in source.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text(encoding="utf-8").replace("{root}", str(ROOT)), encoding="utf-8")
    (folder / "spec.toml").write_text(spec, encoding="utf-8")
    # The versions of the workspace, so that nothing is downloaded or compiled anew.
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    return folder


def copy_of_repository(folder: Path) -> Path:
    """The files of the repository, as git knows them, without what was built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return folder
