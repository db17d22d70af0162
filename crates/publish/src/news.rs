//! Readings that were not told before.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use uplink_runtime::Value;

use crate::point::{Device, Point};

/// What was told last.
#[derive(Debug, Default)]
pub(crate) struct News {
    last: HashMap<(String, String), (Timestamp, Value)>,
}

impl News {
    /// The points that are new: measured again, or corrected.
    pub(crate) fn of<'p>(&mut self, device: &Device, points: &'p [Point]) -> Vec<&'p Point> {
        let is_new = |point: &&Point| {
            let now = (point.time, point.value.clone());
            match self.last.entry((device.id.clone(), point.id.clone())) {
                Entry::Occupied(mut last) => last.insert(now.clone()) != now,
                Entry::Vacant(first) => {
                    first.insert(now);
                    true
                }
            }
        };
        points.iter().filter(is_new).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mqtt::tests::machine;
    use crate::point::tests::point;

    #[test]
    fn a_reading_that_was_told_is_not_told_again() {
        let (device, mut news) = (machine(Vec::new()).device, News::default());
        let mut told = point("1", "room", "\u{b0}C", Value::Number(21.0));
        let mut count = |told: &Point| news.of(&device, std::slice::from_ref(told)).len();
        assert_eq!([count(&told), count(&told)], [1, 0]);
        told.time = Timestamp::from_second(1_764_338_460).expect("a time");
        assert_eq!(count(&told), 1, "the same value, measured again");
        told.value = Value::Number(21.5);
        assert_eq!(count(&told), 1, "corrected");
    }
}
