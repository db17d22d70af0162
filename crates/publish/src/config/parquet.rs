//! The folder that files of rows go to.

use std::path::PathBuf;

use serde::Deserialize;

/// The folder that files of rows go to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ParquetConfig {
    /// The folder, which is made if it is not there.
    pub folder: PathBuf,
}

impl ParquetConfig {
    pub(super) fn check(&self) -> Result<(), String> {
        if cfg!(not(feature = "parquet")) {
            return Err("[parquet]: this program was built without it; build it with the feature `parquet`".to_owned());
        }
        if self.folder.as_os_str().is_empty() {
            return Err("[parquet] folder is empty: name a folder".to_owned());
        }
        Ok(())
    }
}
