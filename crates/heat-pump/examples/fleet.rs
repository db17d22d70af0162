//! How much room and time many machines take: `fleet [COUNT]`.

use std::time::Instant;

use uplink_heat_pump::{DAY, Pump, Settings, models};

fn main() {
    let count = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(10_000usize);
    let designs = [models::GROUND_INVERTER, models::GROUND_FIXED, models::EXHAUST_INVERTER, models::AIR_INVERTER];
    let start = 20_000 * DAY;
    let began = Instant::now();
    let mut fleet: Vec<(Pump, Settings)> =
        (0..count).map(|i| (Pump::at(&designs[i % 4], start), Settings::default())).collect();
    for (i, (pump, settings)) in fleet.iter_mut().enumerate() {
        pump.advance(&designs[i % 4], *settings, start);
    }
    println!("{count} machines settled in {:.1} s", began.elapsed().as_secs_f64());
    println!("{} bytes each, and {} for what it was built as", size_of::<(Pump, Settings)>(), size_of_val(&designs[0]));
    let began = Instant::now();
    let mut starts = 0.0;
    for (i, (pump, settings)) in fleet.iter_mut().enumerate() {
        pump.advance(&designs[i % 4], *settings, start + DAY);
        starts += pump.reading(&designs[i % 4]).starts;
    }
    println!("a day of all in {:.1} s; {starts} starts", began.elapsed().as_secs_f64());
    let mut one = Pump::at(&designs[0], start);
    one.advance(&designs[0], Settings::default(), start);
    let began = Instant::now();
    one.advance(&designs[0], Settings::default(), start + 7 * DAY);
    println!("a week of one in {:.4} s", began.elapsed().as_secs_f64());
}
