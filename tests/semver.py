"""Compares the verdicts of `diff` with those of cargo-semver-checks on the clients that are made of both specs.

    python tests/semver.py [CASES]

The changes are those of crates/spec/tests/diff_cases; CASES of them, spread over all, or every one. Prints a table, and fails where
cargo-semver-checks asks for more than `diff` does. Needs `cargo install cargo-semver-checks`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "semver"
ORDER = ("none", "patch", "minor", "major")
# The form that rustdoc gives to programs is not stable; the checks go with each of its versions.
ENVIRONMENT = os.environ | {
    "RUSTC_BOOTSTRAP": "1",
    "CARGO_TARGET_DIR": str(FOLDER / "target"),
    "CARGO_INCREMENTAL": "0",
}
MANIFEST = f"""[package]
name = "kettle"
version = "1.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = {{ version = "1", features = ["derive"] }}
uplink-runtime = {{ path = "{ROOT}/crates/runtime", features = ["files"] }}

[build-dependencies]
uplink-codegen = {{ path = "{ROOT}/crates/codegen" }}
"""
BUILD = 'fn main() {\n    uplink_codegen::build(concat!(env!("CARGO_MANIFEST_DIR"), "/spec.toml"));\n}\n'
LIBRARY = '//! A client.\n\ninclude!(concat!(env!("OUT_DIR"), "/api.rs"));\n'


def cases() -> list[Path]:
    """A folder for each case, the first of which has the spec before."""
    test = ["cargo", "test", "--quiet", "-p", "uplink-spec", "--test", "diff", "each_case_gives"]
    environment = os.environ | {"UPLINK_DIFF_CASES": str(FOLDER / "cases")}
    subprocess.run(test, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return sorted((FOLDER / "cases").iterdir())


def described(case: Path) -> Path:
    """What rustdoc says of the client of a case."""
    crate = FOLDER / "crate"
    (crate / "src").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "Cargo.lock", crate / "Cargo.lock")
    for name, text in {"Cargo.toml": MANIFEST, "build.rs": BUILD, "src/lib.rs": LIBRARY}.items():
        path = crate / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    # What is computed is written by hand, and no part of what is generated.
    spec = re.sub(r"^computed\..*\n", "", (case / "spec.toml").read_text(encoding="utf-8"), flags=re.M)
    (crate / "spec.toml").write_text(spec, encoding="utf-8")
    (crate / "kettle.tsv").write_bytes((case / "kettle.tsv").read_bytes())
    document = [
        "cargo",
        "rustdoc",
        "--offline",
        "--quiet",
        "--lib",
        "--",
        "-Zunstable-options",
        "--output-format",
        "json",
    ]
    done = subprocess.run(document, cwd=crate, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"error: the client of the case {case.name} is not described: {done.stderr}")
    return Path(shutil.copy(FOLDER / "target" / "doc" / "kettle.json", case / "kettle.json"))


def asked_for(before: Path, after: Path) -> tuple[str, str]:
    """The version that cargo-semver-checks asks for, and by which of its lints."""
    command = ["cargo", "semver-checks", "--baseline-rustdoc", str(before), "--current-rustdoc", str(after)]
    command += ["--release-type", "patch", "--color", "never"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    lints = ", ".join(sorted(set(re.findall(r"^--- failure (\w+):", done.stdout, re.M))))
    found = re.search(r"requires new (major|minor) version", done.stdout)
    if found:
        return found[1], lints
    if done.returncode:
        sys.exit(f"error: cargo-semver-checks failed: {done.stdout}")
    return "none", lints


def main() -> int:
    """Prints the table."""
    first, *others = cases()
    others = [case for case in others if "computed" not in (case / "name").read_text(encoding="utf-8")]
    most = int(sys.argv[1]) if len(sys.argv) > 1 else len(others)
    chosen = [others[number * len(others) // most] for number in range(min(most, len(others)))]
    before = described(first)
    counts = {"equal": 0, "stricter": 0, "laxer": 0}
    print("| change | `diff` | cargo-semver-checks | by its lints |\n|---|---|---|---|", flush=True)
    for case in chosen:
        name, ours = ((case / file).read_text(encoding="utf-8") for file in ("name", "verdict"))
        theirs, lints = asked_for(before, described(case))
        # Texts are no part of what it looks at.
        same = ours == theirs or (ours == "patch" and theirs == "none")
        verdict = "equal" if same else "stricter" if ORDER.index(ours) > ORDER.index(theirs) else "laxer"
        counts[verdict] += 1
        print(f"| {name} | {ours} | {theirs} | {lints} |", flush=True)
    print("\n" + ", ".join(f"{count} {word}" for word, count in counts.items()))
    return 1 if counts["laxer"] else 0


if __name__ == "__main__":
    sys.exit(main())
