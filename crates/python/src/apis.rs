//! The APIs that the package has clients of.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use uplink_runtime::Error;
use uplink_runtime::descriptor::Api;
use uplink_simulator::Cloud;

use crate::classes::Classes;

/// An API with the cloud that the local service imitates for it, and its Python package.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) api: &'static Api,
    pub(crate) cloud: Cloud,
    pub(crate) package: &'static str,
    /// Whether an error says that a machine is not connected to the cloud.
    pub(crate) is_offline: fn(&Error) -> bool,
    classes: PyOnceLock<Classes>,
}

static ALL: [Known; 2] = [
    Known {
        name: "nibe-uplink",
        api: &nibe_uplink::API,
        cloud: Cloud::NibeUplink,
        package: "nibe_uplink",
        is_offline: nibe_uplink::is_offline,
        classes: PyOnceLock::new(),
    },
    Known {
        name: "myuplink",
        api: &myuplink::API,
        cloud: Cloud::Myuplink,
        package: "nibe_uplink.myuplink",
        // It has no word for it.
        is_offline: |_| false,
        classes: PyOnceLock::new(),
    },
];

impl Known {
    /// The classes that its answers become, imported at the first answer.
    pub(crate) fn classes(&self, py: Python<'_>) -> PyResult<&Classes> {
        self.classes.get_or_try_init(py, || Classes::load(py, self.api, self.package))
    }
}

/// The API of this name, or a sentence that names those that there are.
pub(crate) fn find(name: &str) -> Result<&'static Known, String> {
    ALL.iter().find(|known| known.name == name).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|known| known.name).collect();
        format!("there is no API `{name}`; there are {}", names.join(" and "))
    })
}

/// The API whose package a class belongs to.
pub(crate) fn of_module(module: &str) -> Option<&'static Known> {
    ALL.iter().find(|known| module.strip_prefix(known.package).is_some_and(|rest| rest == "._generated.models"))
}
