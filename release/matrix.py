"""Tries the package on each Python that is at hand, and checks each feature of the crates by itself.

    python release/matrix.py

One wheel serves all versions with a GIL, and one those from 3.15 on, with and without. Each version gets the wheel that
pip would take, in an environment of its own, far from the repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Those that share a wheel; `t` is a Python without a GIL.
WHEELS = (("3.11", "3.12", "3.13", "3.14"), ("3.15", "3.15t"))
TESTS = (
    "test_models.py",
    "test_calls.py",
    "test_errors.py",
    "test_awaitable.py",
    "test_watch.py",
    "test_semantics.py",
    "test_races.py",
    "test_without_a_gil.py",
)
NEEDED = ("pytest==9.*", "trustme==1.*", "trio==0.*", "hypothesis==6.*")


def version_of(python: str) -> str | None:
    """The version of an interpreter that runs, with a `t` where it has no GIL."""
    code = (
        "import sys, sysconfig; "
        "print('%d.%d' % sys.version_info[:2] + 't' * bool(sysconfig.get_config_var('Py_GIL_DISABLED')))"
    )
    try:
        done = subprocess.run([python, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def pythons() -> dict[str, str]:
    """The interpreters that are at hand, by version."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names = [shutil.which(f"python{version}") for version in chain(*WHEELS)]
    names += [str(path) for path in sorted(pyenv.glob("*/bin/python3"))]
    found: dict[str, str] = {}
    for name in filter(None, names):
        version = version_of(name)
        if version is not None:
            found.setdefault(version, name)
    return found


def tried(python: str, wheel: Path, folder: Path) -> bool:
    """Whether the tests of the package pass with a wheel on an interpreter."""
    environment = folder / version_of(python)
    subprocess.run([python, "-m", "venv", str(environment)], check=True)
    python = str(environment / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDED, str(wheel)]
    tests = [str(ROOT / "tests" / "python" / name) for name in TESTS]
    run = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return all(subprocess.run(command, cwd=folder).returncode == 0 for command in (install, run))


def package() -> int:
    """Tries the package; gives the number of versions that failed."""
    failed = 0
    found = pythons()
    maturin = Path(sys.executable).with_name("maturin")
    for versions in WHEELS:
        here = [version for version in versions if version in found]
        for version in versions:
            if version not in here:
                print(f"skipped: Python {version} is not installed")
        if not here:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            build = [str(maturin), "build", "--quiet", "--profile", "dev", "--out", name]
            subprocess.run([*build, "--interpreter", found[here[0]]], cwd=ROOT / "python", check=True)
            (wheel,) = folder.glob("*.whl")
            for version in here:
                good = tried(found[version], wheel, folder)
                failed += not good
                print(f"Python {version}: {'fine' if good else 'failed'}", flush=True)
    return failed


def features() -> int:
    """Checks each feature of the crates by itself, and none; gives the number of those that do not compile."""
    text = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    ).stdout
    failed = 0
    for crate in json.loads(text)["packages"]:
        alone = sorted(name for name in crate["features"] if name != "default")
        for feature in ["", *alone] if alone else []:
            command = ["cargo", "check", "--quiet", "-p", crate["name"], "--no-default-features", "--features", feature]
            good = subprocess.run(command, cwd=ROOT).returncode == 0
            failed += not good
            print(f"{crate['name']} with {feature or 'no feature'}: {'fine' if good else 'failed'}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(1 if features() + package() else 0)
