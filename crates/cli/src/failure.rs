//! What goes wrong, with its exit code and the next step.

use std::io;

use uplink_apis::Access;
use uplink_oauth::LoginError;
use uplink_runtime::{Error, ErrorKind, MissingScope, TokenError, TransportError};

use crate::api::Api;

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// A sentence for the user.
    Said {
        /// A stable word for programs.
        kind: &'static str,
        /// One sentence.
        message: String,
        /// What the user can do about it, when the sentence does not say so.
        next: Option<Next>,
        /// The exit code.
        code: i32,
    },
    /// Ctrl-C.
    Interrupted,
    /// Whoever read our output has enough of it.
    PipeClosed,
}

/// The next step, which becomes a command in the words of the API that was asked.
#[derive(Debug)]
pub enum Next {
    /// Log in.
    LogIn,
    /// Log in with the scope that is missing, whichever it is.
    LogInForMore,
    /// Log in with these scopes.
    LogInFor(Vec<String>),
    /// Log in without a listener.
    Paste,
    /// See to it that somebody answers at this host.
    Reach(String),
    /// Take the certificate that this host has now.
    Trust(String),
    /// Ask for something that one may ask for.
    Permitted,
}

impl Next {
    /// The end of the sentence.
    fn said(&self, api: Api) -> String {
        let program = api.program;
        if api.access == Access::Pairing {
            return self.said_of_pump();
        }
        match self {
            // What was refused stands in the sentence.
            Next::LogIn if api.access == Access::Keys => String::new(),
            Next::LogIn => format!("; run `{program} login`"),
            Next::LogInForMore => format!("; run `{program} login` with the scope in --scopes"),
            Next::LogInFor(scopes) => format!(": `{program} login --scopes \"{}\"`", scopes.join(" ")),
            Next::Paste => format!(" with `{program} login --paste`"),
            Next::Reach(host) => match api.closed {
                Some(when) if api.described.base_url.strip_prefix("https://") == Some(host) => format!(
                    "; the cloud closed in {when}, so run `{program} simulate` and give its address with --base-url"
                ),
                _ => "; check the address (--base-url) and that the service runs".to_owned(),
            },
            Next::Trust(_) | Next::Permitted => String::new(),
        }
    }
}

impl Next {
    /// The same where nobody logs in.
    fn said_of_pump(&self) -> String {
        match self {
            Next::Reach(_) => "; check the address, and that the API is on in the pump's menu 7.5.15".to_owned(),
            Next::Trust(host) => format!("; `nibe-uplink pair {host}` pairs again"),
            // Who is known may do all that the pump lets be done, but with a device that is there.
            Next::Permitted => "; `nibe-uplink --api local devices` shows the devices that there are".to_owned(),
            _ => "; give the right ones to `nibe-uplink pair ADDRESS`".to_owned(),
        }
    }
}

impl Failure {
    /// Something failed.
    pub fn failed(kind: &'static str, message: impl Into<String>) -> Self {
        Failure::Said { kind, message: message.into(), next: None, code: 1 }
    }

