#![doc = include_str!("../README.md")]

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
