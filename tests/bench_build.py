"""CPU seconds that the generator adds to a cold debug build of the client crate, and that build beside reqwest alone.

What the generator adds is less than two whole builds differ by chance, so there each compilation is measured by itself, and only
those count that one build has and the other has not. Beside reqwest whole builds are measured, in turn: they hold what build
scripts do as well, and the C of the cryptography is a third of it.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))
from changed import ROOT, copy_of_repository

MOST = 5.0
# What a client may cost beside reqwest: as many times the CPU, and as many crates more.
MOST_TIMES, MOST_CRATES = 1.25, 8
LOG = "BENCH_BUILD_LOG"
# Stands in for the generator: the files are there already.
BUILD = """//! Copies what was generated before.

fn main() {
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    for file in std::fs::read_dir("generated").unwrap().flatten() {
        std::fs::copy(file.path(), out.join(file.file_name())).unwrap();
    }
}
"""

# What a client by hand stands on: reqwest with the same TLS, and JSON.
REQWEST = """[package]
name = "alone"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["rustls", "http2", "system-proxy", "json"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["rt", "macros"] }
"""
ROUNDS = 3
WITH: list[str] = []
WITHOUT = ["--no-default-features", "--features", "aws-lc-rs"]


def spent(
    command: list[str], folder: Path | None = None, stdout: IO[str] | None = None, **environment: str
) -> tuple[int, float]:
    """Runs a command; its exit code and the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Compilers talk to cargo over descriptors that they inherit.
    code = subprocess.run(command, cwd=folder, env=os.environ | environment, stdout=stdout, close_fds=False).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return code, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compile_one(command: list[str]) -> int:
    """What cargo calls in place of the compiler: runs it, and notes the crate, its kind and features, and the time."""
    code, seconds = spent(command)
    if "--crate-name" in command:
        name = command[command.index("--crate-name") + 1]
        features = sorted(part for part in command if part.startswith("feature="))
        package = os.environ.get("CARGO_PKG_NAME") if name == "build_script_build" else ""
        with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
            log.write(json.dumps([[name, package, *features], seconds]) + "\n")
    return code


