"""Lays out the distribution `uplink-runtime` in build/runtime, where maturin builds it.

    python release/runtime.py

The files that know no API are those of `nibe_uplink`, which has them too; they import each other relatively. What this
distribution alone has lies in python/runtime.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "runtime"
PACKAGE = "uplink_runtime"
# Of python/nibe_uplink: what generated packages stand on, and what that stands on.
SHARED = (
    "_bench.py",
    "_blocking.py",
    "_core/__init__.pyi",
    "_coroutines.py",
    "_deprecated.py",
    "_enum.py",
    "_file.py",
    "_from_dict.py",
    "_login.py",
    "_model.py",
    "_options.py",
    "_pages.py",
    "_response.py",
    "_simulator.py",
    "_steps.py",
    "_typed.py",
    "errors.py",
    "py.typed",
    "stores.py",
)
# Of python/runtime.
OWN = (
    "README.md",
    "pyproject.toml",
    *(f"{PACKAGE}/{name}.py" for name in ("__init__", "_described", "_package", "_service")),
)
LICENCES = ("LICENSE-APACHE", "LICENSE-MIT", "NOTICE")


def files() -> dict[str, Path]:
    """Where each file of the distribution comes from, by its place in it."""
    return {
        **{f"{PACKAGE}/{name}": ROOT / "python" / "nibe_uplink" / name for name in SHARED},
        **{name: ROOT / "python" / "runtime" / name for name in OWN},
        **{name: ROOT / name for name in LICENCES},
    }


def lay_out(out: Path) -> None:
    """Writes the files that have changed, and removes those of the package that are no longer in it."""
    wanted = files()
    for name, source in wanted.items():
        path, content = out / name, source.read_bytes()
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in (out / PACKAGE).rglob("*.py*"):
        if path.suffix in (".py", ".pyi") and path.relative_to(out).as_posix() not in wanted:
            path.unlink()


if __name__ == "__main__":
    lay_out(OUT)
