//! Reading what a token endpoint answers: leniently where nothing hangs on it, and never keeping its text.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use uplink_runtime::{LoginReason, Response, TokenError};

use zeroize::Zeroizing;

use crate::error::{REQUEST_ADVICE, SCOPE_ADVICE};
use crate::{Grant, Registration, clean};

const LONGEST_TOKEN: usize = 8 * 1024;
const LONGEST_LIFE: u64 = 10 * 366 * 24 * 3600;
const LONGEST_WAIT: u64 = 3600;

/// What the token endpoint is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GrantType {
    /// Tokens for a code.
    Code,
    /// Another access token for a refresh token.
    Refresh,
    /// A token for the client itself.
    ClientCredentials,
}

/// A token answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) access_token: SecretString,
    pub(crate) refresh_token: Option<SecretString>,
    pub(crate) expires_in: Option<Duration>,
    pub(crate) scopes: Option<Vec<String>>,
}

impl Answer {
    /// What the answer grants; `asked` is what was asked for, which is granted when the server does not say.
    pub(crate) fn grant(&self, at: &Registration, refresh_token: Option<SecretString>, asked: &[String]) -> Grant {
        Grant::new(
            self.access_token.clone(),
            refresh_token,
            Some(self.expires_in.unwrap_or(at.oauth().expires_in)),
            self.scopes.clone().unwrap_or_else(|| asked.to_vec()),
        )
    }
}

/// No token answer, but perhaps a refresh token: when the server rotates, losing it loses the login.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(crate) struct Failure {
    pub(crate) error: TokenError,
    /// In a box, because results should be small.
    pub(crate) refresh_token: Option<Box<SecretString>>,
    /// Whether the server may have done what was asked without our seeing the answer.
    pub(crate) lost: bool,
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Failure { error, refresh_token: None, lost: false }
    }
}

/// Reads an answer; `secrets` are what the request held and a server could echo.
pub(crate) fn read(grant_type: GrantType, response: &Response, secrets: &[&str]) -> Result<Answer, Failure> {
    let body = response.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&response.body);
    let fields = match serde_json::from_slice(body).or_else(|_| serde_json::from_slice(&without_nan(body))) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    };
    let success = (200..300).contains(&response.status);
    let error = fields.as_ref().and_then(|f| f.get("error")).and_then(Value::as_str);
    match &fields {
        Some(fields) if success && (error.is_none() || fields.contains_key("access_token")) => success_answer(fields),
        None if success => {
            let error = bad(response, "it is no JSON object");
            Err(Failure { error, refresh_token: rescued(body).map(Box::new), lost: true })
        }
        _ => {
            let description = fields.as_ref().and_then(|f| f.get("error_description")).and_then(Value::as_str);
            let text = error.map(|error| clean::error(error, description, secrets));
            let error = classify(grant_type, response, error, text);
            // Some servers put an error beside the tokens that they have changed.
            let given = fields.as_ref().filter(|_| success).and_then(|f| f.get("refresh_token"));
            Err(Failure { error, refresh_token: given.and_then(refresh_token).map(Box::new), lost: false })
        }
    }
}

/// The same answer in the plainest form of RFC 6749, for a parser that is less lenient.
pub(crate) fn plain_body(answer: &Answer) -> Vec<u8> {
    let mut body = json!({ "access_token": answer.access_token.expose_secret(), "token_type": "bearer" });
    if let Some(refresh_token) = &answer.refresh_token {
        body["refresh_token"] = refresh_token.expose_secret().into();
    }
    if let Some(expires_in) = answer.expires_in {
        body["expires_in"] = expires_in.as_secs().into();
    }
    if let Some(scopes) = &answer.scopes {
        body["scope"] = scopes.join(" ").into();
    }
    body.to_string().into_bytes()
}

fn success_answer(fields: &Map<String, Value>) -> Result<Answer, Failure> {
    let refresh_token = fields.get("refresh_token").and_then(refresh_token);
    // RFC 6749 wants the type. Where it is missing there is only one that it can be, and to refuse the answer could cost a
    // refresh token that is good once.
    let bearer = match fields.get("token_type") {
        None | Some(Value::Null) => true,
        Some(kind) => kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")),
    };
    let problem = match fields.get("access_token") {
        _ if !bearer => "its token type is not `bearer`",
        None | Some(Value::Null) => "it holds no access token",
        Some(Value::String(token)) if is_access_token(token) => {
            return Ok(Answer {
                access_token: SecretString::from(token.as_str()),
                refresh_token,
                expires_in: fields.get("expires_in").and_then(lifetime),
                scopes: fields.get("scope").and_then(scopes),
            });
        }
        Some(_) => "its access token has characters or a length that no access token has",
    };
    Err(Failure {
        error: TokenError::BadTokenAnswer { why: problem.into() },
        refresh_token: refresh_token.map(Box::new),
        lost: true,
    })
}

/// Anything that fits a header and cannot end it. The server's other tokens hold a `!`, which RFC 6750 leaves out.
pub(crate) fn is_access_token(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_TOKEN && text.bytes().all(|b| b.is_ascii_graphic())
}