def compiled(folder: Path, scratch: Path, package: list[str]) -> dict[str, list[float]]:
    """The compilations of a cold build, as a user of the published crates has it, who has no incremental data."""
    target, log, wrapper = scratch / "target", scratch / "log", scratch / "wrapper"
    shutil.rmtree(target, ignore_errors=True)
    log.write_text("", encoding="utf-8")
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).resolve()}" "$@"\n', encoding="utf-8")
    wrapper.chmod(0o700)
    environment = {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0", "RUSTC_WRAPPER": str(wrapper)}
    # The profile of the workspace, for crates outside it too.
    environment["CARGO_PROFILE_DEV_DEBUG"] = "line-tables-only"
    command = ["cargo", "build", "--offline", "--quiet", *package]
    subprocess.run(command, cwd=folder, env=os.environ | environment | {LOG: str(log)}, check=True)
    units: dict[str, list[float]] = defaultdict(list)
    for line in log.read_text(encoding="utf-8").splitlines():
        unit, seconds = json.loads(line)
        units[" ".join(unit)].append(seconds)
    return units


def build(folder: Path, scratch: Path) -> dict[str, list[float]]:
    """The compilations of the client crate, and the run of its build script."""
    units = compiled(folder, scratch, ["-p", "nibe-uplink"])
    target = scratch / "target"
    # The build script's own run: the last thing that the generator costs.
    [script] = target.glob("debug/build/nibe-uplink-*/build-script-build")
    out = scratch / "out"
    out.mkdir(exist_ok=True)
    with (scratch / "said").open("w", encoding="utf-8") as said:
        code, seconds = spent([str(script)], folder / "crates" / "nibe-uplink", said, OUT_DIR=str(out))
    assert code == 0
    units["the run of the build script"].append(seconds)
    return units


def without_generator(folder: Path) -> Path:
    """A copy of the repository whose client crate brings its generated files along."""
    copy_of_repository(folder)
    crate = folder / "crates" / "nibe-uplink"
    command = ["cargo", "run", "--quiet", "-p", "nibe-uplink-codegen", "--", "generate"]
    spec = str(ROOT / "spec" / "nibe-uplink-v1.toml")
    out = ["--target", "rust", "--out", str(crate / "generated")]
    subprocess.run([*command, spec, *out], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    manifest = (crate / "Cargo.toml").read_text(encoding="utf-8")
    start, end = manifest.index("[build-dependencies]"), manifest.index("[dev-dependencies]")
    (crate / "Cargo.toml").write_text(manifest[:start] + manifest[end:], encoding="utf-8")
    (crate / "build.rs").write_text(BUILD, encoding="utf-8")
    return folder


def alone(folder: Path) -> Path:
    """A crate that stands on reqwest and nothing else."""
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "lib.rs").touch()
    (folder / "Cargo.toml").write_text(REQWEST, encoding="utf-8")
    shutil.copy(ROOT / "Cargo.lock", folder)
    return folder


def tree(folder: Path, package: list[str], kinds: str = "normal,build") -> set[str]:
    """The crates that a build takes, with their versions; its own are those of this project."""
    command = ["cargo", "tree", "--offline", "-e", kinds, "--prefix", "none", "--no-dedupe", *package]
    said = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout
    return {" ".join(line.split()[:2]) for line in said.splitlines() if line}


def cold(folder: Path, scratch: Path, package: list[str]) -> float:
    """CPU seconds of a whole cold build, with the debug information that cargo takes by itself."""
    target = scratch / "target"
    shutil.rmtree(target, ignore_errors=True)
    environment = {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0", "CARGO_PROFILE_DEV_DEBUG": "full"}
    code, seconds = spent(["cargo", "build", "--offline", "--quiet", *package], folder, **environment)
    assert code == 0
    return seconds


def beside_reqwest(scratch: Path) -> None:
    """Prints what the client costs beside reqwest, with logins and without."""
    folder = alone(scratch / "alone")
    clients = {name: ["-p", "nibe-uplink", *features] for name, features in (("with", WITH), ("without", WITHOUT))}
    plain: list[float] = []
    took: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        plain.append(cold(folder, scratch, []))
        for name, package in clients.items():
            took[name].append(cold(ROOT, scratch, package))
    theirs = tree(folder, [])
    print(f"whole cold debug builds, medians of {ROUNDS} in turn; reqwest alone: {statistics.median(plain):.1f} s CPU")
    print(f"  {len(theirs)} crates")
    for name, package in clients.items():
        times = sorted(one / other for one, other in zip(took[name], plain, strict=True))
        more, linked = tree(ROOT, package) - theirs, tree(ROOT, package, "normal") - theirs
        print(
            f"  {name} logins: {statistics.median(took[name]):.1f} s,"
            f" {times[ROUNDS // 2]:.2f} times ({times[0]:.2f} to {times[-1]:.2f});"
            f" {len(linked)} crates more that are linked, {len(more - linked)} of the generator"
        )
    print(f"  without logins at most {MOST_TIMES} times and {MOST_CRATES} crates are wanted")


def main() -> int:
    scratch = Path(tempfile.mkdtemp(prefix="bench-build-"))
    try:
        plain = build(without_generator(scratch / "plain"), scratch)
        whole = build(ROOT, scratch)
        total = sum(sum(times) for times in whole.values())
        print(f"compilations of the client crate, cold: {total:.1f} s CPU")
        beside_reqwest(scratch)
    finally:
        shutil.rmtree(scratch)
    differing = [unit for unit in plain.keys() | whole.keys() if len(plain[unit]) != len(whole[unit])]
    differing += ["build_script_build nibe-uplink", "the run of the build script"]
    costs = {unit: sum(whole[unit]) - sum(plain[unit]) for unit in differing}
    added = sum(costs.values())
    for unit, cost in sorted(costs.items(), key=lambda item: -item[1])[:6]:
        print(f"  {cost:6.2f} s  {unit.split(' feature=')[0].strip()}")
    print(f"  the generator adds {added:.1f} s of at most {MOST:.0f} s")
    return 0 if added <= MOST else 1


if __name__ == "__main__":
    sys.exit(compile_one(sys.argv[1:]) if LOG in os.environ else main())
