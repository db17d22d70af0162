#!/usr/bin/env python3
"""Links as Zig's compiler would, with options for its linker that it does not hand on: `UPLINK_LINK_OPTIONS`.

What maturin set as the linker says, when asked to, what it runs; that is run again with the options.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

LINKER = "ld.lld "


def main() -> int:
    """Runs both; the exit code."""
    compiler = next(v for k, v in os.environ.items() if k.startswith("CARGO_TARGET_") and "zigcc" in v)
    asked = subprocess.run([compiler, "-v", *sys.argv[1:]], stderr=subprocess.PIPE, text=True)
    runs = [line for line in asked.stderr.splitlines() if line.startswith(LINKER)]
    if asked.returncode != 0 or len(runs) != 1:
        print(f"error: {compiler} ran {len(runs)} linkers, not one:\n{asked.stderr}", file=sys.stderr)
        return asked.returncode or 1
    zig, options = (shlex.split(os.environ[name]) for name in ("ZIG_COMMAND", "UPLINK_LINK_OPTIONS"))
    return subprocess.run([*zig, *runs[0].split(), *options]).returncode


if __name__ == "__main__":
    sys.exit(main())
