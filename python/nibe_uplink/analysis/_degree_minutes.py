"""Degree minutes, as NIBE's controllers count them."""

from __future__ import annotations

from datetime import timedelta

from nibe_uplink.analysis._series import GAP, Series

MINUTE = timedelta(minutes=1)


def degree_minutes(
    supply: Series,
    calculated: Series,
    *,
    start: float = 0.0,
    least: float = -3000.0,
    most: float = 100.0,
    gap: timedelta = GAP,
) -> Series:
    """Degree minutes (K·min) at the times of the readings of the supply.

    DM(t) = DM(t₀) + Σ (supply - calculated supply) · minutes, kept between `least` and `most` at every step; a reading
    is good until the next one. Where either is absent, or longer ago than `gap`, it stays as it is. The controller of a
    pump besides holds 0 while heating rests for the season, which readings of two temperatures cannot tell.

    Args:
        supply: The temperature of the supply (40008).
        calculated: The calculated supply (43009).
        start: The degree minutes at the first reading (43005).
        least: Where counting ends below.
        most: Where counting ends above.
        gap: How long a reading is good.

    Example:
        >>> counted = analysis.degree_minutes(pump[40008], pump[43009], start=pump[43005].values[0])
    """
    now, before, lack = start, None, None
    values: list[float | None] = []
    for time, warm in supply:
        if before is not None and lack is not None and time - before <= gap:
            now = min(max(now + lack * ((time - before) / MINUTE), least), most)
        values.append(now)
        wanted = calculated.at(time, gap)
        before, lack = time, None if warm is None or wanted is None else warm - wanted
    return Series("degree minutes", "DM", list(supply.times), values)
