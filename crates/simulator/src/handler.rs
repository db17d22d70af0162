//! A request from route to answer.

use std::net::IpAddr;
use std::time::Duration;

use hyper::header::{ACCEPT_LANGUAGE, USER_AGENT};
use hyper::{HeaderMap, Method};
use uplink_spec::model::Role;

use crate::behaviour::Call;
use crate::body::Payload;
use crate::caller::{self, Caller};
use crate::fault::{self, FaultKind, Target};
use crate::oauth::{self, TooMany};
use crate::pace;
use crate::refusal::Refusal;
use crate::route::Route;
use crate::shared::{SeenRequest, Shared};
use crate::{answer, argument, dashboard};

/// A request, read to its end.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Where it comes from; `None` in tests that have no connection.
    pub(crate) peer: Option<IpAddr>,
}

impl Request {
    pub(crate) fn query_pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }
}

/// An answer, or what is to happen in its place.
#[derive(Debug)]
pub(crate) struct Reply {
    /// `None` closes the connection.
    pub(crate) payload: Option<Payload>,
    pub(crate) delay: Duration,
}

/// Answers a request, after what it changed has been kept.
pub(crate) fn handle(shared: &Shared, request: &Request) -> Reply {
    let endpoint = oauth::endpoint(shared, request);
    let changes = endpoint.is_some() || request.method != Method::GET;
    let reply = reply(shared, request, endpoint);
    if !changes {
        return reply;
    }
    match shared.keep() {
        Ok(()) => reply,
        Err(e) => Reply { payload: Some(refuse(shared, 500, &e.to_string())), delay: Duration::ZERO },
    }
}

fn reply(shared: &Shared, request: &Request, endpoint: Option<Target>) -> Reply {
    if let Some(endpoint) = endpoint {
        let reply = spoil(shared, request, || endpoint.clone(), || oauth::answer(shared, &endpoint, request));
        oauth::remember(shared, &endpoint, request, reply.payload.as_ref());
        return reply;
    }
    let method = request.method.as_str();
    let route = shared.routes.find(&shared.model, method, &request.path, &request.query, &request.headers);
    if request.path == dashboard::PATH && matches!(route, Route::Unknown) {
        return Reply { payload: Some(dashboard::answer(shared, request)), delay: Duration::ZERO };
    }
    let has_oauth = shared.model.oauth.is_some();
    if has_oauth && request.path == oauth::applications::PATH && matches!(route, Route::Unknown) {
        let payload = oauth::applications::answer(shared, request);
        return Reply { payload: Some(payload), delay: Duration::ZERO };
    }
    let answer = || {
        let mut left = None;
        let payload = call(shared, request, &route, &mut left);
        let payload = payload.unwrap_or_else(|refusal| refusal.payload(&shared.model, shared.clock.now()));
        with_pace(shared, payload, left)
    };
    let function = if let Route::Function(function, _) = &route { Some(&function.name) } else { None };
    let reply = match function {
        Some(name) => spoil(shared, request, || Target::Function(name.clone()), answer),
        None => Reply { payload: Some(answer()), delay: Duration::ZERO },
    };
    let mut path = request.path.clone();
    if !request.query.is_empty() {
        path = format!("{path}?{}", request.query);
    }
    shared.remember(SeenRequest {
        method: request.method.to_string(),
        path,
        function: function.cloned(),
        status: reply.payload.as_ref().map_or(0, |p| p.status),
        body: String::from_utf8_lossy(&request.body).into_owned(),
    });
    reply
}

/// Answers, with the next fault of this place.
fn spoil(
    shared: &Shared,
    request: &Request,
    place: impl FnOnce() -> Target,
    answer: impl FnOnce() -> Payload,
) -> Reply {
    let agent = request.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let mut faults = shared.faults();
    let fault = if faults.is_empty() { None } else { fault::take(&mut faults, &place(), agent, shared.clock.now()) };
    drop(faults);
    let Some(fault) = fault else {
        return Reply { payload: Some(answer()), delay: Duration::ZERO };
    };
    let payload = if fault.carried_out { answer() } else { Payload::empty(200) };
    let delay = if let FaultKind::Delay(delay) = fault.kind { delay } else { Duration::ZERO };
    Reply { payload: fault::apply(&fault, payload), delay }
}

/// Answers a call; `left` gets what the caller may ask for after it.
fn call(shared: &Shared, request: &Request, route: &Route<'_>, left: &mut Left) -> Result<Payload, Refusal> {
    let model = &shared.model;
    let (function, path) = match route {
        Route::Function(function, path) => (*function, path),
        Route::OtherMethod(methods) => {
            let detail = format!("{} is not allowed here.", request.method);
            return Err(Refusal::new(model, 405, Some(Role::NotFound), detail).header("allow", methods.join(", ")));
        }
        Route::Unknown => {
            return Err(Refusal::new(model, 404, Some(Role::NotFound), "There is no such function."));
        }
    };
    let Caller { client, owner } = caller::identify(shared, request, function)?;
    let client_name = shared.client_name(&client);
    let keys = || pace::keys(&shared.options.limits, request, &client, &owner, path);
    check_pace(shared, keys, left)?;
    let source =
        argument::Source { path, query: &request.query_pairs(), headers: &request.headers, body: &request.body };
    let arguments = argument::read(model, function, &source)?;
    let accept_language = request.headers.get(ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    let call = Call {
        function,
        arguments: &arguments,
        now: shared.clock.now(),
        model,
        client_id: &client,
        client_name: &client_name,
        accept_language: accept_language.unwrap_or_default(),
        owner: &owner,
    };
    let outcome = shared.behaviour.answer(&call);
    answer::payload(model, function, call.arguments, outcome)
}

/// Requests that are left, and seconds until all are allowed again.
type Left = Option<(u32, f64)>;

fn check_pace(shared: &Shared, keys: impl FnOnce() -> Vec<String>, left: &mut Left) -> Result<(), Refusal> {
    let Some(pace) = shared.model.pace.as_ref().filter(|_| shared.options.pace) else {
        return Ok(());
    };
    let taken = pace::take(&mut shared.meters(), &keys(), pace, shared.clock.now());
    *left = taken.unwrap_or_else(|wait| Some((0, wait)));
    taken.map(drop).map_err(|wait| {
        let refused = |status| {
            let detail = "Too many requests, you are blocked for a while.";
            Refusal::new(&shared.model, status, Some(Role::Pace), detail)
        };
        let has_code = shared.model.errors.as_ref().is_some_and(|e| e.by_role(Role::Pace).is_some());
        match shared.options.policy.too_many {
            TooMany::Code if has_code => refused(400),
            _ => refused(429).header("retry-after", shared.clock.real_seconds(wait).to_string()),
        }
    })
}

/// Says in headers what is left of the pace, where the API does.
fn with_pace(shared: &Shared, payload: Payload, left: Left) -> Payload {
    let named = shared.model.pace.as_ref().and_then(|pace| Some((pace.headers.as_ref()?, pace.requests)));
    let (Some((name, limit)), Some((left, rest))) = (named, left) else { return payload };
    payload
        .header(format!("{name}-Limit"), limit.to_string())
        .header(format!("{name}-Remaining"), left.to_string())
        .header(format!("{name}-Reset"), shared.clock.real_seconds(rest).to_string())
}

/// Refuses a request that could not be read to its end.
pub(crate) fn refuse(shared: &Shared, status: u16, detail: &str) -> Payload {
    Refusal::new(&shared.model, status, Some(Role::Format), detail).payload(&shared.model, shared.clock.now())
}

#[cfg(test)]
#[path = "handler_tests.rs"]
mod tests;
