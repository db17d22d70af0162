//! A heat pump as the page of the service shows it.

use jiff::Timestamp;
use uplink_heat_pump::Reading;

use super::glance_words::Words;
use super::machine::Machine;
use super::past::Sample;
use super::trouble;
use crate::glance::{Curve, Glance, TroubleSwitch};

pub(super) fn of(machine: &Machine, now: Timestamp, words: &Words) -> Glance {
    let id = machine.id.to_string();
    let (name, place) = (machine.name.clone(), machine.city.map(|city| format!(", {city}")).unwrap_or_default());
    let about = format!("{}{place}", machine.product);
    if machine.design.is_none() {
        return Glance { id, name, about: format!("{about}. {}", words.still), ..Glance::default() };
    }
    let reading = machine.look(now);
    let state = machine.state();
    let troubles = trouble::words().into_iter().enumerate();
    let troubles = troubles.map(|(at, word)| TroubleSwitch {
        word,
        title: words.troubles[at],
        on: state.troubles.iter().any(|t| t.until.is_none() && t.kind().is_some_and(|kind| kind.word == word)),
    });
    let curve = |title, unit, of: fn(&Sample) -> f32| Curve {
        title,
        unit,
        points: state.past.samples().map(|s| (s.minute * 60, f64::from(of(s)))).collect(),
    };
    let curves = vec![
        curve(words.outdoor, "°C", |s| s.outdoor),
        curve(words.room, "°C", |s| s.room),
        curve(words.supply, "°C", |s| s.flow),
        curve(words.hot_water, "°C", |s| s.water),
        curve(words.power, "kW", |s| s.power),
    ];
    Glance { id, name, about, readings: readings(&reading, words), troubles: troubles.collect(), curves }
}

fn readings(now: &Reading, words: &Words) -> Vec<(String, String)> {
    let degrees = |value: f64| format!("{value:.1} °C");
    let does = match now {
        Reading { defrosting: true, .. } => words.defrosts,
        Reading { charging: true, .. } => words.makes_hot_water,
        Reading { heating: true, .. } => words.heats,
        _ => words.rests,
    };
    let compressor = if now.compressor() { format!("{does}, {:.0} Hz", now.hz) } else { words.rests.to_owned() };
    let outdoor = if now.outdoor_absent { "--".to_owned() } else { degrees(now.outdoor) };
    [
        (words.outdoor, outdoor),
        (words.room, degrees(now.room)),
        (words.supply, degrees(now.flow)),
        (words.wanted, degrees(now.flow_wanted)),
        (words.hot_water, degrees(now.water_top)),
        (words.compressor, compressor),
        (words.power, format!("{:.2} kW", now.power_kw + now.addition_kw)),
        (words.degree_minutes, format!("{:.0}", now.degree_minutes)),
    ]
    .map(|(title, value)| (title.to_owned(), value))
    .into()
}
