//! Points in time as servers write them.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use serde::de::{Deserialize, Deserializer, Error};

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// A point in time.
    At(Timestamp),
    /// A date and time that is well formed and lies beyond all time that can be reckoned with: servers write such for
    /// "never". What is nearest to it.
    Beyond(Timestamp),
}

/// Reads a point in time; one without an offset is meant in UTC, as the same servers write it elsewhere.
pub fn read(text: &str) -> Option<Moment> {
    if let Ok(moment) = text.parse() {
        return Some(Moment::At(moment));
    }
    let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
    let offset = match pieces.to_numeric_offset() {
        Some(offset) => offset,
        // The name of a zone alone leaves open which of two hours is meant.
        None if pieces.time_zone_annotation().is_some() => return None,
        None => Offset::UTC,
    };
    let local = pieces.date().to_datetime(pieces.time()?);
    let nearest = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Some(offset.to_timestamp(local).map_or(Moment::Beyond(nearest), Moment::At))
}

/// Reads a field that is a point in time.
pub fn timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    match read(&text) {
        Some(Moment::At(moment) | Moment::Beyond(moment)) => Ok(moment),
        None => Err(D::Error::custom("it is no point in time")),
    }
}

/// Reads a field that is a point in time or null; one beyond all time is none.
pub fn nullable_timestamp<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<Option<Timestamp>>,
{
    match Option::<std::borrow::Cow<str>>::deserialize(deserializer)?.as_deref().map(read) {
        None | Some(Some(Moment::Beyond(_))) => Ok(None.into()),
        Some(Some(Moment::At(moment))) => Ok(Some(moment).into()),
        Some(None) => Err(D::Error::custom("it is no point in time")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        match read(text) {
            Some(Moment::At(moment)) => Some(moment.to_string()),
            Some(Moment::Beyond(_)) => Some("beyond".into()),
            None => None,
        }
    }

    #[test]
    fn what_servers_write_is_read() {
        for (text, said) in [
            ("2024-01-02T03:04:05Z", Some("2024-01-02T03:04:05Z")),
            ("2024-01-02T03:04:05.1234567+02:00", Some("2024-01-02T01:04:05.1234567Z")),
            ("2024-01-02T03:04:05", Some("2024-01-02T03:04:05Z")),
            ("0001-01-01T00:00:00", Some("0001-01-01T00:00:00Z")),
            ("9999-12-31T23:59:59.9999999", Some("beyond")),
            ("9999-12-31T23:00:00Z", Some("beyond")),
            ("2024-01-02", None),
            ("2024-01-02T03:04:05[Europe/Stockholm]", None),
            ("2024-13-02T03:04:05Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(at(text).as_deref(), said, "{text}");
        }
    }
}
