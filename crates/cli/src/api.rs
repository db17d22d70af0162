//! Which API is spoken to.

use std::ffi::OsString;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use uplink_apis::{APIS, Access, KnownApi};

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

/// The API that a command line asks for. It has to be known before the line is read, because it decides which commands
/// and functions there are.
pub fn asked_for(arguments: &[OsString]) -> Api {
    let mut words = arguments.iter().skip(1).map(|a| a.to_string_lossy());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--api") {
            Some("") => words.next().map(|v| v.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(api) = value.as_deref().and_then(uplink_apis::find) {
            return api;
        }
    }
    // There is nothing to pair with elsewhere.
    let pairs = arguments.get(1).is_some_and(|word| word == "pair");
    APIS.iter().find(|api| pairs && api.access == Access::Pairing).unwrap_or(&APIS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_may_stand_anywhere() {
        let asked = |line: &str| asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).name;
        assert_eq!(asked("p systems"), "nibe-uplink");
        assert_eq!(asked("p --api myuplink systems"), "myuplink");
        assert_eq!(asked("p systems --json --api=myuplink"), "myuplink");
        assert_eq!(asked("p read --api local"), "local");
        assert_eq!(asked("p pair 192.168.1.20"), "local");
        assert_eq!(asked("p --api nibe-uplink set myuplink"), "nibe-uplink");
    }
}
