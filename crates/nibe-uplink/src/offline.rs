//! How the API says that a machine cannot be reached.

use crate::Error;

/// Whether an error says that the heat pump is not connected to the cloud.
pub fn is_offline(error: &Error) -> bool {
    matches!(error, Error::Api(error) if error.name == Some("SYSTEM_OFFLINE"))
}
