"""Tries the package on each Python that is at hand, and checks each feature of the crates by itself.

    python release/matrix.py

One wheel serves all versions, so each gets the same one in an environment of its own, far from the repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
TESTS = ("test_models.py", "test_calls.py", "test_errors.py", "test_faults.py", "test_awaitable.py", "test_watch.py")
NEEDED = ("pytest==9.*", "trustme==1.*", "trio==0.*", "hypothesis==6.*")


def version_of(python: str) -> str | None:
    """The version of an interpreter that runs."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def pythons() -> dict[str, str]:
    """The interpreters that are at hand, by version."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names = [shutil.which(f"python{version}") for version in VERSIONS]
    names += [str(path) for path in sorted(pyenv.glob("*/bin/python3"))]
    found: dict[str, str] = {}
    for name in filter(None, names):
        version = version_of(name)
        if version in VERSIONS:
            found.setdefault(version, name)
    return found


def package() -> int:
    """Tries the package; gives the number of versions that failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        maturin = Path(sys.executable).with_name("maturin")
        build = [str(maturin), "build", "--quiet", "--profile", "dev", "--out", folder]
        subprocess.run(build, cwd=ROOT / "python", check=True)
        (wheel,) = Path(folder).glob("*.whl")
        found = pythons()
        for version in VERSIONS:
            if version not in found:
                print(f"skipped: Python {version} is not installed")
                continue
            environment = Path(folder) / version
            subprocess.run([found[version], "-m", "venv", str(environment)], check=True)
            python = str(environment / "bin" / "python")
            install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDED, str(wheel)]
            tests = [str(ROOT / "tests" / "python" / name) for name in TESTS]
            run = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
            good = all(subprocess.run(command, cwd=folder).returncode == 0 for command in (install, run))
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
