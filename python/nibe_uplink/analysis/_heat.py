"""Heat that water carries."""

from __future__ import annotations

from nibe_uplink.analysis._series import Series
from nibe_uplink.errors import SetupError

# kWh for a litre and a kelvin: 4.186 kJ/(kg·K) · 0.994 kg/l at 35 °C / 3600 s.
WATER = 4.186 * 0.994 / 3600
FLOWS = {"l/m": 60.0, "l/min": 60.0, "l/h": 1.0, "l/s": 3600.0, "m3/h": 1000.0, "m³/h": 1000.0}


def heat_power(flow: Series, supply: Series, back: Series) -> Series:
    """The heat that water carries, in kW, at the times of the readings of the flow.

    power = flow · (supply - return) · 4.161 kJ/(l·K), that of water at 35 °C; a mixture with glycol
    has 5 to 10 % less. What is measured where counts: the flow through the condenser goes with the temperatures at the
    condenser. `energy` takes it as heat.

    Raises:
        SetupError: The flow is in none of l/min, l/h, l/s and m³/h.

    Example:
        >>> heat = analysis.heat_power(pump[40072], pump[40008], pump[40012])
    """
    if flow.unit not in FLOWS:
        raise SetupError(f"{flow.name} is in {flow.unit or 'no unit'}; a flow is in l/min, l/h, l/s or m³/h")
    values: list[float | None] = []
    for time, litres in flow:
        warm, cold = supply.at(time), back.at(time)
        missing = litres is None or warm is None or cold is None
        values.append(None if missing else litres * FLOWS[flow.unit] * (warm - cold) * WATER)  # type: ignore[operator]
    return Series("heat", "kW", list(flow.times), values)
