"""What a heat pump does now, on a card."""

from __future__ import annotations

import html
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nibe_uplink._rows import Row, rows
from nibe_uplink._table import shown

# What a card shows of those that a machine has, in this order: the temperatures, what is wanted, the compressor.
WANTED = [40004, 40033, 40013, 40008, 43009, 43005, 43136, 44701]
# What is asked of a client: the name of a function, and its arguments; the answer comes back.
Steps = Generator[tuple[str, dict[str, Any]], Any, "Card"]


@dataclass(frozen=True, slots=True)
class Card:
    """What a heat pump does now: prints as text, and a notebook shows it as a card.

    Attributes:
        name: The name of the system.
        product: What it is.
        online: Whether the cloud hears of it.
        seen: When the cloud heard of it last; None when it does not say.
        active: The titles of alarms and messages that are active.
        readings: What the sensors say; absent ones are left out.
    """

    name: str
    product: str
    online: bool
    seen: datetime | None
    active: Sequence[str]
    readings: Sequence[Row]

    def _state(self) -> str:
        seen = f", heard of at {self.seen:%Y-%m-%d %H:%M} UTC" if self.seen else ""
        return ("online" if self.online else "offline") + seen

    def __repr__(self) -> str:
        alarms = [f"  active: {alarm}" for alarm in self.active]
        lines = [f"  {row.title}: {shown(row.value)} {row.unit}".rstrip() for row in self.readings]
        return "\n".join([f"{self.name} ({self.product}), {self._state()}", *alarms, *lines])

    def _repr_html_(self) -> str:
        # Colours come from the page, light or dark; what stands out is a word beside its colour.
        tiles = "".join(
            f'<div style="min-width: 8em"><div style="font-size: 1.5em">{html.escape(shown(row.value))} '
            f'<span style="font-size: 0.6em">{html.escape(row.unit)}</span></div>'
            f'<div style="opacity: 0.75; font-size: 0.85em">{html.escape(row.title)}</div></div>'
            for row in self.readings
        )
        alarms = "".join(
            f'<div role="alert" style="border-left: 4px solid #d9480f; padding-left: 0.6em; margin-top: 0.6em">'
            f"<b>Active:</b> {html.escape(alarm)}</div>"
            for alarm in self.active
        )
        return (
            '<div style="border: 1px solid; border-color: color-mix(in srgb, currentColor 35%, transparent); '
            'border-radius: 8px; padding: 0.8em 1em; max-width: 44em">'
            f'<div style="font-size: 1.15em"><b>{html.escape(self.name)}</b> {html.escape(self.product)}</div>'
            f'<div style="opacity: 0.75">{html.escape(self._state())}</div>{alarms}'
            f'<div style="display: flex; flex-wrap: wrap; gap: 0.9em 1.6em; margin-top: 0.8em">{tiles}</div></div>'
        )


def of_system(system: int) -> Steps:
    """The card of a system of NIBE Uplink."""
    home = yield "system", {"system_id": system}
    readings = yield "parameters", {"system_id": system, "parameter_ids": WANTED}
    alarms = yield "notifications", {"system_id": system, "active": True}
    online = str(home.connection_status).upper() == "ONLINE"
    titles = [one.info.title for one in alarms]
    return Card(home.name, home.product_name, online, home.last_activity_date, titles, known(readings, WANTED))


def known(readings: Any, wanted: Sequence[int]) -> list[Row]:
    """The readings of sensors that are there, each once, in the order of a list."""
    by_id = {row.id: row for row in rows(readings) if row.value is not None}
    return [by_id[number] for number in wanted if number in by_id]


def draw(client: Any, steps: Steps) -> Card:
    """Asks a blocking client."""
    client = _plain(client)
    try:
        function, arguments = next(steps)
        while True:
            answer = getattr(client, function)(**arguments)
            function, arguments = steps.send(answer.collect() if hasattr(answer, "collect") else answer)
    except StopIteration as end:
        card: Card = end.value
        return card


async def adraw(client: Any, steps: Steps) -> Card:
    """Asks an asynchronous client."""
    client = _plain(client)
    try:
        function, arguments = next(steps)
        while True:
            answer = getattr(client, function)(**arguments)
            function, arguments = steps.send(await (answer.collect() if hasattr(answer, "collect") else answer))
    except StopIteration as end:
        card: Card = end.value
        return card


def _plain(client: Any) -> Any:
    # No machine has all that a card can show.
    return client._copy(_unknown="ignore", _gives_response=False)
