//! The APIs that the package has clients of.

use uplink_runtime::descriptor::Api;
use uplink_spec_files::{MYUPLINK_V2, NIBE_UPLINK_V1, SpecFile};

/// An API with its spec.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) api: &'static Api,
    pub(crate) spec: SpecFile,
}

/// The API of this name, or a sentence that names those that there are.
pub(crate) fn find(name: &str) -> Result<Known, String> {
    match name {
        "nibe-uplink" => Ok(Known { api: &nibe_uplink::API, spec: NIBE_UPLINK_V1 }),
        "myuplink" => Ok(Known { api: &myuplink::API, spec: MYUPLINK_V2 }),
        _ => Err(format!("there is no API `{name}`; there are nibe-uplink and myuplink")),
    }
}
