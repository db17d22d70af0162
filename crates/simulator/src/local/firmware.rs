//! Versions of a pump's software, and what each does in its own way.
//!
//! What differs is what owners of pumps with such a version wrote. Which points an update brings and which it takes is not
//! public; some stand for them here.

use serde_json::{Map, Value};

use super::point;

/// A version of the software.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Firmware {
    /// 4.5.7, the first whose interface is known to work: units in a wrong encoding, no SG Ready by this way, and devices
    /// without the mode for those who are away.
    V4_5_7,
    /// 4.12.8, of autumn 2026.
    #[default]
    V4_12_8,
    /// 4.13.12, with points that others lack and without some that they have.
    V4_13_12,
}

use Firmware::{V4_5_7, V4_12_8, V4_13_12};

impl Firmware {
    const ALL: [Firmware; 3] = [V4_5_7, V4_12_8, V4_13_12];
    /// What an update leads to.
    pub(super) const NEWEST: Firmware = V4_13_12;

    /// How it is called.
    pub fn word(self) -> &'static str {
        match self {
            V4_5_7 => "4.5.7",
            V4_12_8 => "4.12.8",
            V4_13_12 => "4.13.12",
        }
    }

    /// The version that is called so.
    ///
    /// # Errors
    /// A sentence that names those that there are.
    pub fn find(word: &str) -> Result<Self, String> {
        Firmware::ALL.into_iter().find(|firmware| firmware.word() == word).ok_or_else(|| {
            let known = Firmware::ALL.map(Firmware::word).join(", ");
            format!("there is no firmware {word}; there are {known}")
        })
    }

    /// What the point of the version holds: the patch level is missing.
    fn number(self) -> i64 {
        match self {
            V4_5_7 => 4 << 8 | 5,
            V4_12_8 => 4 << 8 | 12,
            V4_13_12 => 4 << 8 | 13,
        }
    }

    pub(super) fn has_away_mode(self) -> bool {
        self != V4_5_7
    }

    /// Makes the points those of this version.
    pub(super) fn apply(self, points: &mut Map<String, Value>) {
        if let Some(version) = points.get_mut("2509") {
            version["value"]["integerValue"] = self.number().into();
        }
        match self {
            V4_5_7 => {
                points.retain(|id, _| !point::is_of_sg_ready(id));
                points.values_mut().for_each(point::spoil_units);
            }
            V4_12_8 => {}
            V4_13_12 => {
                points.retain(|id, _| !point::is_taken_by_update(id));
                point::add_of_update(points);
            }
        }
    }
}
