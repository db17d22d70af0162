//! The spec files of the heat pump clouds, embedded.
//!
//! A data crate, so that packed crates carry the files that clients are generated from. A build script names one:
//!
//! ```
//! let spec = uplink_spec_files::NIBE_UPLINK_V1;
//! assert!(spec.text.contains("[function.parameters]"));
//! // In a build script: uplink_codegen::build(spec.path());
//! assert!(spec.path().ends_with(spec.name));
//! ```

/// A spec file with the tables that it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecFile {
    /// Its name, for messages.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Names and texts of the tables beside it.
    pub tables: &'static [(&'static str, &'static str)],
}

impl SpecFile {
    /// Where the file lies on the machine that compiles: for build scripts.
    // What never asks, such as a wheel, does not hold the path of whoever built it.
    #[inline]
    pub fn path(&self) -> String {
        format!("{}/{}", env!("CARGO_MANIFEST_DIR"), self.name)
    }

    /// The text of a table that the spec refers to.
    pub fn table(&self, name: &str) -> Option<&'static str> {
        self.tables.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
    }
}

/// myUplink public API v2.
pub const MYUPLINK_V2: SpecFile =
    SpecFile { name: "myuplink-v2.toml", text: include_str!("../myuplink-v2.toml"), tables: &[] };

/// The local REST API of NIBE's S-series.
pub const NIBE_LOCAL: SpecFile =
    SpecFile { name: "nibe-local.toml", text: include_str!("../nibe-local.toml"), tables: &[] };

/// NIBE Uplink API v1.
pub const NIBE_UPLINK_V1: SpecFile = SpecFile {
    name: "nibe-uplink-v1.toml",
    text: include_str!("../nibe-uplink-v1.toml"),
    tables: &[("nibe-uplink-v1.parameters.tsv", include_str!("../nibe-uplink-v1.parameters.tsv"))],
};