fn refresh_token(value: &Value) -> Option<SecretString> {
    let text = value.as_str()?;
    let fine = !text.is_empty() && text.len() <= 2 * LONGEST_TOKEN && !text.chars().any(char::is_control);
    fine.then(|| SecretString::from(text))
}

/// An odd lifetime is no lifetime (missing, null, words, 0 or less, a fraction, more than ten years): the token then counts as
/// long as the API's description says, so that it is neither asked for anew at each call nor for ever, and the server's 401
/// renews it before.
pub(crate) fn lifetime(value: &Value) -> Option<Duration> {
    let whole = |n: f64| (n.fract() == 0.0 && n >= 1.0 && n <= LONGEST_LIFE as f64).then_some(n as u64);
    let seconds = match value {
        Value::Number(n) => n.as_u64().or_else(|| n.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    seconds.filter(|s| (1..=LONGEST_LIFE).contains(s)).map(Duration::from_secs)
}

pub(crate) fn scopes(value: &Value) -> Option<Vec<String>> {
    let texts: Vec<&str> = match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let words: Vec<String> = texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
    (!words.is_empty()).then_some(words)
}

/// The same with 0 for numbers that JSON does not know, as some servers write them; 0 is no lifetime either.
fn without_nan(body: &[u8]) -> Zeroizing<Vec<u8>> {
    // As long as the body at most: growing would leave copies behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    let (mut rest, mut quoted) = (body, false);
    while let [first, after @ ..] = rest {
        let odd = [&b"-Infinity"[..], b"Infinity", b"NaN"].into_iter().find(|word| !quoted && rest.starts_with(word));
        if let Some(word) = odd {
            plain.push(b'0');
            rest = &rest[word.len()..];
            continue;
        }
        plain.push(*first);
        rest = after;
        match first {
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                if let [escaped, after @ ..] = rest {
                    plain.push(*escaped);
                    rest = after;
                }
            }
            _ => {}
        }
    }
    plain
}

/// The refresh token in something that is almost JSON, such as a truncated object or one with `NaN` in it.
fn rescued(body: &[u8]) -> Option<SecretString> {
    const NAME: &[u8] = b"\"refresh_token\"";
    let at = body.windows(NAME.len()).position(|window| window == NAME)?;
    let value = body[at + NAME.len()..].trim_ascii_start().strip_prefix(b":")?;
    let first = serde_json::Deserializer::from_slice(value).into_iter::<Value>().next()?;
    refresh_token(&first.ok()?)
}

fn classify(grant_type: GrantType, response: &Response, error: Option<&str>, text: Option<String>) -> TokenError {
    let status = response.status;
    let why = match text {
        Some(text) => format!("it answered {status}, {text}"),
        None => format!("it answered {status}"),
    };
    match (status, error) {
        (408 | 429 | 500.., _) => TokenError::Temporary { why, retry_after: retry_after(response), source: None },
        (300..400, _) => bad(response, "it is a redirect, which is not followed because it would carry secrets along"),
        (_, Some("invalid_client")) => TokenError::ClientRejected {
            why: format!("{why}; if the secret is right, the server may want it in another way (`client_auth`)"),
        },
        (_, Some("unauthorized_client")) => TokenError::ClientRejected { why },
        (_, Some("temporarily_unavailable" | "slow_down" | "server_error")) => {
            TokenError::Temporary { why, retry_after: retry_after(response), source: None }
        }
        (_, Some("invalid_scope")) => TokenError::BadTokenAnswer { why: format!("{why}; {SCOPE_ADVICE}") },
        (_, Some("unsupported_grant_type")) => TokenError::BadTokenAnswer { why },
        // Without a user there is nobody to log in: what is wrong is wrong with the client.
        (..=401, _) | (_, Some("invalid_grant")) if grant_type == GrantType::ClientCredentials => {
            TokenError::ClientRejected { why }
        }
        // RFC 6749 says `invalid_grant`; some servers say `invalid_request`, others nothing at all.
        (..=401, _) | (_, Some("invalid_grant")) => TokenError::LoginRequired {
            why: LoginReason::Revoked,
            detail: match grant_type {
                GrantType::Code if error == Some("invalid_request") => {
                    format!("the server does not accept the request for a token ({why}); {REQUEST_ADVICE}")
                }
                GrantType::Code => format!("the server does not accept the code, which is used up or too old ({why})"),
                _ => format!("the server does not renew this login any more ({why})"),
            },
        },
        _ => bad(response, "it is neither a token nor an error of OAuth"),
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    uplink_runtime::retry_after(&response.headers).map(bounded)
}

/// A slip of the server's must not end a program's life.
pub(crate) fn bounded(wait: Duration) -> Duration {
    wait.min(Duration::from_secs(LONGEST_WAIT))
}

/// Says of an answer what can be said without its text.
fn bad(response: &Response, what: &str) -> TokenError {
    let kind = response.headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("no content type");
    let kind = clean::sentence(kind.split(';').next().unwrap_or_default(), &[]);
    TokenError::BadTokenAnswer {
        why: format!("{what} (status {}, {kind}, {} bytes)", response.status, response.body.len()),
    }
}

#[cfg(test)]
mod tests;
