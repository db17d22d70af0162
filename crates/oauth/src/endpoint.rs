//! Calling the token endpoint.
//!
//! The `oauth2` crate makes the requests. Its parser would refuse answers over trifles and keep their text in the error,
//! so answers are read here and handed to it in their plainest form.

use std::time::Duration;

use hyper::header::{AUTHORIZATION, HeaderValue};
use oauth2::basic::{BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthorizationCode, HttpRequest, HttpResponse, PkceCodeVerifier, RefreshToken, RequestTokenError,
    Scope, TokenResponse,
};
use secrecy::{ExposeSecret, SecretString};
use uplink_runtime::{
    BoxFuture, LoginReason, RateLimitHeaders, Request, SharedError, TokenError, Transport, TransportError,
};
use url::Url;

use crate::Registration;
use crate::answer::{self, Answer, Failure, GrantType};

const TIMEOUT: Duration = Duration::from_secs(30);
const MOST_BYTES: usize = 64 * 1024;

/// The transport for token calls.
pub(crate) fn transport(registration: &Registration) -> Result<Transport, TokenError> {
    if let Some(own) = registration.http_client() {
        return Ok(Transport::with_client(own.clone()));
    }
    Transport::new(concat!("uplink-oauth/", env!("CARGO_PKG_VERSION")), registration.root_certificate())
        .map_err(|e| TokenError::Temporary { why: e.to_string(), retry_after: None, source: Some(SharedError::new(e)) })
}

/// Tokens for a code. Sent once: a second use of a code ends the login at careful servers.
pub(crate) async fn exchange(
    registration: &Registration,
    transport: &Transport,
    code: &SecretString,
    verifier: Option<PkceCodeVerifier>,
) -> Result<Answer, Failure> {
    let verifier_text = verifier.as_ref().map(|v| v.secret().clone()).unwrap_or_default();
    let caller = Caller::new(registration, transport, GrantType::Code, &[code.expose_secret(), &verifier_text]);
    let client = registration.client();
    let mut request = client.exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()));
    if let Some(verifier) = verifier {
        request = request.set_pkce_verifier(verifier);
    }
    taken(request.request_async(&caller).await)
}

/// Another access token. Says no scope, so that it stays the granted one.
pub(crate) async fn refresh(
    registration: &Registration,
    transport: &Transport,
    refresh_token: &SecretString,
) -> Result<Answer, Failure> {
    let caller = Caller::new(registration, transport, GrantType::Refresh, &[refresh_token.expose_secret()]);
    let client = registration.client();
    let token = RefreshToken::new(refresh_token.expose_secret().to_owned());
    taken(client.exchange_refresh_token(&token).request_async(&caller).await)
}

/// A token for the client itself, which has no user.
pub(crate) async fn client_credentials(
    registration: &Registration,
    transport: &Transport,
    scopes: &[String],
) -> Result<Answer, Failure> {
    let caller = Caller::new(registration, transport, GrantType::ClientCredentials, &[]);
    let client = registration.client();
    let request = client.exchange_client_credentials().add_scopes(scopes.iter().cloned().map(Scope::new));
    taken(request.request_async(&caller).await)
}

fn taken(
    result: Result<BasicTokenResponse, RequestTokenError<Failure, BasicErrorResponse>>,
) -> Result<Answer, Failure> {
    match result {
        Ok(response) => Ok(Answer {
            access_token: SecretString::from(response.access_token().secret().as_str()),
            refresh_token: response.refresh_token().map(|t| SecretString::from(t.secret().as_str())),
            expires_in: response.expires_in(),
            scopes: response.scopes().map(|all| all.iter().map(|s: &Scope| s.to_string()).collect()),
        }),
        Err(RequestTokenError::Request(failure)) => Err(failure),
        // Cannot happen with a plain body; the error would hold it.
        Err(_) => Err(TokenError::BadTokenAnswer { why: "it cannot be read".into() }.into()),
    }
}

/// Owns what it needs: with a lifetime of its own, its future could not be spawned.
struct Caller {
    url: Url,
    transport: Transport,
    grant_type: GrantType,
    basic: Option<HeaderValue>,
    secrets: Vec<SecretString>,
    timeout: Duration,
    rate_limit_headers: Option<RateLimitHeaders>,
}

impl Caller {
    fn new(registration: &Registration, transport: &Transport, grant_type: GrantType, sent: &[&str]) -> Self {
        let mut secrets: Vec<_> = sent.iter().map(|s| SecretString::from(*s)).collect();
        secrets.extend(registration.client_secret().cloned());
        Caller {
            url: registration.token_url().clone(),
            transport: transport.clone(),
            grant_type,
            basic: registration.basic(),
            secrets,
            timeout: TIMEOUT,
            rate_limit_headers: registration.api().pace.and_then(|pace| pace.headers).map(RateLimitHeaders),
        }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failure> {
        let (mut parts, body) = request.into_parts();
        if let Some(basic) = &self.basic {
            parts.headers.insert(AUTHORIZATION, basic.clone());
        }
        let request = Request {
            method: parts.method,
            url: self.url.clone(),
            secret_query: Vec::new(),
            headers: parts.headers,
            body: Some(body.into()),
            timeout: self.timeout,
            max_bytes: MOST_BYTES,
        };
        let response = self.transport.send(request).await.map_err(|e| self.unanswered(&e))?;
        let secrets: Vec<&str> = self.secrets.iter().map(|s| s.expose_secret()).collect();
        let answer = answer::read(self.grant_type, &response, &secrets).map_err(|mut failure| {
            if let TokenError::Temporary { retry_after: retry_after @ None, .. } = &mut failure.error
                && let (429, Some(names)) = (response.status, self.rate_limit_headers)
            {
                *retry_after = names.reset(&response.headers).map(answer::bounded);
            }
            failure
        })?;
        Ok(HttpResponse::new(answer::plain_body(&answer)))
    }

    fn unanswered(&self, error: &TransportError) -> Failure {
        let why = error.to_string();
        let lost = matches!(
            error,
            TransportError::TooLarge { .. } | TransportError::Broken { .. } | TransportError::Timeout { .. }
        );
        let error = match error {
            TransportError::TooLarge { .. } => TokenError::BadTokenAnswer { why },
            _ if lost && self.grant_type == GrantType::Code => TokenError::LoginRequired {
                why: LoginReason::Interrupted,
                detail: format!("the code may be used up, since its answer was lost ({why})"),
            },
            _ => TokenError::Temporary { why, retry_after: None, source: Some(SharedError::new(error.clone())) },
        };
        Failure { error, refresh_token: None, lost }
    }
}

impl<'c> AsyncHttpClient<'c> for Caller {
    type Error = Failure;
    type Future = BoxFuture<'c, Result<HttpResponse, Failure>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

#[cfg(test)]
mod tests;
