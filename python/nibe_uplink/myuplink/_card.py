"""What a heat pump of myUplink does now, on a card."""

from __future__ import annotations

from nibe_uplink._card import Card, Steps, known
from nibe_uplink.errors import ArgumentError

# Those of `nibe_uplink._card`, as the machines of both series have them here.
F_SERIES = [40004, 40033, 40013, 40008, 43009, 40940, 41778, 44701]
S_SERIES = [4, 158, 11, 8, 1708, 781, 5927, 22130]


def of_system(system: str) -> Steps:
    """The card of a system of myUplink, with the readings of its first device."""
    systems = yield "systems", {}
    homes = [one for one in systems if one.system_id == system]
    if not homes:
        there = ", ".join(f"{one.system_id} ({one.name})" for one in systems)
        raise ArgumentError(f"there is no system {system}; there are {there or 'none'}")
    [home] = homes
    alarms = yield "active_notifications", {"system_id": system}
    titles = [one.header or one.description or "" for one in alarms]
    if not home.devices:
        return Card(home.name or system, "no device", False, None, titles, [])
    device = home.devices[0]
    # The numbers of one series mean other things in the other.
    points = yield "points", {"device_id": device.id}
    every = list(points)
    s_series = any(str(point.parameter_id) == "781" for point in every)
    readings = known(every, S_SERIES if s_series else F_SERIES)
    seen = max((point.timestamp for point in every if point.timestamp), default=None)
    online = str(device.connection_state).lower() == "connected"
    return Card(home.name or system, device.product.name if device.product else "", online, seen, titles, readings)
