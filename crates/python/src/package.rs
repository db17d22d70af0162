//! Which Python package this extension is part of.
//!
//! With the feature `nibe` that is `nibe_uplink`; without it `uplink_runtime`, on which packages stand that are made of other
//! APIs' specs. All names that differ are here.

macro_rules! package {
    ($module:literal, $distribution:literal, $application:literal, $token_key:literal) => {
        pub(crate) const MODULE: &str = $module;
        pub(crate) const CORE: &str = concat!($module, "._core");
        pub(crate) const ERRORS: &str = concat!($module, ".errors");
        pub(crate) const MODEL: &str = concat!($module, "._model");
        pub(crate) const RESPONSE: &str = concat!($module, "._response");
        /// What `pip` installs.
        pub(crate) const DISTRIBUTION: &str = $distribution;
        /// How requests to an API name the client.
        pub(crate) const USER_AGENT: &str = concat!($distribution, "/", env!("CARGO_PKG_VERSION"));
        /// The name of threads, of connections to a database, and of the folder with the user's tokens.
        pub(crate) const APPLICATION: &str = $application;
        /// The environment variable with the key that seals tokens in a database.
        pub(crate) const TOKEN_KEY: &str = $token_key;
    };
}

#[cfg(feature = "nibe")]
package!("nibe_uplink", "nibe-uplink-client", "nibe-uplink", "NIBE_UPLINK_TOKEN_KEY");
#[cfg(not(feature = "nibe"))]
package!("uplink_runtime", "uplink-runtime", "uplink-runtime", "UPLINK_TOKEN_KEY");
