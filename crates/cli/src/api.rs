//! Which API is spoken to.

use std::ffi::OsString;

use clap::ValueEnum;
use uplink_runtime::descriptor;
use uplink_simulator::Cloud;

/// An API that the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Api {
    /// NIBE Uplink API v1
    NibeUplink,
    /// myUplink API v2
    Myuplink,
}

impl Api {
    /// What it consists of.
    pub fn described(self) -> &'static descriptor::Api {
        match self {
            Api::NibeUplink => &nibe_uplink::API,
            Api::Myuplink => &myuplink::API,
        }
    }

    /// The cloud that the local service imitates for it.
    pub fn imitated(self) -> Cloud {
        match self {
            Api::NibeUplink => Cloud::NibeUplink,
            Api::Myuplink => Cloud::Myuplink,
        }
    }

    /// What `--api` calls it.
    pub fn word(self) -> &'static str {
        match self {
            Api::NibeUplink => "nibe-uplink",
            Api::Myuplink => "myuplink",
        }
    }

    /// What the names of its environment variables begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Api::NibeUplink => "NIBE_UPLINK",
            Api::Myuplink => "MYUPLINK",
        }
    }

    /// The program as it is called for this API.
    pub fn program(self) -> &'static str {
        match self {
            Api::NibeUplink => "nibe-uplink",
            Api::Myuplink => "nibe-uplink --api myuplink",
        }
    }

    /// The host of its cloud and when that closed, if it did.
    pub fn closed(self) -> Option<(&'static str, &'static str)> {
        match self {
            Api::NibeUplink => Some((self.described().base_url.trim_start_matches("https://"), "September 2024")),
            Api::Myuplink => None,
        }
    }
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
        if value.as_deref() == Some("myuplink") {
            return Api::Myuplink;
        }
    }
    Api::NibeUplink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_may_stand_anywhere() {
        let asked = |line: &str| asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked("p systems"), Api::NibeUplink);
        assert_eq!(asked("p --api myuplink systems"), Api::Myuplink);
        assert_eq!(asked("p systems --json --api=myuplink"), Api::Myuplink);
        assert_eq!(asked("p --api nibe-uplink set myuplink"), Api::NibeUplink);
    }
}
