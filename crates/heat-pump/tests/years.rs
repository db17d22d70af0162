//! What a heat pump does over days and years.

use uplink_heat_pump::{Boost, DAY, Design, Fault, Pump, Reading, Settings, Source, models};

const MODELS: [(&str, &Design); 4] = [
    ("ground, inverter", &models::GROUND_INVERTER),
    ("ground, fixed", &models::GROUND_FIXED),
    ("exhaust air", &models::EXHAUST_INVERTER),
    ("outdoor air", &models::AIR_INVERTER),
];
/// 1 January 2024.
const NEW_YEAR: i64 = 19_723 * DAY;
const AS_BUILT: Settings = Settings { offset: 0.0, room: 21.0, fan_step: 0, hot_water: true, away: false };

/// A pump at the beginning of a day of 2024.
fn pump(design: &Design, day: i64) -> Pump {
    let minute = NEW_YEAR + day * DAY;
    let mut pump = Pump::at(design, minute);
    pump.advance(design, AS_BUILT, minute);
    pump
}

/// Looks at each minute of some days.
fn watch(design: &Design, day: i64, days: i64, mut look: impl FnMut(&Reading)) -> Pump {
    let mut pump = pump(design, day);
    for minute in pump.minute() + 1..=pump.minute() + days * DAY {
        pump.advance(design, AS_BUILT, minute);
        look(&pump.reading(design));
    }
    pump
}

/// What goes in over a year is what goes out and what is left.
#[test]
fn energy_is_balanced_over_a_year() {
    for (name, design) in MODELS {
        let before = pump(design, 0).stored(design);
        let (mut into, mut out, mut electricity) = (0.0, 0.0, 0.0);
        let (mut heat, mut first, mut last) = (0.0, None, Reading::default());
        let after = watch(design, 0, 366, |r| {
            let auxiliary = if r.hz > 0.0 { design.circuit.auxiliary } else { 0.0 };
            into += (r.taken_kw.max(0.0) + r.power_kw - auxiliary + r.addition_kw + r.gains_kw) / 60.0;
            out += (r.lost_kw + r.drawn_kw - r.taken_kw.min(0.0)) / 60.0;
            electricity += r.power_kw / 60.0;
            heat += if r.heating || r.charging { r.heat_kw / 60.0 } else { 0.0 };
            first.get_or_insert(*r);
            last = *r;
        });
        let missing = into - out - (after.stored(design) - before);
        assert!(missing.abs() < 0.01 * into, "{name}: {missing} of {into}");
        // Counters are power × time.
        let first = first.expect("a reading");
        let drawn = last.kwh_drawn - first.kwh_drawn;
        assert!((drawn / electricity - 1.0).abs() < 0.001, "{name}: {drawn} {electricity}");
        let given = last.kwh_heating + last.kwh_water - first.kwh_heating - first.kwh_water;
        assert!((given / heat - 1.0).abs() < 0.001, "{name}: {given} {heat}");
    }
}

/// The loss that is told is that of walls and air.
#[test]
fn the_loss_follows_the_temperatures() {
    let design = &models::GROUND_INVERTER;
    let mut before = None::<Reading>;
    watch(design, 10, 7, |r| {
        if let Some(before) = before {
            let loss = design.house.loss * (before.room - r.outdoor);
            assert!((r.lost_kw - loss).abs() < 1e-9, "{} {loss}", r.lost_kw);
        }
        before = Some(*r);
    });
}

#[test]
fn degree_minutes_are_their_integral() {
    for (name, design) in MODELS {
        let (mut before, mut minutes, mut ends) = (None, 0, 0);
        watch(design, 0, 366, |r| {
            if let Some(before) = before.replace(r.degree_minutes) {
                let sum: f64 = before + r.flow - r.flow_wanted;
                let expected = match r.flow - r.flow_wanted {
                    _ if r.heating_rests => 0.0,
                    difference if difference > 10.0 => sum.clamp(2.0, 100.0),
                    _ => sum.clamp(-3000.0, 100.0),
                };
                assert!((r.degree_minutes - expected).abs() < 1e-9, "{name}: {} {expected}", r.degree_minutes);
                minutes += 1;
                ends += usize::from(expected != sum);
            }
        });
        assert!(minutes > 500_000 && ends < minutes / 2, "{name}: {ends} of {minutes} minutes at an end");
    }
}

