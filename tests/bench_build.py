"""CPU seconds that the generator adds to a cold debug build of the client crate, beside the same crate without it."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))
from changed import ROOT, copy_of_repository

MOST = 5.0
# Stands in for the generator: the files are there already.
BUILD = """//! Copies what was generated before.

fn main() {
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    for file in std::fs::read_dir("generated").unwrap().flatten() {
        std::fs::copy(file.path(), out.join(file.file_name())).unwrap();
    }
}
"""


def cpu(folder: Path, target: Path) -> float:
    """CPU seconds of a cold build of the client crate, one crate at a time so that nothing waits for another."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["cargo", "build", "--offline", "--quiet", "-p", "nibe-uplink"]
    subprocess.run(command, cwd=folder, env=os.environ | {"CARGO_TARGET_DIR": str(target)}, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="bench-build-"))
    try:
        without = cpu(without_generator(folder / "plain"), folder / "target-without")
        shutil.rmtree(folder / "target-without")
        with_it = cpu(ROOT, folder / "target-with")
    finally:
        shutil.rmtree(folder)
    added = with_it - without
    print(f"cold debug build of the client crate: {with_it:.1f} s CPU, without the generator {without:.1f} s")
    print(f"  the generator adds {added:.1f} s of at most {MOST:.0f} s")
    return 0 if added <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
