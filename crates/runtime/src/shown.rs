//! Numbers as people read them, and numbers that stand for an absent sensor.

use crate::units::unit_spelling;

/// A number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The number.
    pub value: f64,
    /// How many decimals are shown.
    pub decimals: u32,
}

impl Shown {
    /// Reads `-1.3°C`; `None` when the text is not a number, alone or followed by the unit.
    pub fn parse(text: &str, unit: &str) -> Option<Self> {
        let (number, tail) = Self::start(text)?;
        (tail.is_empty() || unit_spelling(tail) == unit_spelling(unit)).then_some(number)
    }

    /// The number that a text begins with, and what follows it.
    pub fn start(text: &str) -> Option<(Self, &str)> {
        let (negative, rest) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (digits, tail) = rest.split_at(end);
        let digits = digits.replace(',', ".");
        let decimals = match digits.split_once('.') {
            Some((whole, fraction)) if !whole.is_empty() && !fraction.is_empty() => fraction.len(),
            Some(_) => return None,
            None => 0,
        };
        let value: f64 = digits.parse().ok().filter(|value: &f64| value.is_finite())?;
        let value = if negative { -value } else { value };
        Some((Shown { value, decimals: u32::try_from(decimals).ok()? }, tail.trim()))
    }

    /// Whether a number is less than one unit of the last shown digit away: displays round, or cut.
    pub fn agrees_with(&self, value: f64) -> bool {
        let last_digit = 0.1f64.powi(i32::try_from(self.decimals).unwrap_or(0));
        (value - self.value).abs() < last_digit * (1.0 - 1e-9)
    }
}

/// What a sensor that is not there stores, by the size of its register. Each is a value too where nothing beside it says
/// that it is none: a counter may stand at 255.
///
/// s16 is what both clouds send for absent sensors; the others were seen in the local interface of S-series machines.
pub const ABSENT_BY_SIZE: [(&str, f64); 6] = [
    ("s8", -128.0),
    ("u8", 255.0),
    ("s16", -32_768.0),
    ("u16", 65_535.0),
    ("s32", -2_147_483_648.0),
    ("u32", 4_294_967_295.0),
];

/// Whether a number, or what is stored for it, may stand for an absent sensor.
pub fn may_be_absent(number: f64, scale: f64) -> bool {
    let is = |candidate: f64| ABSENT_BY_SIZE.iter().any(|(_, absent)| (candidate - absent).abs() < 1e-3);
    is(number) || is(number / scale)
}