#[test]
fn the_compressor_obeys_its_limits() {
    for (name, design) in MODELS {
        let (mut ran, mut rested, mut before) = (0, 1000, Reading::default());
        watch(design, 0, 366, |r| {
            if r.compressor() && !before.compressor() && before.flow > 0.0 {
                assert!(rested >= design.heating.least_rest, "{name}: {rested} minutes of rest");
                assert!(before.degree_minutes <= -60.0 || r.charging || r.heating_rests, "{name} {before:?}");
                assert_eq!(r.starts, before.starts + 1.0);
                ran = 0;
            }
            (ran, rested) = if r.compressor() { (ran + 1, 0) } else { (ran, rested + 1) };
            let (least, most) = (design.compressor.least(), design.compressor.most());
            assert!(!r.compressor() || (least..=most).contains(&r.hz), "{name}: {} Hz", r.hz);
            before = *r;
        });
    }
}

#[test]
fn july_is_not_january() {
    for (name, design) in MODELS {
        let over = |day: i64| {
            let (mut first, mut last) = (None, Reading::default());
            watch(design, day, 31, |r| {
                first.get_or_insert(*r);
                last = *r;
            });
            let first = first.expect("a reading");
            let per_day = |of: fn(&Reading) -> f64| (of(&last) - of(&first)) / 31.0;
            (per_day(|r| r.kwh_heating), per_day(|r| r.kwh_drawn), per_day(|r| r.starts))
        };
        let ((january, winter, _), (july, summer, _)) = (over(0), over(182));
        assert!(january > 5.0 * july && january > 35.0, "{name}: {january} {july} kWh of heat a day");
        assert!(winter > 3.0 * summer, "{name}: {winter} {summer} kWh of electricity a day");
        for day in [0, 91, 182, 274] {
            let starts = over(day).2;
            assert!((0.0..25.0).contains(&starts), "{name}: {starts} starts a day");
        }
    }
}

#[test]
fn a_year_stays_within_reason() {
    for (name, design) in MODELS {
        let mut before = None::<Reading>;
        let mut charges = Vec::new();
        let mut minute = 0;
        watch(design, 0, 366, |r| {
            minute += 1;
            assert!((18.5..28.0).contains(&r.room), "{name}: {} in the room", r.room);
            assert!((15.0..62.0).contains(&r.flow), "{name}: supply {}", r.flow);
            assert!((20.0..56.0).contains(&r.water_top) && r.water_top >= r.water_charging - 1e-9, "{name}");
            assert!((-8.0..15.0).contains(&r.brine_in) && r.hot_gas < 115.0, "{name}: {} {}", r.brine_in, r.hot_gas);
            if let Some(b) = before {
                assert!((r.outdoor - b.outdoor).abs() < 0.3 && (r.room - b.room).abs() < 0.1, "{name}");
                // The end of a defrosting is the quickest.
                assert!((r.flow - b.flow).abs() < 12.0, "{name}: {} {}", b.flow, r.flow);
                let counters: [fn(&Reading) -> f64; 6] = [
                    |r| r.starts,
                    |r| r.hours,
                    |r| r.kwh_drawn,
                    |r| r.kwh_heating_all,
                    |r| r.kwh_water,
                    |r| r.addition_hours,
                ];
                assert!(counters.iter().all(|of| of(r) >= of(&b)), "{name}");
                if r.charging && !b.charging {
                    charges.push(minute % DAY);
                }
            }
            before = Some(*r);
        });
        let per_day = charges.len() as f64 / 366.0;
        assert!((1.0..7.0).contains(&per_day), "{name}: {per_day} charges a day");
        // Not by the clock: they begin in all hours in which people draw.
        let hours: std::collections::BTreeSet<i64> = charges.iter().map(|m| m / 60).collect();
        assert!(hours.len() > 15, "{name}: {hours:?}");
    }
}

