"""Analysis against the model of a heat pump, of which the truth is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from pump_model import Model

from nibe_uplink import analysis
from nibe_uplink.errors import SetupError

STOCKHOLM = "Europe/Stockholm"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def spring() -> Model:
    """A ground source with an inverter, while clocks are set forward in Europe."""
    return Model("ground", datetime(2024, 3, 29, 23, tzinfo=UTC), 3)


@pytest.fixture(scope="module")
def autumn() -> Model:
    """One of fixed speed, which starts often, while clocks are set back."""
    return Model("fixed", datetime(2024, 10, 25, 22, tzinfo=UTC), 3)


@pytest.fixture(scope="module")
def winter() -> Model:
    """Outdoor air, without a room sensor."""
    return Model("air", datetime(2024, 1, 24, tzinfo=UTC), 14)


@pytest.mark.parametrize(("season", "lengths"), [("spring", [24, 23, 24]), ("autumn", [24, 25, 24])])
def test_energy_and_cop_of_days_are_those_of_the_model(
    season: str, lengths: list[int], request: pytest.FixtureRequest
) -> None:
    model: Model = request.getfixturevalue(season)
    heat = [model.shown("kwh_heating", 5), model.shown("kwh_water", 5)]
    days = analysis.energy(heat, model.shown("kwh_drawn", 5), "day", STOCKHOLM)
    assert [(day.end.astimezone(UTC) - day.start.astimezone(UTC)) / HOUR for day in days][:3] == lengths
    for day in list(days)[:2]:
        assert (day.start.hour, day.end.hour) == (0, 0)
        warm = model.added("kwh_heating", day.start, day.end) + model.added("kwh_water", day.start, day.end)
        drawn = model.added("kwh_drawn", day.start, day.end)
        assert day.missing == timedelta(0)
        assert day.spread == 0
        # Counters have steps of a tenth.
        assert day.heat == pytest.approx(warm, abs=0.2)
        assert day.electricity == pytest.approx(drawn, abs=0.1)
        assert day.cop == pytest.approx(warm / drawn, rel=0.02)


def test_energy_of_hours_adds_up_to_that_of_the_day_and_of_the_month(autumn: Model) -> None:
    counter = autumn.shown("kwh_drawn", 5)
    hours = analysis.totals(counter, "hour", STOCKHOLM)
    [month] = list(analysis.totals(counter, "month", STOCKHOLM))
    assert sum(hour.amount or 0 for hour in hours) == pytest.approx(month.amount)
    assert month.amount == pytest.approx(autumn.added("kwh_drawn", autumn.times[0], autumn.times[-1]), abs=0.1)
    # October has an hour more than 31 days; 72 of them are known.
    assert month.missing == 31 * DAY + HOUR - 3 * DAY
    assert len(hours) == 72
    assert [hour.start.hour for hour in hours][24:29] == [0, 1, 2, 2, 3], "an hour that comes twice is two"
    for hour in hours:
        assert hour.amount == pytest.approx(autumn.added("kwh_drawn", hour.start, hour.end), abs=0.11)


def test_power_and_the_heat_of_water_give_the_same_as_counters(spring: Model) -> None:
    """Two further ways to the same truth: electric power over time, and the flow with its temperatures."""
    power, water = spring.shown("power"), (spring.shown(name) for name in ("litres", "condenser", "back"))
    days = analysis.energy(analysis.heat_power(*water), power, "day", STOCKHOLM)
    for day in list(days)[:2]:
        warm = spring.added("kwh_heating", day.start, day.end) + spring.added("kwh_water", day.start, day.end)
        assert day.electricity == pytest.approx(spring.added("kwh_drawn", day.start, day.end), rel=0.01)
        # The model's sensors follow slowly, and its water is that of 15 °C.
        assert day.heat == pytest.approx(warm, rel=0.06)


def test_ten_litres_a_minute_that_are_ten_kelvins_warmer_are_seven_kilowatts() -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    flow, supply, back = (
        analysis.Series.of([(start, value), (start + MINUTE, None)], unit=unit)
        for value, unit in ((10.0, "l/min"), (40.0, "°C"), (30.0, "°C"))
    )
    power = analysis.heat_power(flow, supply, back)
    assert power.unit == "kW"
    # 10 l · 0.994 kg/l · 4.186 kJ/(kg·K) · 10 K / 60 s
    assert power.values == [pytest.approx(6.935, abs=0.001), None]


def test_degree_minutes_are_those_of_the_controller(autumn: Model) -> None:
    told = autumn.shown("dm")
    # Both temperatures are rounded to a tenth: the error is a walk at random, some 2 degree minutes in a day. What
    # the controller does besides is added: at 10 K too warm it keeps 2, so each day is looked at for itself.
    for begin in range(0, 1440 * 3, 180):
        start = told.times[begin]
        flow, wanted = (autumn.shown(name).between(start, start + 3 * HOUR) for name in ("flow", "wanted"))
        made = analysis.degree_minutes(flow, wanted, start=told.at(start) or 0.0)
        expected = [told.at(time) for time in made.times]
        worst = max(abs((a or 0) - (b or 0)) for a, b in zip(made.values, expected, strict=True))
        assert worst < 12, f"from {start}"
    assert (min(v for _, v in told.known()), max(v for _, v in told.known())) != (0, 0)


def test_degree_minutes_stay_within_their_limits_and_stand_still_over_gaps() -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    supply = analysis.Series.of([(start + at * HOUR, 40.0) for at in (0, 1, 2, 9, 10)], unit="°C")
    wanted = analysis.Series.of([(time, 39.0) for time in supply.times], unit="°C")
    assert analysis.degree_minutes(supply, wanted).values == [0, 60, 100, 100, 100]
    assert analysis.degree_minutes(supply, wanted, start=-200).values == [-200, -140, -80, -80, -20]
    assert analysis.degree_minutes(wanted, supply, start=-2900).values == [-2900, -2960, -3000, -3000, -3000]


def test_starts_and_running_time_are_those_of_the_counters(autumn: Model) -> None:
    frequency = autumn.shown("hz")
    days = analysis.compressor(frequency, "day", STOCKHOLM)
    for day in list(days)[:2]:
        assert day.starts == round(autumn.added("starts", day.start, day.end)) > 5
        assert day.running / HOUR == pytest.approx(autumn.added("hours", day.start, day.end), abs=0.02 * day.starts)
        assert day.mean_run == day.running / day.starts
        assert day.missing == timedelta(0)
    runs = analysis.runs(frequency)
    assert sum(run.started for run in runs) == sum(day.starts for day in days)
    assert sum((run.end - run.start for run in runs), timedelta(0)) == sum((day.running for day in days), timedelta(0))
    [counted] = list(analysis.totals(autumn.shown("starts"), "month", STOCKHOLM))
    assert counted.amount == sum(day.starts for day in days)


def test_nothing_is_known_of_the_compressor_between_readings_far_apart() -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    read = [(0, 0.0), (30, 50.0), (60, 50.0), (90, 0.0), (600, 50.0), (630, None), (640, 40.0), (650, 0.0)]
    frequency = analysis.Series.of([(start + at * MINUTE, value) for at, value in read], unit="Hz")
    runs = [(int((run.start - start) / MINUTE), int((run.end - start) / MINUTE), run.started)
            for run in analysis.runs(frequency)]  # fmt: skip
    assert runs == [(30, 90, True), (600, 630, False), (640, 650, False)]
    [day] = list(analysis.compressor(frequency))
    assert (day.starts, day.running, day.missing) == (1, 100 * MINUTE, DAY - 130 * MINUTE)


def test_the_heat_curve_is_the_one_that_is_set(winter: Model) -> None:
    """Without a room sensor the supply is 21 °C + 0.85 for each kelvin that it is colder than that."""
    curve = analysis.heat_curve(winter.shown("outdoor", 5), winter.shown("wanted", 5))
    assert curve.slope == pytest.approx(0.85, abs=0.01)
    assert curve.supply(21.0) == pytest.approx(21.0, abs=0.3)
    assert curve.fit > 0.99
    assert curve.readings == 14 * 288 + 1
    for point in curve.points:
        assert point.lowest <= point.supply <= point.highest
        assert point.supply == pytest.approx(21 + 0.85 * (21 - point.outdoor), abs=0.5)
    assert [one.outdoor < two.outdoor for one, two in pairwise(curve.points)].count(False) == 0
    assert sum(point.readings for point in curve.points) == curve.readings
    running = analysis.heat_curve(winter.shown("outdoor", 5), winter.shown("flow", 5), running=winter.shown("hz", 5))
    assert 0 < running.readings < curve.readings


def test_a_heat_curve_needs_two_temperatures() -> None:
    same = analysis.Series.of([(datetime(2024, 1, 1, hour, tzinfo=UTC), 1.0) for hour in range(3)], unit="°C")
    with pytest.raises(SetupError, match="record for longer"):
        analysis.heat_curve(same, same)


def test_what_never_changes_is_told_from_what_hardly_does() -> None:
    """Sums of many tenths are not quite what they should be."""
    times = [datetime(2024, 1, 1, hour, tzinfo=UTC) for hour in range(12)]
    same = analysis.Series.of([(time, 0.1) for time in times], unit="°C")
    rising = analysis.Series.of([(time, 35 + at / 10) for at, time in enumerate(times)], unit="°C")
    with pytest.raises(SetupError, match="record for longer"):
        analysis.heat_curve(same, rising)
    assert analysis.heat_curve(rising, analysis.Series.of([(time, 33.3) for time in times], unit="°C")).fit == 1.0


def test_a_period_over_a_change_of_the_clock_has_the_hours_that_it_has() -> None:
    zone = ZoneInfo("Europe/Stockholm")
    counter = analysis.Series.of(
        [(datetime(2024, 3, 29, tzinfo=UTC), 0.0), (datetime(2024, 4, 2, tzinfo=UTC), 192.0)], unit="kWh"
    )
    outdoor = analysis.Series.of([(datetime(2024, 3, 29, tzinfo=UTC), 5.0)], unit="°C")
    short = datetime(2024, 3, 31, tzinfo=zone), datetime(2024, 4, 1, tzinfo=zone)
    usual = datetime(2024, 3, 30, tzinfo=zone), short[0]
    table = analysis.compare(short, usual, heat=counter, electricity=counter, outdoor=outdoor)
    rows = {row.figure: row for row in table}
    assert (rows["heat"].before, rows["heat"].after) == (pytest.approx(46.0), pytest.approx(48.0))


def test_a_comparison_takes_the_weather_out(winter: Model) -> None:
    """The same house in two weeks: what it took differs with the cold, what it took for each degree day does not."""
    start = winter.times[0]
    table = analysis.compare(
        (start, start + 7 * DAY),
        (start + 7 * DAY, start + 14 * DAY),
        heat=[winter.shown("kwh_heating", 5), winter.shown("kwh_water", 5)],
        electricity=winter.shown("power", 5),
        outdoor=winter.shown("outdoor", 5),
        frequency=winter.shown("hz", 5),
    )
    rows = {row.figure: row for row in table}
    outdoor = [winter.exact["outdoor"][at * 7 * 1440 : (at + 1) * 7 * 1440] for at in (0, 1)]
    for at, name in enumerate(("before", "after")):
        first, last = start + at * 7 * DAY, start + (at + 1) * 7 * DAY
        warm = winter.added("kwh_heating", first, last) + winter.added("kwh_water", first, last)
        drawn = winter.added("kwh_drawn", first, last)
        days = [sum(outdoor[at][day * 1440 : (day + 1) * 1440]) / 1440 for day in range(7)]
        assert getattr(rows["known"], name) == pytest.approx(7)
        assert getattr(rows["heat"], name) == pytest.approx(warm, abs=0.3)
        assert getattr(rows["COP"], name) == pytest.approx(warm / drawn, rel=0.02)
        assert getattr(rows["mean outdoor temperature"], name) == pytest.approx(sum(days) / 7, abs=0.05)
        degree_days = sum(max(0.0, 17 - day) for day in days)
        assert getattr(rows["degree days"], name) == pytest.approx(degree_days, rel=0.01)
        per_degree_day = getattr(rows["heat per degree day"], name)
        assert per_degree_day == pytest.approx(warm / degree_days, rel=0.01)
        hours = winter.added("hours", first, last) / 7
        assert getattr(rows["compressor hours per day"], name) == pytest.approx(hours, rel=0.05)
    heat, weathered = rows["heat"], rows["heat per degree day"]
    assert heat.change == (heat.after or 0) - (heat.before or 0)
    assert heat.percent == pytest.approx(100 * (heat.change or 0) / (heat.before or 1))
    assert abs(weathered.percent or 0) < abs(heat.percent or 0), "the weather is taken out"
    assert rows["mean outdoor temperature"].percent is None


@pytest.mark.parametrize("spans", [(1, 0), (0, 0)])
def test_a_period_ends_after_it_began(spans: tuple[int, int], winter: Model) -> None:
    first = tuple(winter.times[0] + at * DAY for at in spans)
    series = winter.shown("power", 60)
    with pytest.raises(SetupError, match="the earlier one first"):
        analysis.compare(first, first, heat=series, electricity=series, outdoor=series)  # type: ignore[arg-type]
