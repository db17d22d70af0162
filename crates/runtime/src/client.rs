//! The client: one path that every call takes.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::answer::Answer;
use crate::arguments::{self, Arguments};
use crate::descriptor::{Api, Function, Role};
use crate::error::{ApiError, Error, MissingScope};
use crate::error_body;
use crate::rate_limiter::{RateLimitHeaders, RateLimiter};
use crate::request;
use crate::retry::{self, Outcome, RetryPolicy};
use crate::tokens::{AccessToken, TokenSource};
use crate::transport::{Response, RootCertificate, Transport, check_base_url};

/// How a client behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the API is; `None` for the address in its spec.
    pub base_url: Option<String>,
    /// Time for one request, unless its function names another.
    pub timeout: Duration,
    /// How often a failed request is sent again.
    pub retries: RetryPolicy,
    /// Whether the client keeps the API's pace by itself.
    pub keep_pace: bool,
    /// How the client names itself to the server.
    pub user_agent: String,
    /// A certificate authority to trust beside those of the machine.
    pub root_certificate: Option<RootCertificate>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            base_url: None,
            timeout: Duration::from_secs(30),
            retries: RetryPolicy::default(),
            keep_pace: true,
            user_agent: concat!("uplink-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
            root_certificate: None,
        }
    }
}

/// A client of one API with one user's tokens. Cheap to clone; clones share pace and tokens.
#[derive(Clone, Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    api: &'static Api,
    base_url: Url,
    transport: Transport,
    tokens: Arc<dyn TokenSource>,
    limiter: RateLimiter,
    left: Option<RateLimitHeaders>,
    /// The window of the declared pace, where it is kept.
    spent: Option<Duration>,
    options: Options,
}

impl Client {
    /// A client of `api` that takes its tokens from `tokens`.
    ///
    /// # Errors
    /// When the base URL is not safe to send tokens to, or HTTPS cannot be set up.
    pub fn new(api: &'static Api, tokens: Arc<dyn TokenSource>, options: Options) -> Result<Self, Error> {
        let base_url = check_base_url(options.base_url.as_deref().unwrap_or(api.base_url)).map_err(Error::Setup)?;
        let transport = Transport::new(&options.user_agent, options.root_certificate.as_ref());
        let transport = transport.map_err(|e| Error::Setup(e.to_string()))?;
        let limiter = RateLimiter::new(api.pace.filter(|_| options.keep_pace));
        let left = api.pace.and_then(|pace| pace.headers).map(RateLimitHeaders);
        let spent = api.pace.filter(|_| options.keep_pace).map(|pace| pace.per);
        Ok(Client { inner: Arc::new(Inner { api, base_url, transport, tokens, limiter, left, spent, options }) })
    }

