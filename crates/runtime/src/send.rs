//! One request of a call: its turn, its token, its attempts.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::ExposeSecret;
use tokio::sync::OwnedSemaphorePermit;

use crate::TransportError;
use crate::arguments::Arguments;
use crate::batch::Batch;
use crate::call_options::{Address, CallOptions};
use crate::client::{Client, missing_scope};
use crate::descriptor::{Auth, Function, Role};
use crate::error::{ApiError, Error};
use crate::file::Files;
use crate::observer::{RequestSent, ResponseReceived};
use crate::rate_limiter::shared::{NoTurn, turn as shared_turn};
use crate::rate_limiter::{Patience, RateLimitHeaders};
use crate::request::{self, Given};
use crate::retry::{self, Outcome};
use crate::time::Instant;
use crate::tokens::AccessToken;
use crate::transport::{Request, Response};
use crate::{ErrorKind, TokenError, error_body, report};

/// What a request asks for.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    /// What one caller wants.
    Alone(&'a Arguments, &'a [Files]),
    /// What those want who come until its turn.
    Together(&'a Batch),
}

/// The answer to one request.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub status: u16,
    pub headers: Arc<HeaderMap>,
    pub body: Bytes,
}

impl Client {
    pub(crate) async fn send(
        &self,
        function: &'static Function,
        asked: Asked<'_>,
        options: &CallOptions,
        until: Option<Instant>,
    ) -> Result<Received, Error> {
        let inner = &*self.inner;
        let policy = inner.options.retries;
        let names = inner.api.pace.and_then(|pace| pace.headers).map(RateLimitHeaders);
        let patience = Patience { what: function.name, longest_block: policy.longest_wait, until };
        let way = self.way(function)?;
        let with_token = way.iter().any(|auth| matches!(auth, Auth::Token));
        // Before a turn is taken, so that what cannot be sent costs none.
        let mut first = match asked {
            Asked::Alone(arguments, files) => Some(self.build(function, &alone(arguments, files), options)?),
            Asked::Together(_) => None,
        };
        inner.budget.deposit();
        let (mut attempt, mut renewed) = (0, None);
        loop {
            let place = self.place(function, until).await?;
            let turn = inner.limiter.acquire(options.priority, patience).await;
            let turn = turn.map_err(|wait| blocked(function, wait))?;
            let mut access = match (&renewed, with_token) {
                (_, false) => None,
                (Some(access), true) => Some(AccessToken::clone(access)),
                (None, true) => Some(in_time(until, inner.tokens.access()).await?),
            };
            let mut waited = turn.waited;
            if let Some(shared) = &inner.shared_pace {
                // A token that has to be renewed would make the turn a late one.
                let shared = shared_turn(&**shared, inner.api.pace, options.priority, patience).await;
                let shared = shared.map_err(|none| match none {
                    NoTurn::Late(wait) => blocked(function, wait),
                    NoTurn::Unknown(error) => error.into(),
                })?;
                waited += shared;
                if access.is_some() && renewed.is_none() {
                    access = Some(in_time(until, inner.tokens.access()).await?);
                }
            }
            // Mostly there is one attempt; another makes its request anew.
            let mut request = match (first.take(), asked) {
                (Some(request), _) => request,
                (None, Asked::Alone(arguments, files)) => self.build(function, &alone(arguments, files), options)?,
                (None, Asked::Together(batch)) => {
                    let list = batch.seal(&inner.writes);
                    let given = Given { arguments: &batch.rest, list: Some((batch.argument.name, &list)), files: &[] };
                    self.build(function, &given, options)?
                }
            };
            if let Some(access) = &access {
                request.headers.insert(AUTHORIZATION, bearer(access)?);
            }
            inner.credentials.put(way, &mut request.headers, &mut request.secret_query);
            if let Some(until) = until {
                request.timeout = request.timeout.min(until.saturating_duration_since(Instant::now()));
            }
            let sent = RequestSent {
                function: function.name,
                method: function.method,
                path: function.path,
                attempt: attempt + 1,
                waited,
            };
            let result = self.exchange(&sent, request).await;
            if let Ok(answer) = &result {
                let accepted = function.accepts(answer.status);
                inner.limiter.observe(&turn, accepted, names.as_ref().map(|names| (names, &answer.headers)));
                if let (true, Some(shared)) = (accepted, &inner.shared_pace) {
                    // The answer counts, whatever becomes of the note.
                    let _ = shared.accepted().await;
                }
            }
            let (error, wait) = match result {
                Ok(answer) if function.accepts(answer.status) && !error_body::refuses(inner.api, function, &answer) => {
                    self.told(sent, Some(&answer), None, turn.taken());
                    let Response { status, headers, body } = answer;
                    return Ok(Received { status, headers: headers.into(), body: body.into() });
                }
                Ok(answer) if error_body::lacks_scope(function, &answer) => {
                    self.told(sent, Some(&answer), Some(ErrorKind::MissingScope), turn.taken());
                    // The server knows better than what was noted at the login.
                    let granted = inner.tokens.granted().await?.unwrap_or_default();
                    return Err(missing_scope(function, granted));
                }
                Ok(answer) => {
                    let mut error = error_body::read(inner.api, function, &answer, with_token);
                    if answer.status == 401 {
                        error.body_note = error.body_note.or_else(|| refused_account(way));
                    }
                    self.told(sent, Some(&answer), Some(error.kind()), turn.taken());
                    if let (Some(access), 401, None) = (&access, answer.status, &renewed) {
                        report::info(format_args!("{}: the server refused the access token; renews it", function.name));
                        // The server refused before doing anything, so even a write may be sent again.
                        renewed = Some(in_time(until, inner.tokens.renew(access)).await?);
                        continue;
                    }
                    let refused = match (error.rate_limited, &inner.shared_pace) {
                        (false, _) => None,
                        (true, None) => Some(inner.limiter.refused(error.retry_after)),
                        (true, Some(shared)) => shared.refused(inner.api.pace, error.retry_after).await.ok(),
                    };
                    let retry_after = refused.filter(|wait| !wait.is_zero()).or(error.retry_after);
                    let outcome =
                        Outcome::Answered { status: error.status, rate_limited: error.rate_limited, retry_after };
                    let wait = retry::delay(policy, function.retry, attempt, &outcome, chance());
                    (Error::from(error), wait)
                }
                Err(error) => {
                    let wait = retry::delay(policy, function.retry, attempt, &Outcome::Failed(&error), chance());
                    let error = Error::Transport { function: function.name, error: self.with_note(error) };
                    self.told(sent, None, Some(error.kind()), turn.taken());
                    (error, wait)
                }
            };
            let Some(wait) = wait else { return Err(error) };
            if until.is_some_and(|until| Instant::now() + wait > until) || !inner.budget.withdraw() {
                return Err(error);
            }
            report::sends_again(function.name, &summary(&error), wait);
            drop(place);
            crate::time::sleep(wait).await;
            attempt += 1;
        }
    }

