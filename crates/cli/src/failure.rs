//! What goes wrong, with its exit code and the next step.

use std::io;

use nibe_uplink::API;
use uplink_oauth::LoginError;
use uplink_runtime::descriptor::Role;
use uplink_runtime::{ApiError, Error, MissingScope, TokenError, TransportError};

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// A sentence for the user.
    Said {
        /// A stable word for programs.
        kind: &'static str,
        /// One sentence with the next step.
        message: String,
        /// The exit code.
        code: i32,
    },
    /// Ctrl-C.
    Interrupted,
    /// Whoever read our output has enough of it.
    PipeClosed,
}

impl Failure {
    /// Something failed.
    pub fn failed(kind: &'static str, message: impl Into<String>) -> Self {
        Failure::Said { kind, message: message.into(), code: 1 }
    }

    /// The program was used wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure::Said { kind: "usage", message: message.into(), code: 2 }
    }

    /// The exit code.
    pub fn code(&self) -> i32 {
        match self {
            Failure::Said { code, .. } => *code,
            Failure::Interrupted => 130,
            Failure::PipeClosed => 0,
        }
    }

    /// The word for programs and the sentence for people; `None` when there is nothing to say.
    pub fn said(&self) -> Option<(&'static str, &str)> {
        match self {
            Failure::Said { kind, message, .. } => Some((kind, message)),
            Failure::Interrupted => Some(("interrupted", "interrupted")),
            Failure::PipeClosed => None,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::PipeClosed;
        }
        Failure::failed("output", format!("cannot write the output: {error}"))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let said = |kind, message: String, code| Failure::Said { kind, message, code };
        match &error {
            Error::Argument(_) => said("argument", error.to_string(), 2),
            Error::MissingScope(missing) => said("missing_scope", missing_scope(missing), 4),
            Error::Token(token) => Failure::from(token.clone()),
            Error::Transport { error: transport, .. } => said("transport", format!("{error}{}", whither(transport)), 1),
            Error::Api(api) => refused(api),
            Error::Decode(_) => said("decode", format!("{error}; the server may be newer than this program"), 1),
            Error::Setup(_) => said("usage", error.to_string(), 2),
            _ => said("failed", error.to_string(), 1),
        }
    }
}

fn missing_scope(missing: &MissingScope) -> String {
    let mut scopes = missing.granted.clone();
    scopes.extend(missing.needs.iter().filter(|s| !missing.granted.contains(s)).cloned());
    format!("{missing}: `nibe-uplink login --scopes \"{}\"`", scopes.join(" "))
}

/// An error of the API. Only login and scope are told apart here; its own sentence says the rest.
fn refused(error: &ApiError) -> Failure {
    let codes = API.errors.map_or(&[][..], |e| e.codes);
    let role = codes.iter().find(|c| Some(c.code) == error.code).and_then(|c| c.role);
    let (code, next) = match (role, error.status) {
        (Some(Role::Login), _) | (None, 401) => (3, "; run `nibe-uplink login`"),
        (Some(Role::Scope), _) => (4, "; run `nibe-uplink login` with the scope in --scopes"),
        _ => (1, ""),
    };
    Failure::Said { kind: "api", message: format!("{error}{next}"), code }
}

/// Where to go when there is no connection: the cloud of this API is gone.
fn whither(error: &TransportError) -> &'static str {
    let (TransportError::Connect { host, .. }
    | TransportError::Broken { host, .. }
    | TransportError::Timeout { host, .. }) = error
    else {
        return "";
    };
    let closed = API.base_url.strip_prefix("https://").is_some_and(|cloud| host == cloud);
    if closed {
        "; the cloud closed in September 2024, so run `nibe-uplink simulate` and give its address with --base-url"
    } else {
        "; check the address (--base-url) and that the service runs"
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        let (kind, code, next) = match &error {
            TokenError::LoginRequired { .. } => ("login_required", 3, "; run `nibe-uplink login`"),
            TokenError::ClientRejected { .. } => ("client_rejected", 1, ""),
            TokenError::Temporary { .. } => ("temporary", 1, ""),
            TokenError::BadTokenAnswer { .. } => ("bad_token_answer", 1, ""),
            TokenError::StoreError { .. } => ("store_error", 1, ""),
            _ => ("token", 1, ""),
        };
        Failure::Said { kind, message: format!("{error}{next}"), code }
    }
}

impl From<LoginError> for Failure {
    fn from(error: LoginError) -> Self {
        let (kind, code) = match &error {
            LoginError::Setup(_) | LoginError::NotLoopback(_) => ("usage", 2),
            LoginError::Cancelled => return Failure::Interrupted,
            LoginError::LoginDenied { .. } => ("login_denied", 1),
            LoginError::StateMismatch => ("state_mismatch", 1),
            LoginError::BadCallback(_) => ("bad_callback", 1),
            LoginError::PortBusy { .. } => ("port_busy", 1),
            LoginError::Deadline { .. } => ("deadline", 1),
            LoginError::Token(cause) => match Failure::from(cause.clone()) {
                Failure::Said { kind, .. } => (kind, 1),
                other => return other,
            },
            _ => ("login", 1),
        };
        // Pasting is an option of `login`; the library cannot know that.
        let next = match &error {
            LoginError::PortBusy { .. } | LoginError::NotLoopback(_) | LoginError::Deadline { .. } => {
                " with `nibe-uplink login --paste`"
            }
            _ => "",
        };
        Failure::Said { kind, message: format!("{error}{next}"), code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_scope_names_the_whole_login() {
        let missing = MissingScope {
            function: "set_parameters".into(),
            needs: vec!["WRITESYSTEM".into()],
            granted: vec!["READSYSTEM".into()],
        };
        let failure = Failure::from(Error::from(missing));
        assert_eq!(failure.code(), 4);
        let (_, message) = failure.said().expect("a sentence");
        assert!(message.ends_with("`nibe-uplink login --scopes \"READSYSTEM WRITESYSTEM\"`"), "{message}");
    }

    #[test]
    fn the_closed_cloud_is_named() {
        let error = |host: &str| TransportError::Connect { host: host.into(), why: "no".into() };
        assert!(whither(&error("api.nibeuplink.com")).contains("September 2024"));
        assert!(whither(&error("127.0.0.1:1")).contains("--base-url"));
    }
}
