"""What a day of `nibe-uplink publish` takes: some 350 points of four machines every 30 seconds.

Half of them are new each time. The rounds of a minute are measured, in which the machines live half an hour.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.places import NATIVE
from bench.table import Line

TITLE = "nibe-uplink publish, a day of all machines of the demo every 30 seconds"
DAY = 24 * 60 * 2
"""Rounds of a day; here they come a second apart."""
FIRST, MEASURED = 10, 60
CONFIG = '[source]\napi = "myuplink"\nevery = "1s"\n[prometheus]\nlisten = "127.0.0.1:0"\n[influx]\nfile = "{}"\n'


def cpu(pid: int) -> float:
    """User and system time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """What a process has in memory, in megabytes."""
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) * 1024 / 1e6


def measured(program: Path) -> tuple[float, float]:
    """Seconds of CPU for a day, and megabytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        simulate = [str(program), "--api", "myuplink", "simulate", "--speed", "30"]
        service = subprocess.Popen(simulate, stdout=subprocess.PIPE, text=True)
        assert service.stdout
        ready = json.loads(service.stdout.readline())
        config = folder / "publish.toml"
        config.write_text(CONFIG.format(folder / "pump.lp"))
        environment = os.environ | {
            "MYUPLINK_BASE_URL": ready["base_url"], "MYUPLINK_CLIENT_ID": ready["client_id"],
            "MYUPLINK_CLIENT_SECRET": ready["client_secret"], "XDG_STATE_HOME": name,
        }  # fmt: skip
        command = [str(program), "publish", "--config", str(config), "--client-credentials", "--no-pace"]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            time.sleep(FIRST)
            before = cpu(process.pid)
            time.sleep(MEASURED)
            return (cpu(process.pid) - before) / MEASURED * DAY, resident(process.pid)
        finally:
            for started in (process, service):
                started.kill()
                started.communicate()


def lines(program: Path = NATIVE) -> list[Line]:
    """The lines of the table."""
    if not Path("/proc/self/stat").exists():
        why = "the system has no /proc"
        return [Line(TITLE, what, bar=20.0, unit=unit, skipped=why) for what, unit in (("CPU", "s"), ("memory", "MB"))]
    seconds, megabytes = measured(program)
    return [
        Line(TITLE, "CPU", seconds, bar=20.0, unit="s"),
        Line(TITLE, "resident memory", megabytes, bar=20.0, unit="MB"),
    ]


if __name__ == "__main__":
    # Of another build than that of the bench: `python -m bench.publish target/debug/nibe-uplink`.
    for line in lines(*(Path(path) for path in sys.argv[1:])):
        print(line.against, line.cpu, line.unit)