#[test]
fn water_takes_its_time_to_come_round() {
    for (name, design) in MODELS {
        let mut seen = Vec::new();
        let (mut begun, mut ended) = (0, 0);
        watch(design, 60, 31, |r| {
            seen.push(*r);
            let Some([b, now @ ..]) = seen.last_chunk::<8>() else { return };
            if !b.compressor() && now.iter().all(|r| r.heating) {
                begun += 1;
                let (supply, back) = (r.flow - b.flow, r.circuit_back - b.circuit_back);
                assert!(supply > 2.0 && (-0.6..1.0).contains(&back), "{name}: {supply} {back} after a start");
                let spread = r.flow - r.circuit_back;
                let heat = spread * r.litres * 4.186 / 60.0;
                assert!((heat / r.heat_kw - 1.0).abs() < 0.2, "{name}: {heat} of {} kW", r.heat_kw);
            }
            if b.heating && now.iter().all(|r| !r.compressor()) {
                ended += 1;
                assert!(r.flow - r.circuit_back < 1.0, "{name}: a spread of nothing");
                // In the cellar it is not as cold as outside.
                let least = if design.source == Source::OutdoorAir { 3.0 } else { 7.0 };
                assert!(r.high_pressure == r.low_pressure && r.high_pressure > least, "{name}: {}", r.high_pressure);
            }
        });
        assert!(begun > 5 && ended > 5, "{name}: {begun} {ended}");
    }
}

#[test]
fn a_warmer_room_takes_hours() {
    let design = &models::GROUND_INVERTER;
    let (mut as_before, mut warmer) = (pump(design, 10), pump(design, 10));
    let start = warmer.minute();
    let wish = Settings { room: 23.0, ..AS_BUILT };
    let mut gain = |minutes: i64| {
        as_before.advance(design, AS_BUILT, start + minutes);
        warmer.advance(design, wish, start + minutes);
        warmer.reading(design).room - as_before.reading(design).room
    };
    assert!(gain(5) < 0.05);
    assert!(gain(60) < 0.6);
    assert!((0.5..2.0).contains(&gain(12 * 60)));
    assert!((1.2..2.6).contains(&gain(4 * DAY)), "{}", gain(4 * DAY));
}

#[test]
fn a_boost_runs_the_compressor_and_ends() {
    for (name, design) in MODELS {
        for boost in [Boost::Hours3, Boost::Once] {
            let mut pump = pump(design, 100);
            let start = pump.minute() + 13 * 60;
            pump.advance(design, AS_BUILT, start);
            let before = pump.reading(design);
            pump.boost(boost);
            let (mut ran, mut warmest) = (false, 0.0f64);
            for minute in start..start + 12 * 60 {
                pump.advance(design, AS_BUILT, minute);
                let r = pump.reading(design);
                ran |= r.charging;
                warmest = warmest.max(r.water_top);
                if minute == start + 1 {
                    assert!(r.water_top < before.water_top + 0.5, "{name}: not at once");
                }
            }
            assert!(ran && warmest > 51.5, "{name}: {ran} {warmest}");
            assert_eq!(pump.reading(design).boost, Boost::Off, "{name}");
        }
    }
}

#[test]
fn equal_times_give_equal_readings_however_one_gets_there() {
    for (name, design) in MODELS {
        let minute = NEW_YEAR + 45 * DAY + 100;
        let mut at_once = Pump::at(design, minute);
        at_once.advance(design, AS_BUILT, minute);
        let mut slowly = Pump::at(design, minute);
        while slowly.minute() < minute {
            slowly.advance(design, AS_BUILT, slowly.minute() + 1);
        }
        assert_eq!(at_once, slowly, "{name}");
        assert_eq!(at_once.reading(design), slowly.reading(design));
    }
}

