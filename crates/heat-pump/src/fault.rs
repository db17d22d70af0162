//! What breaks.

use serde::{Deserialize, Serialize};

/// What is broken in a heat pump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The outdoor sensor gives nothing; the mean of the last day stands in for it.
    OutdoorSensor,
    /// The refrigerant is low: the compressor is locked until somebody comes, and the addition heats.
    LowPressure,
    /// A filter is dirty: a third of the water comes through, and the supply gets hotter.
    Filter,
    /// There is no electricity.
    PowerCut,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 4] = [Fault::OutdoorSensor, Fault::LowPressure, Fault::Filter, Fault::PowerCut];

    pub(crate) fn bit(self) -> u8 {
        1 << self as u8
    }
}
