//! The modes of a device, in whichever spelling the pump takes.
//!
//! The page of pumps writes `aidmode` and `aidMode`, and programs that are in use send one or the other; nobody tried both on
//! the same pump. So the second is sent where the first is refused as malformed: then the pump has done nothing yet.

use serde_json::Value as Json;
use uplink_runtime::descriptor::{Argument, Function};
use uplink_runtime::{Call, Client, Error};

use crate::functions::{SET_AID_MODE, SET_SMART_MODE};
use crate::types::{AidMode, DeviceId, SmartMode};

static OTHER_AID_MODE: Function = Function {
    arguments: &[
        Argument { required: true, ..SET_AID_MODE.arguments[0] },
        Argument { wire: "aidMode", ..SET_AID_MODE.arguments[1] },
    ],
    ..SET_AID_MODE
};

static OTHER_SMART_MODE: Function = Function {
    arguments: &[
        Argument { required: true, ..SET_SMART_MODE.arguments[0] },
        Argument { wire: "smartMode", ..SET_SMART_MODE.arguments[1] },
    ],
    ..SET_SMART_MODE
};

impl crate::Client {
    /// Turns the emergency mode of a device on or off, in the spelling that the pump takes.
    ///
    /// # Errors
    /// Any failure of the requests.
    pub async fn write_aid_mode(&self, device_id: impl Into<DeviceId>, mode: AidMode) -> Result<(), Error> {
        let device = serde_json::to_value(device_id.into()).unwrap_or_default();
        write_modes(self.untyped(), &device, Some(mode.as_str()), None).await
    }

    /// Tells a device whether somebody is at home, in the spelling that the pump takes.
    ///
    /// # Errors
    /// Any failure of the requests.
    pub async fn write_smart_mode(&self, device_id: impl Into<DeviceId>, mode: SmartMode) -> Result<(), Error> {
        let device = serde_json::to_value(device_id.into()).unwrap_or_default();
        write_modes(self.untyped(), &device, None, Some(mode.as_str())).await
    }
}

/// Both for a client that is known only at run time; `None` leaves a mode as it is.
///
/// # Errors
/// See [`Client::write_aid_mode`](crate::Client::write_aid_mode).
pub async fn write_modes(client: &Client, device: &Json, aid: Option<&str>, smart: Option<&str>) -> Result<(), Error> {
    if let Some(mode) = aid {
        either([&SET_AID_MODE, &OTHER_AID_MODE], client, device, mode).await?;
    }
    if let Some(mode) = smart {
        either([&SET_SMART_MODE, &OTHER_SMART_MODE], client, device, mode).await?;
    }
    Ok(())
}

async fn either(spellings: [&'static Function; 2], client: &Client, device: &Json, mode: &str) -> Result<(), Error> {
    let [first, second] = spellings.map(|function| {
        let name = function.arguments[1].name;
        // What the answer holds is not public.
        Call::<Option<Json>>::new(client, function).set("device_id", device).set(name, mode)
    });
    match first.await {
        Err(Error::Api(error)) if error.status == 400 => second.await.map(drop),
        other => other.map(drop),
    }
}
