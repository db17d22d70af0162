//! Points that come and go while a pump is watched.
//!
//! A point is there while its condition holds, and for about a minute after a restart others are missing too. So what is missing
//! is gone only after a while.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use uplink_runtime::Value;

use crate::Reading;

/// How long a point has to be missing. A restart was seen to take a minute.
const GONE_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// The point of the version of the software.
const VERSION: i64 = 2509;

/// What changed, besides values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// Points that were there are not any more.
    Gone(Vec<i64>),
    /// Points are there that were not, or are there again.
    Appeared(Vec<i64>),
    /// The software is another version.
    Software {
        /// What it was.
        before: String,
        /// What it is.
        now: String,
    },
}

/// Which points of a device are there.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    wanted: Option<BTreeSet<i64>>,
    begun: bool,
    /// The points that are there, and since when each was missing in the answers, if it was.
    missing: BTreeMap<i64, Option<Timestamp>>,
    version: Option<String>,
}

impl Presence {
    /// Of the points of these ids, or of all.
    pub fn new(wanted: Option<impl IntoIterator<Item = i64>>) -> Self {
        Presence { wanted: wanted.map(|ids| ids.into_iter().collect()), ..Presence::default() }
    }

    /// Takes in all points that a device told at a time. What is wanted and missing from the start is gone at once.
    pub fn answered(&mut self, readings: &[Reading], at: Timestamp) -> Vec<News> {
        let is_wanted = |id: &i64| self.wanted.as_ref().is_none_or(|wanted| wanted.contains(id));
        let there: BTreeSet<i64> = readings.iter().map(|reading| reading.id).filter(is_wanted).collect();
        let mut appeared: Vec<i64> = there.iter().filter(|id| !self.missing.contains_key(id)).copied().collect();
        for (id, missing) in &mut self.missing {
            *missing = if there.contains(id) { None } else { missing.or(Some(at)) };
        }
        let is_gone = |missing: &Option<Timestamp>| missing.is_some_and(|since| at.duration_since(since) >= GONE_AFTER);
        let mut gone: Vec<i64> =
            self.missing.iter().filter(|(_, missing)| is_gone(missing)).map(|(id, _)| *id).collect();
        if !std::mem::replace(&mut self.begun, true) {
            appeared.clear();
            gone = self.wanted.iter().flatten().filter(|id| !there.contains(id)).copied().collect();
        }
        self.missing.retain(|id, _| !gone.contains(id));
        self.missing.extend(there.into_iter().map(|id| (id, None)));
        let mut news = Vec::new();
        if let Some(now) = readings.iter().find_map(software) {
            match self.version.replace(now.clone()) {
                Some(before) if before != now => news.push(News::Software { before, now }),
                _ => {}
            }
        }
        news.extend((!gone.is_empty()).then_some(News::Gone(gone)));
        news.extend((!appeared.is_empty()).then_some(News::Appeared(appeared)));
        news
    }
}

/// The version of the software, such as `4.13`, where a reading is that point. The patch level is not told.
pub fn software(reading: &Reading) -> Option<String> {
    match reading.value {
        Value::Int(number) if reading.id == VERSION && number > 0 => Some(format!("{}.{}", number >> 8, number & 255)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn readings(ids: &[i64], version: i64) -> Vec<Reading> {
        let one = |id: i64, value: i64| Reading {
            id,
            title: None,
            value: Value::Int(value),
            unit: None,
            limits: Default::default(),
            step: None,
            words: Vec::new(),
            writable: false,
            time: at(0),
        };
        ids.iter().map(|id| one(*id, 7)).chain([one(VERSION, version)]).collect()
    }

    #[test]
    fn what_is_missing_for_a_minute_is_not_gone() {
        let mut presence = Presence::new(None::<Vec<i64>>);
        assert_eq!(presence.answered(&readings(&[1, 2], 1036), at(0)), []);
        assert_eq!(presence.answered(&readings(&[1], 1036), at(60)), []);
        assert_eq!(presence.answered(&readings(&[1, 2], 1036), at(120)), []);
        assert_eq!(presence.answered(&readings(&[1], 1036), at(600)), []);
        assert_eq!(presence.answered(&readings(&[1], 1036), at(899)), []);
        assert_eq!(presence.answered(&readings(&[1], 1036), at(900)), [News::Gone(vec![2])]);
        assert_eq!(presence.answered(&readings(&[1], 1036), at(930)), [], "it is told once");
        assert_eq!(presence.answered(&readings(&[1, 2], 1036), at(960)), [News::Appeared(vec![2])]);
    }

    #[test]
    fn an_update_is_told_with_what_it_brings() {
        let mut presence = Presence::new(None::<Vec<i64>>);
        presence.answered(&readings(&[1], 1036), at(0));
        let (before, now) = ("4.12".to_owned(), "4.13".to_owned());
        let news = presence.answered(&readings(&[1, 3], 1037), at(60));
        assert_eq!(news, [News::Software { before, now }, News::Appeared(vec![3])]);
        assert_eq!(presence.answered(&readings(&[1, 3], 1037), at(120)), []);
    }

    #[test]
    fn what_is_wanted_and_missing_is_told_at_once() {
        let mut presence = Presence::new(Some([1, 9]));
        assert_eq!(presence.answered(&readings(&[1, 2], 1036), at(0)), [News::Gone(vec![9])]);
        assert_eq!(presence.answered(&readings(&[1, 2, 3], 1036), at(900)), [], "nobody asked for the others");
        assert_eq!(presence.answered(&readings(&[1, 9], 1036), at(960)), [News::Appeared(vec![9])]);
    }
}