/// The life before the first look, and centuries, are passed over in days, and counters agree with minutes.
#[test]
fn days_agree_with_minutes() {
    for (name, design) in MODELS {
        let (mut first, mut last) = (None, Reading::default());
        watch(design, 0, 366, |r| {
            first.get_or_insert(*r);
            last = *r;
        });
        let first = first.expect("a reading");
        let (early, late) = (pump(design, -366).reading(design), pump(design, 0).reading(design));
        for (what, of) in [
            ("heat", (|r| r.kwh_heating) as fn(&Reading) -> f64),
            ("electricity", |r| r.kwh_drawn),
            ("hours", |r| r.hours),
            ("starts", |r| r.starts),
        ] {
            let (minutes, days) = (of(&last) - of(&first), of(&late) - of(&early));
            assert!((0.6..1.6).contains(&(days / minutes)), "{name}, {what}: {days} by days, {minutes} by minutes");
        }
        let mut far = pump(design, 0);
        let end = 9999 * 366 * DAY;
        far.advance(design, AS_BUILT, end);
        assert_eq!(far.minute(), end);
        assert!(far.reading(design).hours > last.hours, "{name}");
        let mut early = Pump::at(design, 0);
        early.advance(design, AS_BUILT, 0);
        assert!(early.reading(design).hours < 400.0, "{name}: before it was installed it did not run");
    }
}

#[test]
fn faults_have_consequences() {
    let design = &models::GROUND_INVERTER;
    let after = |fault: Fault, hours: i64| {
        let mut pump = pump(design, 10);
        pump.fail(fault);
        let minute = pump.minute() + hours * 60;
        pump.advance(design, AS_BUILT, minute);
        (pump.reading(design), pump)
    };
    let sound = pump(design, 10).reading(design);
    let (cut, mut pump_again) = after(Fault::PowerCut, 24);
    assert!(cut.room < sound.room - 1.0 && cut.hz == 0.0 && cut.fan == 0.0, "{}", cut.room);
    assert_eq!(cut.hours, { pump(design, 10).reading(design).hours });
    pump_again.repair(Fault::PowerCut);
    let minute = pump_again.minute() + 2 * DAY;
    pump_again.advance(design, AS_BUILT, minute);
    assert!(pump_again.reading(design).room > cut.room + 0.5);
    let (low, _) = after(Fault::LowPressure, 48);
    assert!(low.hz == 0.0 && low.kwh_addition > sound.kwh_addition + 20.0 && low.room > 17.0, "{}", low.room);
    assert!(low.water_top > 38.0, "the addition heats the tank too: {}", low.water_top);
    let (filter, _) = after(Fault::Filter, 24);
    assert!(filter.litres < 0.6 * pump(design, 11).reading(design).litres);
    assert!(after(Fault::OutdoorSensor, 1).0.outdoor_absent);
}

/// Houses and weather of any seed are such as the machine was chosen for.
#[test]
fn another_seed_is_another_house_and_another_weather() {
    for (name, design) in MODELS {
        let mut seen: Vec<(f64, f64)> = Vec::new();
        for seed in [0, 1, 2, 7, u64::MAX] {
            let other = design.seeded(seed);
            assert_eq!(other, design.seeded(seed), "{name}: the same seed, the same house");
            let before = pump(&other, 0).stored(&other);
            let (mut into, mut out, mut outdoor) = (0.0, 0.0, 0.0);
            let after = watch(&other, 0, 366, |r| {
                assert!((17.5..29.0).contains(&r.room), "{name}, seed {seed}: {} in the room", r.room);
                let auxiliary = if r.hz > 0.0 { other.circuit.auxiliary } else { 0.0 };
                into += (r.taken_kw.max(0.0) + r.power_kw - auxiliary + r.addition_kw + r.gains_kw) / 60.0;
                out += (r.lost_kw + r.drawn_kw - r.taken_kw.min(0.0)) / 60.0;
                outdoor = r.outdoor;
            });
            let missing = into - out - (after.stored(&other) - before);
            assert!(missing.abs() < 0.01 * into, "{name}, seed {seed}: {missing} of {into}");
            let found = (after.reading(&other).kwh_drawn, outdoor);
            for earlier in &seen {
                assert!((found.0 - earlier.0).abs() > 1.0 && found.1 != earlier.1, "{name}, seed {seed}: {found:?}");
            }
            seen.push(found);
        }
    }
}
