//! Who is asked, as which application, with which tokens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use uplink_apis::Access;
use uplink_oauth::{ClientAuth, FileStore, OAuthTokens, Registration};
use uplink_runtime::descriptor::{Function, PageBy};
use uplink_runtime::{Arguments, Client, NoToken, Options};

use crate::api;
use crate::failure::Failure;
use crate::keys;
use crate::options::Common;

/// The callback URL that users register when nothing speaks against it.
const REDIRECT_URI: &str = "http://127.0.0.1:8976/callback";

/// A registered application and the tokens that a user gave it.
#[derive(Debug)]
pub struct Session {
    pub registration: Registration,
    pub tokens: Arc<OAuthTokens>,
    pub token_file: PathBuf,
    options: Options,
}

impl Session {
    /// Gathers what the options and the environment say.
    pub fn new(common: &Common) -> Result<Self, Failure> {
        Session::returning_to(common, redirect_uri(common))
    }

    /// The same, for a login that comes back to `redirect_uri`.
    pub fn returning_to(common: &Common, redirect_uri: &str) -> Result<Self, Failure> {
        let api = common.api;
        if api.described.oauth.is_none() {
            return Err(Failure::usage(format!("{} has no login", api.described.name)));
        }
        let Some(client_id) = common.client_id() else {
            return Err(Failure::usage(format!(
                "the client identifier is missing; give --client-id or set {}, `{} simulate` prints one",
                common.api.variable("CLIENT_ID"),
                common.api.program
            )));
        };
        let secret = secret(common)?;
        let mut registration =
            Registration::new(common.api.described, common.base_url(), client_id, secret.as_deref(), redirect_uri)?;
        let way = ClientAuth::ALL.iter().find(|(word, _)| Some(*word) == common.client_auth.as_deref());
        if let Some((_, way)) = way {
            registration = registration.with_client_auth(*way);
        }
        if let Some(pkce) = common.pkce {
            registration = registration.with_pkce(pkce);
        }
        let token_file = match common.token_file() {
            Some(path) => path,
            None => common.api.default_file()?,
        };
        let store = Arc::new(FileStore::new(&token_file));
        let tokens = if common.client_credentials {
            let scopes: Vec<String> = registration.api().scopes.iter().map(|(name, _)| (*name).to_owned()).collect();
            OAuthTokens::client_credentials(registration.clone(), &scopes, store)?
        } else {
            OAuthTokens::new(registration.clone(), store)?
        };
        Ok(Session { registration, tokens: Arc::new(tokens), token_file, options: client_options(common) })
    }

    /// A client of the API.
    pub fn client(&self) -> Result<Client, Failure> {
        Ok(Client::new(self.registration.api(), self.tokens.clone(), self.options.clone())?)
    }
}

/// A client of the API that the command line names.
pub fn client(common: &Common) -> Result<Client, Failure> {
    match common.api.access {
        #[cfg(feature = "nibe")]
        Access::Pairing => crate::local::client(common),
        #[cfg(not(feature = "nibe"))]
        Access::Pairing => Err(Failure::usage("this program pairs with nothing")),
        Access::Login => Session::new(common)?.client(),
        Access::Keys => {
            let credentials = keys::credentials(common.api, |name| api::said(common.api, name))?;
            let options = Options { credentials, ..client_options(common) };
            Ok(Client::new(common.api.described, Arc::new(NoToken), options)?)
        }
    }
}

/// Where the browser comes back to after a login.
pub fn redirect_uri(common: &Common) -> &str {
    common.redirect_uri().unwrap_or(REDIRECT_URI)
}

fn client_options(common: &Common) -> Options {
    let mut options = Options {
        base_url: common.base_url().map(str::to_owned),
        keep_pace: !common.no_pace,
        insecure_http: common.insecure_http,
        user_agent: format!("{}/{}", common.api.folder, env!("CARGO_PKG_VERSION")),
        ..Options::default()
    };
    if let Some(seconds) = common.timeout {
        options.timeout = Duration::from_secs_f64(seconds);
    }
    options
}

/// The client secret; `None` for applications that have none.
pub fn secret(common: &Common) -> Result<Option<String>, Failure> {
    let Some(path) = &common.client_secret_file else {
        return Ok(api::said(common.api, "CLIENT_SECRET"));
    };
    let wrong = |why: String| {
        Failure::usage(format!(
            "the client secret file {}: {why}; it has to hold the secret and nothing else",
            path.display()
        ))
    };
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let secret = text.trim();
    if secret.is_empty() || secret.contains(char::is_whitespace) {
        return Err(wrong(if secret.is_empty() { "it is empty".into() } else { "it holds several words".into() }));
    }
    Ok(Some(secret.to_owned()))
}

/// Calls a function and gives its answer; all pages of it, unless one page is asked for.
pub async fn call(client: &Client, function: &'static Function, arguments: Arguments) -> Result<Value, Failure> {
    let Some(page) = function.page else {
        return Ok(client.call(function, arguments).await?.json()?);
    };
    // Of a page that a cursor names, nobody could tell which one is next.
    let one_page = page.by != PageBy::Cursor && arguments.contains_key(page.argument);
    let mut walk = client.walk(function, arguments);
    let mut all = Vec::new();
    while let Some(page) = walk.fetch().await? {
        all.extend(walk.json(&page)?);
        if one_page {
            break;
        }
    }
    Ok(Value::Array(all))
}
