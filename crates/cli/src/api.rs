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
    /// A pump of the S-series at its own address
    Local,
}

impl Api {
    /// What it consists of.
    pub fn described(self) -> &'static descriptor::Api {
        match self {
            Api::NibeUplink => &nibe_uplink::API,
            Api::Myuplink => &myuplink::API,
            Api::Local => &nibe_local::API,
        }
    }

    /// The cloud that the local service imitates for it.
    pub fn imitated(self) -> Cloud {
        match self {
            Api::NibeUplink => Cloud::NibeUplink,
            Api::Myuplink => Cloud::Myuplink,
            Api::Local => Cloud::Local,
        }
    }

    /// What `--api` calls it.
    pub fn word(self) -> &'static str {
        match self {
            Api::NibeUplink => "nibe-uplink",
            Api::Myuplink => "myuplink",
            Api::Local => "local",
        }
    }

    /// What the names of its environment variables begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Api::NibeUplink => "NIBE_UPLINK",
            Api::Myuplink => "MYUPLINK",
            Api::Local => "NIBE_LOCAL",
        }
    }

    /// The program as it is called for this API.
    pub fn program(self) -> &'static str {
        match self {
            Api::NibeUplink => "nibe-uplink",
            Api::Myuplink => "nibe-uplink --api myuplink",
            Api::Local => "nibe-uplink --api local",
        }
    }

    /// The host of its cloud and when that closed, if it did.
    pub fn closed(self) -> Option<(&'static str, &'static str)> {
        match self {
            Api::NibeUplink => Some((self.described().base_url.trim_start_matches("https://"), "September 2024")),
            Api::Myuplink | Api::Local => None,
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
        match value.as_deref() {
            Some("myuplink") => return Api::Myuplink,
            Some("local") => return Api::Local,
            _ => {}
        }
    }
    // There is nothing to pair with elsewhere.
    if arguments.get(1).is_some_and(|word| word == "pair") { Api::Local } else { Api::NibeUplink }
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
        assert_eq!(asked("p read --api local"), Api::Local);
        assert_eq!(asked("p pair 192.168.1.20"), Api::Local);
        assert_eq!(asked("p --api nibe-uplink set myuplink"), Api::NibeUplink);
    }
}
