//! What a machine tells otherwise than before, in sentences.

use crate::point::{Device, Point};

/// More names would fill a screen.
const MOST_NAMES: usize = 5;

/// What an answer changed, by names of points.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Changes {
    /// Points that were not told before, or not in the last rounds.
    pub appeared: Vec<String>,
    /// Points that are not told any more.
    pub gone: Vec<String>,
    /// Counters that fell and stay low.
    pub anew: Vec<String>,
}

impl Changes {
    /// The name of a point for people, who look for it by both.
    pub(crate) fn name(point: &Point) -> String {
        format!("{} ({})", point.slug, point.id)
    }

    /// A sentence for each kind.
    pub(crate) fn sentences(self, machine: &str) -> Vec<String> {
        let kinds = [
            (self.appeared, "points more are told"),
            (self.gone, "points are not told any more"),
            (self.anew, "counters begin anew, as of a machine that was replaced"),
        ];
        let told = kinds.into_iter().filter(|(names, _)| !names.is_empty());
        told.map(|(names, what)| format!("{machine}: {} {what}: {}", names.len(), list(names))).collect()
    }
}

fn list(mut names: Vec<String>) -> String {
    names.sort_unstable();
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    let named = names.join(", ");
    if more == 0 { named } else { format!("{named} and {more} others") }
}

/// What is otherwise with a machine that was known, in a sentence.
pub(crate) fn software(before: &Device, now: &Device) -> Option<String> {
    let (was, is) = (&before.firmware, &now.firmware);
    let told = was != is && !was.is_empty() && !is.is_empty();
    told.then(|| format!("{}: its software is {is} now, it was {was}", now.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_change_is_a_sentence_that_does_not_grow_without_end() {
        let names = |count: usize| (0..count).map(|n| format!("point_{n} ({n})")).collect::<Vec<_>>();
        assert_eq!(Changes::default().sentences("A"), [""; 0]);
        let changes = Changes { appeared: names(7), gone: Vec::new(), anew: names(1) };
        assert_eq!(
            changes.sentences("A"),
            [
                "A: 7 points more are told: point_0 (0), point_1 (1), point_2 (2), point_3 (3), point_4 (4) and 2 others",
                "A: 1 counters begin anew, as of a machine that was replaced: point_0 (0)",
            ]
        );
    }
}
