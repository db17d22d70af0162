//! The Rust code of the golden spec compiles without a warning, and one crate can hold more than one API.
#![deny(warnings)]
#![allow(clippy::duplicate_mod, reason = "the same API stands for a second one")]

/// An API as it is generated.
pub mod kettle {
    include!("../../crates/codegen/tests/golden/rust/api.rs");
}

/// Another one beside it.
pub mod kitchen {
    /// Deeper in the crate.
    pub mod kettle {
        include!("../../crates/codegen/tests/golden/rust/api.rs");
    }
}

use std::sync::Arc;

use uplink_runtime::{Options, StaticToken};

#[test]
fn two_apis_live_in_one_crate() {
    let tokens = || Arc::new(StaticToken::new("token", None));
    let one = kettle::Client::new(tokens(), Options::default()).expect("a client");
    let other = kitchen::kettle::Client::new(tokens(), Options::default()).expect("a client");
    let plan = kettle::types::Plan::new("HEAT".to_owned().into(), Vec::new());
    drop(one.boil(1, 95.5, [("lid", 3)], plan));
    drop(other.scopes::<kitchen::kettle::scopes::Look>().kettles());
    assert_eq!(kettle::API.functions.len(), kitchen::kettle::API.functions.len());
}
