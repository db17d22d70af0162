//! Words for numbers, out of a description: `0 = Off, 1 = Active`, `Off = 0`, `0: Off`, and mixtures of them.

use super::one_line;

/// The numbers with their words, in the order of the text; none where it is only a text.
pub(super) fn read(description: &str) -> Vec<(i64, String)> {
    let items: Vec<&str> = description.split([',', '\n']).map(str::trim).filter(|item| !item.is_empty()).collect();
    // `Note: 3` is no list.
    if items.len() < 2 && !description.contains('=') {
        return Vec::new();
    }
    let pairs: Option<Vec<_>> = items.into_iter().map(pair).collect();
    pairs.unwrap_or_default()
}

fn pair(item: &str) -> Option<(i64, String)> {
    let (left, right) = item.split_once('=').or_else(|| item.split_once(':'))?;
    let number = |text: &str| text.trim().parse::<i64>().ok();
    // A word may hold the other sign: `Step: slow = 1`.
    match (number(left), number(right)) {
        (Some(number), _) => Some((number, one_line(right)?)),
        (None, Some(number)) => Some((number, one_line(left)?)),
        (None, None) => {
            let (left, right) = item.rsplit_once(':')?;
            match (number(left), number(right)) {
                (Some(number), _) => Some((number, one_line(right)?)),
                (None, Some(number)) => Some((number, one_line(left)?)),
                (None, None) => None,
            }
        }
    }
}
