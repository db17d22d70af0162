"""Readings over time as a picture. Needs the extra `plot`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from nibe_uplink.errors import SetupError


def plot(
    times: Sequence[datetime],
    series: Mapping[str, Sequence[float | None]],
    *,
    unit: str = "°C",
    title: str = "",
    ax: Any = None,
) -> Any:
    """Draws readings over time and returns the axes.

    Args:
        times: The points in time.
        series: Values at these times by their name; None leaves a gap.
        unit: The unit of the values.
        title: The title of the picture.
        ax: The matplotlib axes to draw on; None for new ones.

    Raises:
        SetupError: matplotlib is not installed.
    """
    try:
        import matplotlib.dates
        import matplotlib.pyplot
    except ImportError:
        raise SetupError("plots need matplotlib; install it with: pip install 'nibe-uplink-client[plot]'") from None
    own = ax is None
    if own:
        _, ax = matplotlib.pyplot.subplots(figsize=(9, 4), layout="constrained")
    for name, values in series.items():
        ax.plot(times, [float("nan") if value is None else value for value in values], label=name, linewidth=1.6)
    ax.set_xlabel("time of day (h)")
    ax.set_ylabel(f"temperature ({unit})" if unit == "°C" else f"value ({unit})")
    formatter: Any = matplotlib.dates.DateFormatter
    ax.xaxis.set_major_formatter(formatter("%H:%M", tz=times[0].tzinfo if times else None))
    ax.grid(alpha=0.3)
    ax.set_title(title)
    if own:
        # Below the axes, where it hides no line.
        ax.figure.legend(loc="outside lower center", ncols=max(1, len(series)), frameon=False)
    else:
        ax.legend(loc="best")
    return ax
