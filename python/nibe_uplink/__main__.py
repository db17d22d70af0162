"""The program `nibe-uplink`."""

from __future__ import annotations

import signal
import sys

from nibe_uplink import _core


def main() -> int:
    """Runs the program with the arguments of this process."""
    # The program handles Ctrl-C by itself, as the one without Python does.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _core.cli_main(["nibe-uplink", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
