//! Things as the page of the service shows them.

/// A thing at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glance {
    /// Its id, as the API writes it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    /// Titles with values, as they are read.
    pub readings: Vec<(String, String)>,
    /// What can happen to it besides its daily work.
    pub troubles: Vec<TroubleSwitch>,
    /// What it did in the last day; those of one unit belong into one plot.
    pub curves: Vec<Curve>,
}

/// A trouble that a thing can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubleSwitch {
    /// The word of [`Behaviour::troubles`](crate::Behaviour::troubles).
    pub word: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Whether the thing has it now.
    pub on: bool,
}

/// A quantity over the last day.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it is.
    pub title: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Values with their times, in seconds since 1970, the oldest first.
    pub points: Vec<(i64, f64)>,
}
