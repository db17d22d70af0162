//! Which parameter of v1 a point is.
//!
//! Machines of the F family keep the numbers that v1 had, but for a few. Those of the S family have short ones of their own, the
//! same in the cloud and in the house, and some of them are numbers of other things in v1.

use uplink_spec::model::Catalogue;

use crate::upstream::Point;

/// Of the F family: the point, and the parameter of v1.
const F: [(i64, i64); 3] = [
    // Degree minutes, 32 bits in the one and 16 in the other.
    (40_940, 43_005),
    // The frequency of the compressor.
    (41_778, 43_136),
    // Temporary lux: on or off in the one, how long in the other.
    (50_004, 48_132),
];

/// Of the S family.
const S: [(i64, i64); 24] = [
    (4, 40_004),
    (8, 40_008),
    (10, 40_012),
    (11, 40_013),
    (12, 40_014),
    (54, 40_067),
    (57, 40_071),
    (58, 40_072),
    (158, 40_033),
    (781, 43_005),
    (1_708, 43_009),
    (1_755, 43_081),
    (2_505, 43_416),
    (2_559, 43_437),
    (3_096, 43_136),
    (3_667, 47_007),
    (3_671, 47_011),
    (3_675, 47_015),
    (3_706, 47_050),
    (3_707, 47_051),
    (3_941, 47_394),
    (4_564, 48_132),
    (5_033, 48_739),
    (47_751, 47_398),
];

/// A family of machines, which the ids of their points tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    F,
    S,
}

impl Family {
    /// Only the S family has numbers below those of v1.
    pub(crate) fn of(points: &[Point]) -> Self {
        let short = points.iter().any(|p| p.id.parse::<i64>().is_ok_and(|id| id < 10_000));
        if short { Family::S } else { Family::F }
    }

    /// The parameter of v1; `None` where v1 has none, and where it has another one of the same number.
    pub(crate) fn v1(self, id: &str, catalogue: Option<&Catalogue>) -> Option<i64> {
        let id: i64 = id.trim().parse().ok().filter(|id| *id > 0)?;
        let known = |table: &[(i64, i64)]| table.iter().find(|(own, _)| *own == id).map(|(_, v1)| *v1);
        let means_another = || catalogue.is_some_and(|c| c.entries.binary_search_by_key(&id, |e| e.id).is_ok());
        match self {
            Family::F => Some(known(&F).unwrap_or(id)),
            Family::S => known(&S).or_else(|| (!means_another()).then_some(id)),
        }
    }

    /// The points that a parameter of v1 may be.
    pub(crate) fn own(self, v1: i64) -> impl Iterator<Item = i64> {
        let (table, same): (&[(i64, i64)], _) = match self {
            Family::F => (&F, true),
            Family::S => (&S, false),
        };
        let other = table.iter().filter(move |(_, known)| *known == v1).map(|(own, _)| *own);
        same.then_some(v1).into_iter().chain(other)
    }
}

#[cfg(test)]
mod tests {
    use uplink_spec::model::Model;
    use uplink_spec_files::NIBE_UPLINK_V1;

    use super::*;

    fn model() -> Model {
        let spec = NIBE_UPLINK_V1;
        let table = |name: &str| spec.table(name).map(str::to_owned);
        uplink_spec::read_text(spec.name, spec.text, table).expect("the spec")
    }

    #[test]
    fn points_are_parameters_of_v1() {
        let model = model();
        let v1 = |family: Family, id: &str| family.v1(id, model.catalogue.as_ref());
        assert_eq!(v1(Family::F, "40004"), Some(40_004));
        assert_eq!(v1(Family::F, "40940"), Some(43_005));
        assert_eq!(v1(Family::S, "4"), Some(40_004));
        assert_eq!(v1(Family::S, "47751"), Some(47_398));
        assert_eq!(v1(Family::S, "22130"), Some(22_130), "v1 has nothing of this number");
        // v1 has the time when a fan stops there.
        assert_eq!(v1(Family::F, "47751"), Some(47_751));
        assert_eq!(v1(Family::S, "47752"), None);
        assert_eq!(v1(Family::S, "x"), None);
    }

    #[test]
    fn what_stands_in_the_tables_is_in_the_catalogue() {
        let model = model();
        let catalogue = model.catalogue.as_ref().expect("a catalogue");
        for (own, v1) in F.iter().chain(&S) {
            assert!(catalogue.entries.iter().any(|e| e.id == *v1), "{own} is to be {v1}");
        }
    }
}
