#![doc = include_str!("../README.md")]

use std::path::{Path, PathBuf};

use uplink_oauth::FileStore;
use uplink_runtime::Error;
use uplink_runtime::descriptor::Api;
use uplink_simulator::Imitation;

/// An API that a program may serve: one that is compiled in, or one that is described at run time.
#[derive(Debug)]
pub struct KnownApi {
    /// What options and configurations call it.
    pub name: &'static str,
    /// What people call it, in a line of help.
    pub title: &'static str,
    /// Its functions and types, as they were generated.
    pub described: &'static Api,
    /// What the names of its environment variables begin with.
    pub environment: &'static str,
    /// How somebody gets in.
    pub access: Access,
    /// The scopes that a login asks for when none are named, and what is said of the choice.
    pub login_scopes: (&'static str, &'static str),
    /// When its cloud closed.
    pub closed: Option<&'static str>,
    /// Whether an error says that a machine is not connected to the cloud.
    pub is_offline: fn(&Error) -> bool,
    /// How the local service answers in its place.
    pub imitation: Imitation,
    /// Its Python package.
    pub package: &'static str,
    /// How its program is called.
    pub program: &'static str,
    /// What the folder is called where tokens are kept, among those of other programs of the user.
    pub folder: &'static str,
    /// The file that describes it, where nothing of it is compiled in.
    pub spec: Option<&'static Path>,
}

/// Those that are compiled in. The first is meant where none is named.
pub static APIS: &[KnownApi] = &[
    #[cfg(feature = "nibe")]
    KnownApi {
        name: "nibe-uplink",
        title: "NIBE Uplink API v1",
        described: &nibe_uplink::API,
        environment: nibe_uplink::ENVIRONMENT,
        access: Access::Login,
        login_scopes: ("READSYSTEM", "READSYSTEM, WRITESYSTEM"),
        closed: Some("September 2024"),
        is_offline: nibe_uplink::is_offline,
        imitation: uplink_simulator::nibe::IMITATION,
        package: "nibe_uplink",
        program: "nibe-uplink",
        folder: "nibe-uplink",
        spec: None,
    },
    #[cfg(feature = "nibe")]
    KnownApi {
        name: "myuplink",
        title: "myUplink API v2",
        described: &myuplink::API,
        environment: myuplink::ENVIRONMENT,
        access: Access::Login,
        login_scopes: (
            "READSYSTEM offline_access",
            "READSYSTEM, WRITESYSTEM, and offline_access, without which the login ends after an hour",
        ),
        closed: None,
        // It has no word for it.
        is_offline: |_| false,
        imitation: uplink_simulator::myuplink::IMITATION,
        package: "nibe_uplink.myuplink",
        program: "nibe-uplink --api myuplink",
        folder: "nibe-uplink",
        spec: None,
    },
    #[cfg(feature = "nibe")]
    KnownApi {
        name: "local",
        title: "A pump of the S-series at its own address",
        described: &nibe_local::API,
        environment: "NIBE_LOCAL",
        access: Access::Pairing,
        login_scopes: ("", ""),
        closed: None,
        // It has no cloud.
        is_offline: |_| false,
        imitation: uplink_simulator::local::IMITATION,
        package: "nibe_uplink.local",
        program: "nibe-uplink --api local",
        folder: "nibe-uplink",
        spec: None,
    },
];

/// The API of a name.
pub fn find(name: &str) -> Option<&'static KnownApi> {
    APIS.iter().find(|api| api.name == name)
}

/// How somebody gets in, and where what lets them in is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// By a login with OAuth, whose tokens are kept.
    Login,
    /// By a user name and a password, which are kept with the fingerprint of a certificate.
    Pairing,
    /// By keys and passwords of the environment, or by nothing at all.
    Keys,
}

impl KnownApi {
    /// A variable of the environment.
    pub fn variable(&self, name: &str) -> String {
        format!("{}_{name}", self.environment)
    }

    /// Where tokens or pairings are kept unless a file is named.
    ///
    /// # Errors
    /// There is no home directory.
    pub fn default_file(&self) -> Result<PathBuf, Error> {
        #[cfg(feature = "nibe")]
        if self.access == Access::Pairing {
            return nibe_local::Pairing::default_path();
        }
        Ok(FileStore::default_path(self.folder)?)
    }
}
