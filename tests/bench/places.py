"""What the bench needs before it measures: builds, virtual environments, answers and the server. All below build/bench."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / "build" / "bench"
ANSWERS = BENCH / "answers"
WORKERS = Path(__file__).parent / "workers"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
OURS, PEERS = BENCH / "ours", BENCH / "peers"
WHEELS = ROOT / "build" / "wheels"
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
NATIVE, RUST = RELEASE / "nibe-uplink", RELEASE / "uplink-bench"


def run(*command: str | Path, folder: Path = ROOT) -> None:
    """Runs a command that must not fail."""
    subprocess.run([str(part) for part in command], cwd=folder, check=True, stdout=sys.stderr)


def pip(environment: Path, *arguments: str | Path) -> None:
    """Installs into a virtual environment, which is made when it is missing, by the pip of the peers."""
    for place in (PEERS, environment):
        if not (place / "bin" / "python").exists():
            # Ours has no pip and no setuptools, which each start of its interpreter would pay for.
            venv.create(place, with_pip=place == PEERS)
    installer = (PEERS / "bin/python", "-m", "pip", "--python", environment / "bin/python")
    run(*installer, "install", "--quiet", "--disable-pip-version-check", *arguments)


def wheel_of(distribution: str) -> Path:
    """The wheel of a distribution, once it is built."""
    [wheel] = WHEELS.glob(f"{distribution}-*.whl")
    return wheel


def build() -> None:
    """Builds what is measured as users get it: the wheel, the program, and clients of the crates. Needs the peers' pip."""
    for old in WHEELS.glob("*.whl"):
        old.unlink()
    tools = Path(sys.executable).parent
    run("env", f"PATH={tools}:{os.environ['PATH']}", ROOT / "release" / "wheel.sh")
    pip(OURS, "--force-reinstall", "--no-deps", wheel_of("nibe_uplink_client"))
    run("cargo", "build", "--quiet", "--release", "-p", "nibe-uplink-cli")
    run("cargo", "build", "--quiet", "--profile", "bench", "-p", "uplink-bench")


def install_peers() -> dict[str, str]:
    """Installs the peers one by one; why those are missing that could not be installed."""
    missing = {}
    for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        stamp = PEERS / f".{line}"
        if line.startswith("#") or stamp.exists():
            continue
        try:
            pip(PEERS, line)
            stamp.touch()
        except subprocess.CalledProcessError:
            missing[name] = f"{name} {version} cannot be installed"
    return missing


@contextmanager
def server() -> Iterator[str]:
    """The address of the server, which runs in a process of its own."""
    with subprocess.Popen(
        [RUST, "serve", ANSWERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()
