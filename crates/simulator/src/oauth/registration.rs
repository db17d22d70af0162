//! Registering an application.

use url::Url;

use super::Credentials;
use super::client::Client;
use crate::shared::Shared;

/// Longest name.
pub(super) const LONGEST_NAME: usize = 80;
/// Longest callback.
pub(super) const LONGEST_CALLBACK: usize = 2000;

/// Schemes that browsers or other programs of a computer handle themselves, so that no application gets what is sent there.
const OF_OTHERS: [&str; 17] = [
    "about",
    "blob",
    "data",
    "file",
    "ftp",
    "ftps",
    "geo",
    "javascript",
    "ldap",
    "mailto",
    "sftp",
    "sms",
    "ssh",
    "tel",
    "vbscript",
    "ws",
    "wss",
];

/// Why an application is not registered.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// The name is empty, too long, or not printable.
    #[error("give the application a name of 1 to 80 printable characters")]
    Name,
    /// The callback is no URL that a browser could be sent to.
    #[error("the callback URL {0}")]
    Callback(CallbackError),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// What is wrong with a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// There is none.
    #[error("is missing; give one such as http://127.0.0.1:8976/callback")]
    Missing,
    /// It has characters that no URL has.
    #[error("has blanks, backslashes or characters that must be percent-encoded")]
    Characters,
    /// It is no URL.
    #[error("is no URL; give one such as http://127.0.0.1:8976/callback")]
    NoUrl,
    /// It has a fragment.
    #[error("must not have a part after #")]
    Fragment,
    /// It has a user name or a password.
    #[error("must not hold a user name or a password")]
    User,
    /// It has an asterisk.
    #[error("must not hold an asterisk: callbacks are compared letter by letter, none stands for many")]
    Asterisk,
    /// It is of the web and has no host.
    #[error("names no host")]
    NoHost,
    /// Its scheme is that of other programs.
    #[error("must lead to an application: http, https, or a scheme of its own")]
    Scheme,
}

impl CallbackError {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [CallbackError; 8] = [
        CallbackError::Missing,
        CallbackError::Characters,
        CallbackError::NoUrl,
        CallbackError::Fragment,
        CallbackError::User,
        CallbackError::Asterisk,
        CallbackError::NoHost,
        CallbackError::Scheme,
    ];
}

/// Registers an application; a public one gets no secret.
pub(crate) fn register(
    shared: &Shared,
    name: &str,
    redirect_uri: &str,
    public: bool,
) -> Result<Credentials, RegisterError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(RegisterError::Name);
    }
    let redirect_uri = redirect_uri.trim();
    check_callback(redirect_uri).map_err(RegisterError::Callback)?;
    let credentials = Credentials::new(Some(redirect_uri.to_owned()), public)?;
    shared.clients().insert(credentials.id.clone(), Client::new(name, &credentials));
    Ok(credentials)
}

/// Plain http is allowed to any host, as programs at home have it; what is no address of an application is not.
pub(crate) fn check_callback(uri: &str) -> Result<(), CallbackError> {
    if uri.is_empty() {
        return Err(CallbackError::Missing);
    }
    // The text goes into a header: what a parser forgives there must not pass here.
    if uri.len() > LONGEST_CALLBACK || !uri.bytes().all(|b| b.is_ascii_graphic()) || uri.contains('\\') {
        return Err(CallbackError::Characters);
    }
    let url = Url::parse(uri).map_err(|_| CallbackError::NoUrl)?;
    if url.fragment().is_some() {
        return Err(CallbackError::Fragment);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CallbackError::User);
    }
    // The host is looked at decoded, as `%2A` is an asterisk there.
    if uri.contains('*') || url.host_str().is_some_and(|host| host.contains('*')) {
        return Err(CallbackError::Asterisk);
    }
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(()),
        "http" | "https" => Err(CallbackError::NoHost),
        scheme if OF_OTHERS.contains(&scheme) => Err(CallbackError::Scheme),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_checked() {
        for good in [
            "http://127.0.0.1:8976/callback",
            "http://192.168.1.5:8123/auth?x=y",
            "https://example.org",
            "com.example.app:/back",
            "myapp://back",
        ] {
            assert_eq!(check_callback(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "callback",
            "/callback",
            "http://",
            "http://x/#y",
            "http://x/ y",
            "http://x/\r\ny",
            "http:\\\\x",
            "http://u@x/",
            "http://:p@x/",
            "https://ä.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://example.org/back",
            "FTP://example.org/back",
            "sftp://example.org/back",
            "ws://example.org/back",
            "mailto:robin@example.org",
            "https://*.example.org/back",
            "https://%2A.example.org/back",
            "http://127.0.0.1:8976/*",
            "myapp://*",
        ] {
            assert!(check_callback(bad).is_err(), "{bad}");
        }
    }
}
