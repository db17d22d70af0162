//! The APIs that the package has clients of.

use uplink_runtime::descriptor::Api;
use uplink_simulator::Cloud;

/// An API with the cloud that the local service imitates for it.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) api: &'static Api,
    pub(crate) cloud: Cloud,
}

/// The API of this name, or a sentence that names those that there are.
pub(crate) fn find(name: &str) -> Result<Known, String> {
    match name {
        "nibe-uplink" => Ok(Known { api: &nibe_uplink::API, cloud: Cloud::NibeUplink }),
        "myuplink" => Ok(Known { api: &myuplink::API, cloud: Cloud::Myuplink }),
        _ => Err(format!("there is no API `{name}`; there are nibe-uplink and myuplink")),
    }
}