    /// The program was used wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure::Said { kind: "usage", message: message.into(), next: None, code: 2 }
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
    pub fn said(&self, api: Api) -> Option<(&'static str, String)> {
        match self {
            Failure::Said { kind, message, next, .. } => {
                let next = next.as_ref().map(|next| next.said(api)).unwrap_or_default();
                Some((kind, format!("{message}{next}")))
            }
            Failure::Interrupted => Some(("interrupted", "interrupted".to_owned())),
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

/// The word and the exit code of a kind of failure.
fn judged(kind: ErrorKind) -> (&'static str, i32) {
    match kind {
        ErrorKind::Argument => ("argument", 2),
        ErrorKind::Setup => ("usage", 2),
        ErrorKind::LoginRequired => ("login_required", 3),
        ErrorKind::MissingScope => ("missing_scope", 4),
        ErrorKind::Timeout => ("transport", 1),
        // The sentence tells them apart.
        kind if kind.is_api() => ("api", 1),
        kind => (kind.as_str(), 1),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (kind, code) = judged(error.kind());
        let mut message = error.to_string();
        if error.kind() == ErrorKind::Decode {
            message += "; the server may be newer than this program";
        }
        let (code, next) = match &error {
            Error::MissingScope(missing) => (code, Some(Next::LogInFor(all_scopes(missing)))),
            Error::Transport { error: TransportError::Certificate { host, .. }, .. } => {
                (code, Some(Next::Trust(host.clone())))
            }
            Error::Transport { error, .. } => (code, host(error).map(Next::Reach)),
            // Also when it is the API that says so.
            error if error.is_login_required() => (judged(ErrorKind::LoginRequired).1, Some(Next::LogIn)),
            error if error.is_missing_scope() => (judged(ErrorKind::MissingScope).1, Some(Next::LogInForMore)),
            error if error.kind() == ErrorKind::Forbidden => (code, Some(Next::Permitted)),
            _ => (code, None),
        };
        Failure::Said { kind, message, next, code }
    }
}

/// What the user granted before, and what is missing.
fn all_scopes(missing: &MissingScope) -> Vec<String> {
    let mut scopes = missing.granted.clone();
    scopes.extend(missing.needs.iter().filter(|s| !missing.granted.contains(s)).cloned());
    scopes
}

/// Who did not answer.
fn host(error: &TransportError) -> Option<String> {
    match error {
        TransportError::Connect { host, .. }
        | TransportError::Broken { host, .. }
        | TransportError::Timeout { host, .. } => Some(host.clone()),
        _ => None,
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Failure::from(Error::from(error))
    }
}

impl From<LoginError> for Failure {
    fn from(error: LoginError) -> Self {
        if error.kind() == ErrorKind::Cancelled {
            return Failure::Interrupted;
        }
        let (kind, code) = judged(error.kind());
        // Whoever is logging in need not be told to.
        let code = if code == 2 { code } else { 1 };
        let next = match &error {
            // Pasting is an option of `login`; the library cannot know that.
            LoginError::PortBusy { .. } | LoginError::NotLoopback(_) | LoginError::Deadline { .. } => Some(Next::Paste),
            _ => None,
        };
        Failure::Said { kind, message: error.to_string(), next, code }
    }
}

#[cfg(test)]
mod tests {
    use uplink_runtime::LoginReason;

    use super::*;

    fn said(failure: &Failure, api: &str) -> String {
        let api = uplink_apis::find(api).expect("an API");
        failure.said(api).expect("a sentence").1
    }

    #[test]
    fn a_missing_scope_names_the_whole_login() {
        let missing = MissingScope::new("set_parameters", vec!["WRITESYSTEM".into()], vec!["READSYSTEM".into()]);
        let failure = Failure::from(Error::from(missing));
        assert_eq!(failure.code(), 4);
        let message = said(&failure, "nibe-uplink");
        assert!(message.ends_with("`nibe-uplink login --scopes \"READSYSTEM WRITESYSTEM\"`"), "{message}");
    }

    #[test]
    fn the_closed_cloud_is_named_where_it_is_the_one_that_was_asked() {
        let error = |host: &str| {
            let error = TransportError::Connect { host: host.into(), why: "no".into(), source: None };
            Failure::from(Error::Transport { function: "systems", error })
        };
        let cloud = error("api.nibeuplink.com");
        assert!(said(&cloud, "nibe-uplink").contains("September 2024"));
        assert!(!said(&cloud, "myuplink").contains("September 2024"));
        assert!(said(&error("127.0.0.1:1"), "nibe-uplink").contains("--base-url"));
    }

    #[test]
    fn of_a_pump_another_certificate_and_another_device_have_a_next_step() {
        let error = TransportError::Certificate { host: "192.168.1.20:8443".into(), why: "another".into() };
        let other = Failure::from(Error::Transport { function: "devices", error });
        assert!(said(&other, "local").ends_with("; `nibe-uplink pair 192.168.1.20:8443` pairs again"));
        assert!(said(&other, "myuplink").ends_with("another"));
    }

    #[test]
    fn the_next_step_is_in_the_words_of_the_api_and_what_was_said_is_left_alone() {
        let detail = "the server said: `nibe-uplink login` NIBE_UPLINK_X".to_owned();
        let failure = Failure::from(TokenError::LoginRequired { why: LoginReason::Never, detail: detail.clone() });
        assert_eq!(failure.code(), 3);
        let message = said(&failure, "myuplink");
        assert!(message.contains(&detail), "{message}");
        assert!(message.ends_with("; run `nibe-uplink --api myuplink login`"), "{message}");
        let message = said(&failure, "local");
        assert!(message.ends_with("; give the right ones to `nibe-uplink pair ADDRESS`"), "{message}");
    }
}
