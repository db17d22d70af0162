//! Which API is spoken to.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use uplink_apis::{APIS, KnownApi};

/// An API that the program knows.
pub type Api = &'static KnownApi;

/// Reads the name of an API.
pub fn parser() -> impl TypedValueParser<Value = Api> {
    let names = APIS.iter().map(|api| PossibleValue::new(api.name).help(api.title));
    PossibleValuesParser::new(names).try_map(|name| uplink_apis::find(&name).ok_or("there is no such API"))
}

/// What a variable of an API says; blank ones count as unset.
pub fn said(api: Api, name: &str) -> Option<String> {
    std::env::var(api.variable(name)).ok().filter(|text| !text.trim().is_empty())
}
