"""The model of a heat pump, minute by minute: what is true of its energies, and what a cloud would show of it."""

from __future__ import annotations

import csv
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nibe_uplink.analysis import Series

ROOT = Path(__file__).resolve().parents[2]
# What a cloud shows: the steps of the values, and their units.
SHOWN = {
    "outdoor": (0.1, "°C"),
    "wanted": (0.1, "°C"),
    "flow": (0.1, "°C"),
    "back": (0.1, "°C"),
    "condenser": (0.1, "°C"),
    "dm": (0.1, "DM"),
    "hz": (0.1, "Hz"),
    "power": (0.01, "kW"),
    "starts": (1.0, ""),
    "hours": (1.0, "h"),
    "kwh_heating": (0.1, "kWh"),
    "kwh_water": (0.1, "kWh"),
    "kwh_drawn": (0.1, "kWh"),
    "litres": (0.1, "l/min"),
}


class Model:
    """Some days of one machine, from a time on."""

    def __init__(self, machine: str, start: datetime, days: int) -> None:
        command = [
            "cargo",
            "run",
            "--quiet",
            "--offline",
            "-p",
            "uplink-heat-pump",
            "--example",
            "table",
            "--",
            machine,
        ]
        asked = [str(int(start.timestamp()) // 60), str(days * 1440 + 1), "1"]
        done = subprocess.run([*command, *asked], cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
        rows = list(csv.DictReader(done.stdout.splitlines()))
        self.times = [datetime.fromtimestamp(int(row["minute"]) * 60, UTC) for row in rows]
        self.exact = {name: [float(row[name]) for row in rows] for name in rows[0]}

    def shown(self, name: str, every: int = 1) -> Series:
        """What a cloud would show, every so many minutes."""
        step, unit = SHOWN[name]
        values: list[float | None] = [round(value / step) * step for value in self.exact[name][::every]]
        return Series(name, unit, self.times[::every], values)

    def added(self, name: str, start: datetime, end: datetime) -> float:
        """What a counter really counted."""
        first = self.times[0]
        places = [(moment - first) // timedelta(minutes=1) for moment in (start, end)]
        return self.exact[name][places[1]] - self.exact[name][places[0]]