    fn build(&self, function: &'static Function, given: &Given<'_>, options: &CallOptions) -> Result<Request, Error> {
        let mut request = request::build(function, given, &*self.base_of(function)?, self.inner.options.timeout)?;
        for (name, value) in &options.headers {
            request.headers.insert(name, value.clone());
        }
        if let Some(Address(address)) = &options.address {
            request.url = address.clone();
        }
        Ok(request)
    }

    /// Where a function is: all of them at the base URL that the client was given, if it was given one.
    fn base_of(&self, function: &'static Function) -> Result<Cow<'_, Url>, Error> {
        match function.base_url {
            Some(own) if self.inner.options.base_url.is_none() => {
                let insecure_http = self.inner.options.insecure_http;
                self.inner.api.check_base_url(own, insecure_http).map(Cow::Owned).map_err(Error::Setup)
            }
            _ => Ok(Cow::Borrowed(&self.inner.base_url)),
        }
    }

    /// The address that a call of a function asks.
    pub(crate) fn address_of(&self, function: &'static Function, arguments: &Arguments) -> Result<Url, Error> {
        Ok(self.build(function, &alone(arguments, &[]), &CallOptions::default())?.url)
    }

    /// A place among the few requests that a server takes at the same time.
    async fn place(
        &self,
        function: &'static Function,
        until: Option<Instant>,
    ) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let Some(places) = self.inner.in_flight.clone() else { return Ok(None) };
        let place = places.acquire_owned();
        match until {
            None => Ok(place.await.ok()),
            Some(until) => match crate::time::timeout_at(until, place).await {
                Ok(place) => Ok(place.ok()),
                Err(_) => Err(blocked(function, Duration::ZERO)),
            },
        }
    }

