//! The page of the service: what is served, what was granted, what was asked, and buttons that switch faults.

mod faults;
mod machines;
mod plot;
mod switch;
mod tables;

use crate::body::Payload;
use crate::handler::Request;
use crate::oauth;
use crate::page::{self, Forms, Language, language_of};
use crate::shared::Shared;

/// Where the page is.
pub(crate) const PATH: &str = "/";

/// Answers a request to the page.
pub(crate) fn answer(shared: &Shared, request: &Request) -> Payload {
    if !shared.options.stands_in {
        return Payload::empty(303).header("location", oauth::applications::PATH);
    }
    let language = language_of(&request.headers);
    let payload = match request.method.as_str() {
        "GET" => {
            let from = request.query_pairs().into_iter().find(|(name, _)| name == "from");
            page(shared, language, number(shared, from.as_ref().map_or("", |(_, value)| value)))
        }
        "POST" if !switch::comes_from_here(&request.headers) => {
            page::refuse(shared, 403, language, language.dashboard.foreign)
        }
        "POST" => match switch::carry_out(shared, &request.body) {
            Ok((from, section)) => {
                Payload::empty(303).header("location", format!("{PATH}{}#{section}", machines::query(from)))
            }
            Err(_) => page::refuse(shared, 400, language, language.refusal.form),
        },
        _ => Payload::empty(405).header("allow", "GET, POST"),
    };
    payload.header("cache-control", "no-store").header("pragma", "no-cache")
}

/// The number of a machine, the first of a page; the first one of all unless there is such a machine.
fn number(shared: &Shared, word: &str) -> usize {
    let known = 1..=shared.behaviour.systems().len();
    word.parse().ok().filter(|number| known.contains(number)).unwrap_or(1)
}

fn page(shared: &Shared, language: &Language, from: usize) -> Payload {
    let (words, now) = (&language.dashboard, shared.clock.now());
    let time = words.time.replace("{}", &format!("<time datetime=\"{now:.0}\">{}</time>", moment(now)));
    let with_logins = if shared.model.oauth.is_some() { tables::logins(shared, language) } else { String::new() };
    let body = format!(
        "<p>{time} <a href=\"{PATH}{here}\">{again}</a></p>\n{machines}{with_logins}{faults}{requests}",
        again = words.again,
        here = machines::query(from),
        machines = machines::section(shared, language, from),
        faults = faults::section(shared, words),
        requests = tables::requests(shared, language),
    );
    page::html(shared, 200, Forms::Here, language, words.title, &body)
}

/// A time as people read it.
fn moment(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A form that is one button.
fn button(action: &str, fields: &[(&str, &str)], attributes: &str, label: &str) -> String {
    let fields = [("do", action)].into_iter().chain(fields.iter().copied());
    let fields =
        fields.map(|(name, value)| format!(r#"<input type="hidden" name="{name}" value="{}">"#, page::escape(value)));
    format!(
        r#"<form method="post" action="{PATH}">{}<button{attributes}>{}</button></form>"#,
        fields.collect::<String>(),
        page::escape(label)
    )
}

#[cfg(test)]
mod tests;
