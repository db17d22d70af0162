//! What the buttons of the page do.

use hyper::HeaderMap;
use hyper::header::{HOST, ORIGIN};

use super::faults;
use crate::shared::Shared;

/// Whether a form comes from a page of this service: browsers say of every form where it comes from, and pages of others
/// cannot say otherwise.
pub(super) fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(ORIGIN), text(HOST)) {
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        _ => false,
    }
}

/// Does what a form asks for; where the page begins and which of its sections shows it.
pub(super) fn carry_out(shared: &Shared, body: &[u8]) -> Result<(usize, &'static str), String> {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    let get = |name: &str| form.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let section = match get("do") {
        "trouble" => {
            shared.trouble(get("system"), get("word"), get("begins") == "yes")?;
            Ok("machines")
        }
        "fault" => {
            let times = get("times").parse().map_err(|_| "times is no number".to_owned())?;
            let fault = faults::of_word(shared, get("kind"), get("on"), times)?;
            shared.faults().push(fault);
            Ok("faults")
        }
        "clear" => {
            shared.faults().clear();
            Ok("faults")
        }
        "expire" => {
            shared.grants().expire_access();
            Ok("tokens")
        }
        block @ ("block" | "unblock") => {
            if shared.block(get("id"), block == "block") {
                Ok("applications")
            } else {
                Err("there is no such application".to_owned())
            }
        }
        _ => Err("there is no such button".to_owned()),
    };
    Ok((super::number(shared, get("from")), section?))
}
