"""The program `nibe-uplink`. It starts anew at every command, so nothing is imported here that it can do without."""

import sys

from nibe_uplink._core import nibe


def main() -> int:
    """Runs the program with the arguments of this process."""
    if sys.argv[1:2] in (["record"], ["export"]):
        from nibe_uplink import _program

        return _program.main(sys.argv[1:])
    if sys.argv[1:2] == ["fleet"]:
        from nibe_uplink.fleet import _program as fleet

        return fleet.main(sys.argv[2:])
    return nibe.cli_main(["nibe-uplink", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
