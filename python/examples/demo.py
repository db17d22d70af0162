"""The main job from beginning to end: serve, log in, read, write, and a day of readings, without an account."""

from __future__ import annotations

import argparse
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import nibe_uplink
from nibe_uplink import Client, Simulator
from nibe_uplink.errors import MissingScope

# In a terminal, progress stays on one line.
END = "\r" if sys.stdout.isatty() else "\n"
OUTDOOR, SUPPLY, HOT_WATER = "outdoor_temperature", 40008, "hot_water_temperature"


def step(text: str) -> None:
    """Says what happens now."""
    print(f"\n>> {text}", flush=True)


def browser(link: str) -> None:
    """Stands in for the user's browser: follows the link; the local service gives consent by itself."""
    with urllib.request.urlopen(link) as page:
        page.read()


def log_in(sim: Simulator, *scopes: Literal["READSYSTEM", "WRITESYSTEM"]) -> Client:
    """Logs in through the OAuth redirect, as with the real cloud."""
    client = nibe_uplink.login(
        scopes=scopes,
        base_url=sim.base_url,
        client_id=sim.client_id,
        client_secret=sim.client_secret,
        redirect_uri="http://127.0.0.1:0/callback",
        open_browser=browser,
        token_store=nibe_uplink.MemoryStore(),  # this service is gone soon; the usual store is a file
        keep_pace=False,
    )
    print(f"logged in; granted: {', '.join(client.scopes or [])}")
    return client


def show_systems(client: Client) -> int:
    """Prints the systems and the readings of the first; gives its id."""
    step("The systems")
    systems = client.systems().collect()
    for system in systems:
        print(f"{system.system_id}  {system.product_name:<12} {system.name:<14} {system.connection_status}")
    first = systems[0].system_id
    step(f"Readings of {systems[0].name}, a category at a time")
    for category in client.categories(first, parameters=True):
        if category.category_id in ("STATUS", "CPR_INFO_EP14", "SYSTEM_INFO"):
            print(f"\n{category.name.strip()}\n{nibe_uplink.table(category.parameters or [])}")
    return first


def stopped_write(sim: Simulator, client: Client, system: int) -> None:
    """Shows that a write without its scope never leaves the program."""
    step("A write with only READSYSTEM")
    before = len(sim.requests())
    try:
        client.set_parameters(system, {"47011": 2})
    except MissingScope as error:
        print(f"MissingScope: {error}")
    print(f"requests that the service saw meanwhile: {len(sim.requests()) - before}")


def write(sim: Simulator, system: int) -> Client:
    """Writes a setting and reads it back."""
    step("The same write after a login with WRITESYSTEM")
    client = log_in(sim, "READSYSTEM", "WRITESYSTEM")
    print(f"before: {nibe_uplink.table(client.parameters(system, [47011])).rows[0][2]}")
    for result in client.set_parameters(system, {"47011": 2}):
        print(f"written: {result.parameter.title.strip()} {result.status}")
    print(f"after:  {nibe_uplink.table(client.parameters(system, [47011])).rows[0][2]}")
    return client


def day(sim: Simulator, client: Client, system: int) -> tuple[list[datetime], dict[str, list[float | None]]]:
    """A day of readings, a quarter of an hour apart; the simulated clock is set forward, nobody waits."""
    step("A day of readings")
    times: list[datetime] = []
    series: dict[str, list[float | None]] = {}
    for quarter in range(97):
        if quarter:
            sim.advance(900)
        times.append(sim.now)
        for reading in client.parameters(system, [OUTDOOR, SUPPLY, HOT_WATER]):
            value = reading.value
            series.setdefault(reading.title, []).append(value if isinstance(value, int | float) else None)
        if quarter % 24 == 0 or sys.stdout.isatty():
            print(f"{quarter / 96:4.0%} of the day, {len(times) * 3} readings", end=END, flush=True)
    print()
    return times, series


def chart(times: list[datetime], values: list[float | None], title: str, height: int = 8) -> str:
    """A small chart for the terminal."""
    columns = [value for value in values[:96] if value is not None]
    low, high = min(columns), max(columns)
    span = (high - low) or 1.0
    rows = []
    for level in range(height, 0, -1):
        label = f"{low + span * (level - 0.5) / height:z6.1f} °C |"
        marks = ("█" if (v - low) / span * height >= level - 0.5 else " " for v in columns)
        rows.append(label + "".join(marks))
    hours = "".join(f"{times[quarter].hour:02d} h".ljust(16) for quarter in range(0, 96, 16))
    return "\n".join([title, *rows, " " * 10 + "+" + "-" * len(columns), " " * 11 + hours])


def picture(times: list[datetime], series: dict[str, list[float | None]], path: Path) -> None:
    """Draws the day into a file."""
    axes = nibe_uplink.plot(times, series, title="A day of the ground-source pump (simulated)")
    path.parent.mkdir(parents=True, exist_ok=True)
    axes.figure.savefig(path, dpi=120)
    print(f"picture: {path}")


def main() -> None:
    """Runs the demo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(), help="folder for the picture")
    out: Path = parser.parse_args().out
    step("The local service")
    midnight = datetime(2024, 2, 10, tzinfo=UTC)
    with Simulator(at=midnight, speed=0) as sim:
        print(f"{sim.base_url} serves the systems {', '.join(map(str, sim.systems))}")
        step("Login with READSYSTEM through the OAuth redirect")
        reader = log_in(sim, "READSYSTEM")
        system = show_systems(reader)
        stopped_write(sim, reader, system)
        writer = write(sim, system)
        times, series = day(sim, writer, system)
        title, values = next(iter(series.items()))
        print(chart(times, values, f"{title}, simulated"))
        picture(times, series, out / "day.png")
    step("What comes next")
    print("Try the notebook docs/notebooks/first-steps.ipynb, or the program: nibe-uplink --help")
    print("NIBE Uplink's cloud closed in September 2024. The living service is myUplink (api.myuplink.com):")
    print("nibe_uplink.myuplink is its client, made by the same generator; docs/migration.md shows the way.")


if __name__ == "__main__":
    main()
