//! Heat and COP beside the points that the Heat Pump Keymark publishes (EN 14511, and EN 14825 for outdoor air).

use uplink_heat_pump::{Design, Point, models};

/// Source, supply, heat in kW, COP.
type Published = (f64, f64, f64, f64);

/// The brine of EN 14511 comes in at 0 °C and goes out at -3 °C.
const B0: f64 = -1.5;

/// The point at which a machine gives so much heat.
fn at_heat(design: &Design, source: f64, supply: f64, heat: f64) -> Point {
    let circuit = &design.circuit;
    let (mut low, mut high) = (design.compressor.least(), design.compressor.most());
    let gives = |hz: f64| circuit.steady(hz, source, supply).heat;
    assert!(gives(low) < heat * 1.15 && gives(high) > heat * 0.85, "{} {} for {heat}", gives(low), gives(high));
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if gives(middle) < heat { low = middle } else { high = middle }
    }
    circuit.steady(low, source, supply)
}

fn near(what: &str, value: f64, published: f64) {
    assert!((value / published - 1.0).abs() < 0.15, "{what}: {value} beside {published}");
}

fn check(design: &Design, points: &[Published]) {
    for (source, supply, heat, cop) in points {
        let point = at_heat(design, *source, *supply, *heat);
        near(&format!("heat at {source}/{supply}"), point.heat, *heat);
        near(&format!("COP at {source}/{supply}"), point.cop(), *cop);
    }
}

#[test]
fn ground_source_with_inverter() {
    let points = [(B0, 35.0, 3.15, 4.72), (B0, 55.0, 2.78, 2.99)];
    check(&models::GROUND_INVERTER, &points);
    for (source, supply, heat, _) in points {
        near("heat at one frequency", models::GROUND_INVERTER.circuit.steady(60.0, source, supply).heat, heat);
    }
}

#[test]
fn ground_source_of_fixed_speed() {
    check(&models::GROUND_FIXED, &[(B0, 35.0, 8.01, 4.60), (B0, 55.0, 6.36, 3.09)]);
}

#[test]
fn exhaust_air() {
    check(&models::EXHAUST_INVERTER, &[(20.0, 35.0, 3.19, 3.47), (20.0, 55.0, 3.52, 2.33)]);
}

#[test]
fn outdoor_air_over_temperatures() {
    let rated = [(7.0, 35.0, 3.86, 4.65), (7.0, 55.0, 3.50, 2.99)];
    // EN 14825, average climate: supply and heat at -7, 2 and 7 °C.
    let low = [(-7.0, 34.0, 7.40, 2.92), (2.0, 30.0, 4.50, 4.30), (7.0, 27.0, 2.90, 5.41)];
    let medium = [(-7.0, 52.0, 6.30, 1.94), (2.0, 42.0, 3.90, 3.11), (7.0, 36.0, 2.60, 4.42)];
    for points in [&rated[..], &low, &medium] {
        check(&models::AIR_INVERTER, points);
    }
}
