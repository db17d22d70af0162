//! What is served, as it is now.

use super::{PATH, button, plot};
use crate::glance::{Curve, Glance};
use crate::page::{Language, escape};
use crate::shared::Shared;

/// Most machines that a page shows.
const MOST: usize = 50;

/// The section of the page, from the machine of this number on.
pub(super) fn section(shared: &Shared, language: &Language, from: usize) -> String {
    let words = &language.dashboard;
    let glances = shared.behaviour.glances(from - 1..from - 1 + MOST, shared.clock.now(), language.tag);
    let cards: String = glances.iter().map(|glance| card(shared, language, glance, from)).collect();
    let cards = if cards.is_empty() { format!("<p>{}</p>", words.nothing_lives) } else { cards };
    let others = others(language, from, shared.behaviour.systems().len());
    format!("<h2 id=\"machines\">{}</h2>\n{others}<div class=\"machines\">{cards}</div>\n", words.machines)
}

/// Where a page begins whose machines are those after this number, in an address.
pub(super) fn query(from: usize) -> String {
    if from > 1 { format!("?from={from}") } else { String::new() }
}

/// Which of all machines these are, and ways to the others.
fn others(language: &Language, from: usize, count: usize) -> String {
    if count <= MOST {
        return String::new();
    }
    let words = &language.dashboard;
    let part = words.part.replacen("{}", &from.to_string(), 1);
    let part = part.replacen("{}", &(from - 1 + MOST).min(count).to_string(), 1).replacen("{}", &count.to_string(), 1);
    let link = |there: bool, from: usize, label: &str| {
        if there { format!(" <a href=\"{PATH}{}#machines\">{label}</a>", query(from)) } else { String::new() }
    };
    let before = link(from > 1, from.saturating_sub(MOST).max(1), words.before);
    let after = link(from + MOST <= count, from + MOST, words.after);
    format!("<p>{part}{before}{after}</p>\n")
}

fn card(shared: &Shared, language: &Language, glance: &Glance, from: usize) -> String {
    let words = &language.dashboard;
    let readings = glance.readings.iter();
    let readings: String = readings
        .map(|(title, value)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(title), escape(value)))
        .collect();
    let readings = if readings.is_empty() { readings } else { format!("<dl class=\"readings\">{readings}</dl>\n") };
    let now = shared.clock.now().as_second();
    let plots: String = units(&glance.curves)
        .into_iter()
        .map(|(unit, curves)| plot::figure(&curves, &words.day.replace("{}", unit), unit, now))
        .collect();
    let troubles: String = glance
        .troubles
        .iter()
        .map(|trouble| {
            let begins = if trouble.on { "no" } else { "yes" };
            let pressed = format!(r#" aria-pressed="{}""#, trouble.on);
            let from = from.to_string();
            let fields =
                [("system", glance.id.as_str()), ("word", trouble.word), ("begins", begins), ("from", from.as_str())];
            button("trouble", &fields, &pressed, trouble.title)
        })
        .collect();
    let troubles = if troubles.is_empty() {
        troubles
    } else {
        format!("<h4>{}</h4>\n<div class=\"buttons\">{troubles}</div>\n", words.troubles)
    };
    format!(
        "<section class=\"card\"><h3>{} <small>{}</small></h3>\n<p>{}</p>\n{readings}{plots}{troubles}</section>\n",
        escape(&glance.name),
        escape(&glance.id),
        escape(&glance.about),
    )
}

/// The curves of each unit, in the order in which the units come first.
fn units(curves: &[Curve]) -> Vec<(&'static str, Vec<&Curve>)> {
    let mut all: Vec<(&'static str, Vec<&Curve>)> = Vec::new();
    for curve in curves.iter().filter(|curve| curve.points.len() > 1) {
        match all.iter_mut().find(|(unit, _)| *unit == curve.unit) {
            Some((_, of)) => of.push(curve),
            None => all.push((curve.unit, vec![curve])),
        }
    }
    all
}
