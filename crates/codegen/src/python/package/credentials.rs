//! Keys and passwords that a client takes as options.

use uplink_spec::model::AuthKind;

use super::Package;

/// The options that every client may have.
const OPTIONS: [&str; 13] = [
    "base_url",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scopes",
    "token_store",
    "token",
    "timeout",
    "retries",
    "keep_pace",
    "root_certificate",
    "on_request",
    "on_response",
];

/// An option of the client that is a secret, or the user name that goes with one.
pub(super) struct Credential {
    pub scheme: String,
    pub username: Option<String>,
    pub secret: String,
    pub doc: String,
}

impl Package<'_> {
    /// The options for keys and passwords. Where there is one of a kind it has the plain name.
    pub(super) fn credentials(&self) -> Vec<Credential> {
        let keys = self.model.auth.iter().filter(|s| s.kind != AuthKind::Basic).count();
        let passwords = self.model.auth.len() - keys;
        let credentials = self.model.auth.iter().map(|scheme| {
            let name = &scheme.name;
            let (username, secret) = match &scheme.kind {
                AuthKind::Basic if passwords == 1 => (Some("username".to_owned()), "password".to_owned()),
                AuthKind::Basic => (Some(format!("{name}_username")), format!("{name}_password")),
                AuthKind::ApiKey { .. } if keys == 1 => (None, "api_key".to_owned()),
                AuthKind::ApiKey { .. } if OPTIONS.contains(&name.as_str()) => (None, format!("{name}_key")),
                AuthKind::ApiKey { .. } => (None, crate::python::names::value(name)),
            };
            Credential { scheme: name.clone(), username, secret, doc: scheme.doc.clone() }
        });
        credentials.collect()
    }
}
