//! Readings as a table: `table MODEL START_MINUTE MINUTES STEP`, for plots.

use uplink_heat_pump::{Pump, Settings, models};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let design = match words.next().as_deref() {
        Some("ground") => models::GROUND_INVERTER,
        Some("fixed") => models::GROUND_FIXED,
        Some("exhaust") => models::EXHAUST_INVERTER,
        Some("air") => models::AIR_INVERTER,
        _ => return Err("name a model: ground, fixed, exhaust or air".into()),
    };
    let mut number = |missing: i64| words.next().map_or(Ok(missing), |word| word.parse::<i64>());
    let (start, minutes, step) = (number(29_000_000)?, number(7 * 1440)?, number(1)?.max(1));
    let mut pump = Pump::at(&design, start);
    println!(
        "minute,outdoor,room,wanted,flow,back,circuit_back,top,low,brine_in,brine_out,hot_gas,condenser,evaporator,hz,dm,\
         heat,power,addition,taken,mode,starts,hours,kwh_heating,kwh_water,kwh_drawn,amp1,litres,high,low_bar,extract,kwh_addition"
    );
    for minute in (start..start + minutes).step_by(step as usize) {
        pump.advance(&design, Settings::default(), minute);
        let r = pump.reading(&design);
        let values = [
            r.outdoor,
            r.room,
            r.flow_wanted,
            r.flow,
            r.back,
            r.circuit_back,
            r.water_top,
            r.water_charging,
            r.brine_in,
            r.brine_out,
            r.hot_gas,
            r.condenser,
            r.evaporator,
            r.hz,
            r.degree_minutes,
            r.heat_kw,
            r.power_kw,
            r.addition_kw,
            r.taken_kw,
            pump.mode() as u8 as f64,
            r.starts,
            r.hours,
            r.kwh_heating,
            r.kwh_water,
            r.kwh_drawn,
            r.amperes[0],
            r.litres,
            r.high_pressure,
            r.low_pressure,
            r.extract_air,
            r.kwh_addition,
        ];
        let values = values.map(|value| format!("{value:.3}"));
        println!("{minute},{}", values.join(","));
    }
    Ok(())
}
