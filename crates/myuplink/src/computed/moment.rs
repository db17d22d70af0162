//! Moments as devices write them.

use jiff::Timestamp;

/// Reads `2026-02-03T04:05:06Z`, any full offset, and the bare hours that alarms end in: `+0`, `+02`. Without an offset
/// the time counts as UTC, which the provider promises.
pub fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let (day, time) = text.split_once(['T', ' '])?;
    let (time, offset) = match time.find(['+', '-']) {
        Some(at) => time.split_at(at),
        None => (time.trim_end_matches('Z'), ""),
    };
    let (sign, hours) = if offset.is_empty() { ("+", "0") } else { offset.split_at(1) };
    let hours: u8 = hours.parse().ok()?;
    format!("{day}T{time}{sign}{hours:02}:00").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_was_seen_gives_its_moment() {
        let expected = "2021-04-21T14:43:08Z".parse::<Timestamp>().ok();
        for text in [
            "2021-04-21T14:43:08Z",
            "2021-04-21T14:43:08+00:00",
            "2021-04-21T16:43:08+02:00",
            "2021-04-21T16:43:08.0000000+02:00",
            "2021-04-21T14:43:08+0",
            "2021-04-21T16:43:08+2",
            "2021-04-21T13:43:08-01",
            "2021-04-21T14:43:08",
            " 2021-04-21 14:43:08 ",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in ["", "yesterday", "2021-04-21", "2021-04-21T14:43:08+x", "2021-13-21T14:43:08+0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
