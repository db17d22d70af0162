//! Where pumps say something wrong of their own points. Found by the authors of whatsinabyte/nibe-smo-mqtt-bridge and
//! AndiHOK91/HA-Nibe-Local-REST-API (both MIT) on real pumps.

/// What is right.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// The divisor.
    Divisor(i64),
    /// The smallest value, as stored.
    Min(i64),
    /// The largest value, as stored.
    Max(i64),
    /// The unit, whatever was sent; empty for none.
    Unit(&'static str),
    /// The unit, where none was sent.
    NoUnitSent(&'static str),
    /// A stored number that says that there is nothing.
    Absent(i64),
}

use Fault::{Absent, Divisor, Max, Min, NoUnitSent, Unit};

/// First and last id, and what is right there.
const FAULTS: &[(i64, i64, &[Fault])] = &[
    (818, 825, &[NoUnitSent("s")]),
    (840, 840, &[Absent(65_535)]),
    (849, 849, &[NoUnitSent("%")]),
    (995, 995, &[NoUnitSent("bar")]),
    (1205, 1219, &[NoUnitSent("DM")]),
    (3702, 3702, &[Min(550)]),
    (3745, 3745, &[Max(24)]),
    (4030, 4030, &[NoUnitSent("min")]),
    (4562, 4562, &[Unit("")]),
    (14_314, 14_314, &[NoUnitSent("W")]),
    // Power; old firmware called it energy.
    (25_165, 25_166, &[Unit("kW")]),
    // Two pumps.
    (29_258, 29_258, &[Divisor(100)]),
];

/// What is right of a point.
pub(super) fn of(id: i64) -> &'static [Fault] {
    FAULTS.iter().find(|(first, last, _)| (*first..=*last).contains(&id)).map_or(&[], |(_, _, faults)| faults)
}
