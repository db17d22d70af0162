"""What is missing is said: gaps, counters that were reset or replaced, sensors that were absent, odd zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nibe_uplink import analysis
from nibe_uplink.errors import SetupError

START = datetime(2024, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def series(unit: str, *read: tuple[float, float | None]) -> analysis.Series:
    """Readings at hours."""
    return analysis.Series.of([(START + at * HOUR, value) for at, value in read], unit=unit)


def test_a_counter_that_falls_back_is_told_and_what_it_counted_then_is_unknown() -> None:
    counter = series("kWh", (0, 500.0), (1, 502.0), (2, 0.5), (3, 2.5))
    amount = analysis.counter(counter)
    assert [piece.amount for piece in amount.pieces] == [2.0, None, 2.0]
    assert amount.breaks == [START + 2 * HOUR]
    [day] = list(analysis.totals(counter))
    assert (day.amount, day.missing) == (4.0, timedelta(hours=22))


@pytest.mark.parametrize(("unit", "leap"), [("kWh", 200.0), ("h", 5.0), ("", 300.0)])
def test_a_counter_that_leaps_is_another_one(unit: str, leap: float) -> None:
    """One wrong reading, too, is a fall and a leap, and counts nothing."""
    amount = analysis.counter(series(unit, (0, 900.0), (1, 901.0), (2, 901.0 + leap), (3, 902.0 + leap)))
    assert [piece.amount for piece in amount.pieces] == [1.0, None, 1.0]
    glitch = analysis.counter(series(unit, (0, 900.0), (1, 0.0), (2, 901.0)))
    assert [piece.amount for piece in glitch.pieces] == [None, None]
    assert len(glitch.breaks) == 2


def test_a_leap_over_a_long_gap_is_what_was_counted_meanwhile() -> None:
    assert analysis.counter(series("kWh", (0, 100.0), (240, 500.0))).breaks == []


def test_what_a_gap_within_a_period_holds_is_known_and_over_a_border_it_is_spread() -> None:
    counter = series("kWh", (1, 10.0), (11, 20.0), (20, 29.0), (30, 39.0), (47, 50.0))
    first, second = analysis.totals(counter)
    assert (first.amount, first.missing, first.spread) == (pytest.approx(23.0), HOUR, pytest.approx(4.0))
    assert (second.amount, second.missing, second.spread) == (pytest.approx(17.0), HOUR, pytest.approx(6.0))


def test_what_is_parted_by_time_is_said_beside_a_counter_that_is_read_often() -> None:
    seldom = series("kWh", (0, 0.0), (6, 12.0), (24, 30.0))
    often = series("kWh", *((at / 4, at / 4) for at in range(97)))
    hours = analysis.energy(seldom, often, "hour")
    # Between readings six hours apart each hour is a guess, of heat alone.
    assert [(hour.heat, hour.spread) for hour in hours][:7] == [(pytest.approx(2.0), pytest.approx(2.0))] * 6 + [
        (pytest.approx(1.0), pytest.approx(1.0))
    ]
    assert [day.spread for day in analysis.energy(seldom, often)] == [0.0]
    # A sum is as good as the worse of both.
    assert [hour.spread for hour in analysis.totals([often, seldom], "hour")][:2] == [pytest.approx(3.0)] * 2


def test_what_lies_close_around_a_border_is_parted_without_a_word() -> None:
    """And periods begin with the hour, whenever readings do."""
    counter = series("kWh", (23.5, 10.0), (24.25, 10.75), (25.0, 11.5))
    hours = analysis.totals(counter, "hour")
    assert [hour.start - START for hour in hours] == [23 * HOUR, 24 * HOUR]
    assert [(hour.amount, hour.missing, hour.spread) for hour in hours] == [
        (pytest.approx(0.5), HOUR / 2, 0.0),
        (pytest.approx(1.0), timedelta(0), 0.0),
    ]


def test_power_over_a_gap_is_unknown() -> None:
    energy = analysis.integral(series("kW", (0, 1.0), (1, 3.0), (5, 3.0), (6, None), (7, 1.0), (8, 1.0)))
    assert [piece.amount for piece in energy.pieces] == [2.0, None, None, None, 1.0]
    assert [piece.amount for piece in analysis.integral(series("W", (0, 500.0), (1, 500.0))).pieces] == [0.5]


def test_a_cop_is_of_the_time_in_which_both_are_known() -> None:
    """The heat counter was replaced in the first hour, when the most was used."""
    heat = series("kWh", (0, 900.0), (1, 0.0), (2, 8.0), (3, 16.0))
    drawn = series("kWh", (0, 100.0), (1, 150.0), (2, 152.0), (3, 154.0))
    [day] = list(analysis.energy(heat, drawn))
    assert (day.heat, day.electricity, day.cop) == (16.0, 4.0, 4.0)
    assert day.missing == timedelta(hours=22)


def test_a_sum_is_known_where_all_of_its_parts_are() -> None:
    one = analysis.counter(series("kWh", (0, 1.0), (2, 3.0)))
    two = analysis.counter(series("kWh", (1, 5.0), (3, 9.0)))
    added = one + two
    assert [(piece.start - START, piece.amount) for piece in added.pieces] == [
        (0 * HOUR, None),
        (HOUR, 3.0),
        (2 * HOUR, None),
    ]
    with pytest.raises(SetupError, match="kWh and h cannot be added"):
        one + analysis.counter(series("h", (0, 1.0), (1, 2.0)))


def test_no_electricity_is_no_cop() -> None:
    still = series("kWh", (0, 7.0), (5, 7.0))
    [day] = list(analysis.energy(still, still))
    assert (day.heat, day.electricity, day.cop) == (0.0, 0.0, None)
    assert list(analysis.energy(series("kWh"), still)) != []
    assert list(analysis.totals(series("kWh", (0, 7.0)))) == []


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: analysis.energy(series("h", (0, 1.0), (1, 2.0)), series("kWh")), "made of kWh or kW, not of h"),
        (lambda: analysis.totals(series("°C")), "values is in °C; counters are in kWh, h, or have no unit"),
        (lambda: analysis.integral(series("A")), "values is in A; power is in kW or W"),
        (lambda: analysis.energy([], []), "name at least one counter or power"),
        (
            lambda: analysis.heat_power(series(""), series("°C"), series("°C")),
            "values is in no unit; a flow is in l/min",
        ),
        (lambda: analysis.totals(series("kWh", (0, 1.0), (1, 1.0)), zone="Europe/Atlantis"), "no time zone 'Europe/A"),
        (lambda: analysis.totals(series("kWh", (0, 1.0), (1, 1.0)), per="week"), 'be "hour", "day" or "month"'),  # type: ignore[arg-type]
        (lambda: analysis.Series.of([(datetime(2024, 1, 1), 1.0)]), "times need a time zone"),
        (lambda: analysis.Series.of([(START, "warm")], name="room"), "room: 'warm' is no number"),  # type: ignore[list-item]
    ],
)
def test_what_does_not_go_together_is_told(call: object, told: str) -> None:
    with pytest.raises(SetupError) as info:
        call()  # type: ignore[operator]
    assert told in str(info.value)


@pytest.mark.parametrize(
    ("zone", "first", "days", "lengths"),
    [
        ("Europe/Stockholm", (2024, 3, 31), 1, [23]),
        ("Europe/Stockholm", (2024, 10, 27), 1, [25]),
        # It has no midnight: clocks go from 23:59 to 1.
        ("Asia/Beirut", (2024, 3, 31), 1, [23]),
        ("America/Santiago", (2024, 9, 8), 1, [23]),
        ("Australia/Lord_Howe", (2024, 4, 7), 1, [24.5]),
        ("Asia/Kolkata", (2024, 3, 31), 1, [24]),
    ],
)
def test_a_day_is_as_long_as_it_is_there(
    zone: str, first: tuple[int, int, int], days: int, lengths: list[float]
) -> None:
    """A counter that counts one in each hour counts the hours of the day."""
    begin = datetime(*first, tzinfo=UTC) - timedelta(days=1)
    counter = analysis.Series.of([(begin + at * HOUR / 2, at / 2) for at in range(3 * 48)], unit="kWh")
    rows = {row.start.date(): row for row in analysis.totals(counter, "day", zone)}
    day = rows[datetime(*first).date()]
    assert [day.amount] == lengths
    assert day.missing == timedelta(0)
    hours = [row for row in analysis.totals(counter, "hour", zone) if row.start.date() == datetime(*first).date()]
    assert sum(row.amount or 0 for row in hours) == pytest.approx(lengths[0], abs=0.5)
    assert all(row.start.minute in (0, 30) and row.amount == 1.0 for row in hours[:5])


def test_months_are_those_of_the_place() -> None:
    begin = datetime(2024, 1, 15, tzinfo=UTC)
    counter = analysis.Series.of([(begin + at * HOUR, float(at)) for at in range(24 * 80)], unit="kWh")
    february = list(analysis.totals(counter, "month", "Asia/Tokyo"))[1]
    assert february.start.isoformat() == "2024-02-01T00:00:00+09:00"
    assert february.end.isoformat() == "2024-03-01T00:00:00+09:00"
    assert february.amount == 29 * 24
