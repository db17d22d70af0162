"""Builds what a changed spec gives, apart from the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Shared by all such builds and kept between runs, because most of the time goes into libraries that do not change.
TARGET = ROOT / "build" / "changed-target"
# The profile of the workspace, for crates outside it too: then they share what is built.
PROFILE = {"CARGO_TARGET_DIR": str(TARGET), "CARGO_PROFILE_DEV_DEBUG": "line-tables-only"}


def run(command: list[str], folder: Path, **environment: str) -> str:
    """Runs a command below `folder` and returns its output; a failure shows the output."""
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