    /// A server that takes few requests at a time may be busy with those of another program.
    fn with_note(&self, mut error: TransportError) -> TransportError {
        if let TransportError::Timeout { note, .. } = &mut error
            && self.inner.api.pace.is_some_and(|pace| pace.in_flight.is_some())
        {
            *note =
                "; it takes few requests at a time, so see that no other program asks it, and try again in a minute";
        }
        error
    }

    async fn exchange(&self, sent: &RequestSent, request: Request) -> Result<Response, TransportError> {
        let inner = &*self.inner;
        // It is never closed.
        let _place = inner.at_once.acquire().await;
        report::sent(sent);
        if let Some(observer) = &inner.options.observer {
            observer.request(sent);
        }
        inner.transport.send(request).await
    }

    fn told(&self, request: RequestSent, answer: Option<&Response>, failure: Option<ErrorKind>, taken: Instant) {
        let (status, bytes) = (answer.map(|a| a.status), answer.map_or(0, |a| a.body.len()));
        let response = ResponseReceived { request, status, failure, bytes, elapsed: taken.elapsed() };
        report::answered(&response);
        if let Some(observer) = &self.inner.options.observer {
            observer.response(&response);
        }
    }
}

/// A token that comes within the time of the call. A renewal goes on without it.
async fn in_time<T>(
    until: Option<Instant>,
    token: impl Future<Output = Result<T, TokenError>>,
) -> Result<T, TokenError> {
    let Some(until) = until else { return token.await };
    crate::time::timeout_at(until, token).await.unwrap_or_else(|_| {
        let why = "it gave no new access token within the time of the call, which was not sent".to_owned();
        Err(TokenError::Temporary { why, retry_after: None, source: None })
    })
}

/// What a server that says 401 was shown, where that was no token.
fn refused_account(way: &[Auth]) -> Option<String> {
    way.iter().find_map(|auth| match auth {
        Auth::Scheme(scheme) => {
            let doc = scheme.doc.trim_end_matches('.');
            Some(if doc.is_empty() { format!("`{}`", scheme.name) } else { format!("`{}`: {doc}", scheme.name) })
        }
        Auth::Token => None,
    })
}

fn alone<'a>(arguments: &'a Arguments, files: &'a [Files]) -> Given<'a> {
    Given { arguments, list: None, files }
}

/// An error in a line of the log: without what the server wrote.
fn summary(error: &Error) -> String {
    match error {
        Error::Api(error) => match error.name {
            Some(name) => format!("{}: {} {name}", error.function, error.status),
            None => format!("{}: {}", error.function, error.status),
        },
        other => other.to_string(),
    }
}

/// A number from 0 to 1.
fn chance() -> f64 {
    f64::from((RandomState::new().hash_one(0_u8) >> 32) as u32) / f64::from(u32::MAX)
}

fn bearer(access: &AccessToken) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", access.token.expose_secret())).map_err(|_| {
        Error::Setup("the access token holds characters that a header cannot carry; log in again".into())
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// What a call meets that would have to wait longer for its turn than it is ready to.
pub(crate) fn blocked(function: &'static Function, wait: Duration) -> Error {
    ApiError {
        function: function.name,
        status: 429,
        code: None,
        code_text: None,
        name: None,
        role: Some(Role::Pace),
        meaning: Some("Too many requests"),
        details: Vec::new(),
        retry_after: Some(wait),
        rate_limited: true,
        body_note: Some("to an earlier call; nothing was sent now".into()),
        response: None,
    }
    .into()
}

#[cfg(test)]
mod tests;
