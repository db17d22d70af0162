//! One reader of heat pumps, and what it says rendered for programs that keep and show values.
//!
//! A [`Source`] reads machines through a client; what came is a list of [`Point`]s, whose [`slug()`], [`Quantity`] and [`Kind`]
//! are decided once, so that every sink names and measures a point alike, whatever the language of the machine. A sink is a
//! rendering: [`prometheus`] answers scrapes with what is known now, [`influx`] writes a line for each new reading,
//! [`mqtt`] keeps topics for Home Assistant, and with the feature `postgres` rows are kept in a table.
//!
//! [`Config`] is the file that says what is read and where it goes; [`Publisher`] does it.

mod changes;
mod clock;
pub mod config;
pub mod house;
pub mod influx;
pub mod mqtt;
mod outbox;
#[cfg(feature = "parquet")]
mod parquet;
mod point;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod prometheus;
mod publisher;
mod quantity;
mod reader;
#[cfg(any(feature = "parquet", feature = "postgres"))]
mod rows;
mod said;
mod slug;
mod spool;

pub use clock::SteadyClock;
pub use config::Config;
pub use point::{Control, Device, Kind, Point};
pub use publisher::{PublishError, Publisher};
pub use quantity::Quantity;
pub use reader::{Api, Source};
pub use said::Troubles;
pub use slug::slug;
pub use spool::Spool;

/// What the README shows runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