    /// The API that this is a client of.
    pub fn api(&self) -> &'static Api {
        self.inner.api
    }

    /// Where the API is.
    pub fn base_url(&self) -> &Url {
        &self.inner.base_url
    }

    /// Calls a function and gives its answer; long lists are split over several requests. The answer is not read yet.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call(&self, function: &'static Function, mut arguments: Arguments) -> Result<Answer, Error> {
        arguments::check(function, &mut arguments)?;
        self.check_scopes(function).await?;
        let Some((name, chunks)) = batches(function, &arguments) else {
            return Ok(Answer { function, bodies: vec![self.send_one(function, &arguments).await?] });
        };
        let mut bodies = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            arguments.insert(name.to_owned(), Value::Array(chunk));
            bodies.push(self.send_one(function, &arguments).await?);
        }
        Ok(Answer { function, bodies })
    }

    /// Checks that the user granted the scopes that a function needs, for calls that are several requests.
    ///
    /// # Errors
    /// A scope is missing, or there is no login.
    pub async fn check_scopes(&self, function: &'static Function) -> Result<(), Error> {
        if !function.token || function.scopes.is_empty() {
            return Ok(());
        }
        match self.inner.tokens.granted().await? {
            Some(granted) if !function.scopes.iter().all(|s| granted.iter().any(|g| g == s)) => {
                Err(missing_scope(function, granted))
            }
            _ => Ok(()),
        }
    }

    async fn send_one(&self, function: &'static Function, arguments: &Arguments) -> Result<Vec<u8>, Error> {
        let build = || request::build(function, arguments, &self.inner.base_url, self.inner.options.timeout);
        let mut first = Some(build()?);
        let mut attempt = 0;
        let mut renewed = None;
        loop {
            let retries = self.inner.options.retries;
            self.inner.limiter.acquire(retries.longest_wait).await.map_err(|wait| blocked(function, wait))?;
            let access = match (&renewed, function.token) {
                (_, false) => None,
                (Some(access), true) => Some(AccessToken::clone(access)),
                (None, true) => Some(self.inner.tokens.access().await?),
            };
            // Mostly there is one attempt; another makes its request anew.
            let mut request = first.take().map_or_else(build, Ok)?;
            if let Some(access) = &access {
                request.headers.insert(AUTHORIZATION, bearer(access)?);
            }
            let result = self.inner.transport.send(request).await;
            if let (Some(left), Ok(answer)) = (self.inner.left, &result) {
                self.inner.limiter.observe(&left, &answer.headers);
            }
            let (error, wait) = match result {
                Ok(answer) if function.success.contains(&answer.status) => return Ok(answer.body),
                Ok(answer) if lacks_scope(function, &answer) => {
                    // The server knows better than what was noted at the login.
                    let granted = self.inner.tokens.granted().await?.unwrap_or_default();
                    return Err(missing_scope(function, granted));
                }
                Ok(answer) => {
                    let error = self.api_error(function, &answer);
                    if let (Some(access), 401, None) = (&access, answer.status, &renewed) {
                        // The server refused before doing anything, so even a write may be sent again.
                        renewed = Some(self.inner.tokens.renew(access).await?);
                        continue;
                    }
                    // Who is refused for the pace and not told for how long has spent what is declared.
                    let spent = self.inner.spent.filter(|_| error.rate_limited);
                    let spent = spent.map(|window| window * 2u32.saturating_pow(attempt.min(16)));
                    let retry_after = error.retry_after.or(spent);
                    let outcome =
                        Outcome::Answered { status: error.status, rate_limited: error.rate_limited, retry_after };
                    let wait = retry::delay(retries, function.retry, attempt, &outcome);
                    if let (true, Some(wait)) = (error.rate_limited, wait.or(retry_after)) {
                        self.inner.limiter.block(wait);
                    }
                    (Error::from(error), wait)
                }
                Err(error) => {
                    let wait = retry::delay(retries, function.retry, attempt, &Outcome::Failed(&error));
                    (Error::Transport { function: function.name, error }, wait)
                }
            };
            let Some(wait) = wait else { return Err(error) };
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    fn api_error(&self, function: &'static Function, answer: &Response) -> ApiError {
        let errors = self.inner.api.errors.as_ref();
        let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let field = |name: Option<&str>| body.as_ref().and_then(|b| b.get(name?));
        // Some APIs write their codes as text.
        let code = field(errors.map(|e| e.code)).and_then(|c| c.as_i64().or_else(|| c.as_str()?.trim().parse().ok()));
        let word = errors.and_then(|e| error_body::by_word(e.words, answer));
        let known = errors.and_then(|e| e.codes.iter().find(|c| Some(c.code) == code));
        let details: Vec<String> = match field(errors.and_then(|e| e.details)) {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(error_body::clean).collect(),
            Some(Value::String(text)) if !text.is_empty() => vec![error_body::clean(text)],
            // Without a code there is no form that the body could be expected to have.
            _ => errors.filter(|e| e.code.is_empty()).and_then(|_| error_body::text(answer)).into_iter().collect(),
        };
        let unexpected = errors.is_some_and(|e| !e.code.is_empty() || details.is_empty());
        let body_note = (code.is_none() && unexpected).then(|| error_body::note(answer));
        ApiError {
            function: function.name,
            status: answer.status,
            code,
            name: known.map(|c| c.name).or(word.map(|w| w.name)),
            role: known.and_then(|c| c.role),
            meaning: known.map(|c| c.doc).or(word.map(|w| w.doc)).or(match answer.status {
                300..=399 => {
                    Some("Only reads are sent on, and only within the server that was asked; check the base URL")
                }
                401 => Some("The access token is not accepted; log in again"),
                403 => Some("The account or the application may not do this"),
                404 => Some("There is no such thing"),
                429 => Some("Too many requests"),
                500.. => Some("The server has trouble; try again later"),
                _ => None,
            }),
            details,
            retry_after: retry_after(&answer.headers).or_else(|| {
                let left = self.inner.left.filter(|_| answer.status == 429)?;
                left.reset(&answer.headers)
            }),
            rate_limited: answer.status == 429 || known.is_some_and(|c| c.role == Some(Role::Pace)),
            body_note,
        }
    }
}

fn bearer(access: &AccessToken) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", access.token.expose_secret())).map_err(|_| {
        Error::Setup("the access token holds characters that a header cannot carry; log in again".into())
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// What a call meets that comes while the server wants nobody to call.
fn blocked(function: &'static Function, wait: Duration) -> Error {
    ApiError {
        function: function.name,
        status: 429,
        code: None,
        name: None,
        role: Some(Role::Pace),
        meaning: Some("Too many requests"),
        details: Vec::new(),
        retry_after: Some(wait),
        rate_limited: true,
        body_note: Some("to an earlier call; nothing was sent now".into()),
    }
    .into()
}

fn missing_scope(function: &'static Function, granted: Vec<String>) -> Error {
    let needs = function.scopes.iter().map(|s| (*s).to_owned()).collect();
    MissingScope { function: function.name.to_owned(), needs, granted }.into()
}

/// Whether the server says, in the words of RFC 6750, that the token lacks a scope.
fn lacks_scope(function: &Function, answer: &Response) -> bool {
    let said = answer.headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    answer.status == 403 && !function.scopes.is_empty() && said.contains("insufficient_scope")
}

/// Splits the list of a batch argument; `None` when one request carries it all.
fn batches(function: &'static Function, arguments: &Arguments) -> Option<(&'static str, Vec<Vec<Value>>)> {
    let argument = function.arguments.iter().find(|a| a.batch)?;
    let max = argument.max_items?.max(1);
    let list = arguments.get(argument.name)?.as_array()?;
    (list.len() > max).then(|| (argument.name, list.chunks(max).map(<[Value]>::to_vec).collect()))
}

/// `Retry-After` in seconds or as a date, which counts from the date of the answer: clocks of two machines differ.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let date = |text: &str| Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_second());
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let text = header(RETRY_AFTER)?;
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let answered = header(DATE).and_then(date).unwrap_or_else(|| jiff::Timestamp::now().as_second());
    Some(Duration::from_secs(u64::try_from(date(text)? - answered).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_to_wait_for_counts_from_the_date_of_the_answer() {
        let asked = |pairs: &[(reqwest::header::HeaderName, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            retry_after(&pairs.collect()).map(|wait| wait.as_secs())
        };
        let later = (RETRY_AFTER, "Wed, 21 Oct 2015 07:28:30 GMT");
        assert_eq!(asked(&[later.clone(), (DATE, "Wed, 21 Oct 2015 07:28:00 GMT")]), Some(30));
        assert_eq!(asked(&[later.clone(), (DATE, "Wed, 21 Oct 2015 07:29:00 GMT")]), Some(0));
        // Without it, the clock here: that was long ago.
        assert_eq!(asked(&[later]), Some(0));
        assert_eq!(asked(&[(RETRY_AFTER, " 7 ")]), Some(7));
        assert_eq!(asked(&[(RETRY_AFTER, "soon")]), None);
    }
}
