//! The client: what its calls share, and what every call does before anything is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Url;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::answer::Answer;
use crate::arguments::{self, Arguments};
use crate::batch::Batches;
use crate::call_options::{Address, CallOptions};
use crate::credentials::{Credentials, Held};
use crate::descriptor::{Api, Auth, Function};
use crate::error::{Error, MissingScope};
use crate::file::Files;
use crate::freshness::Freshness;
use crate::merged::Listed;
use crate::observer::Observer;
use crate::rate_limiter::{RateLimiter, SharedPace, in_flight, rate_limiter};
use crate::report;
use crate::response_facts::ResponseFacts;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::send::{Asked, Received};
use crate::time::Instant;
#[cfg(not(target_family = "wasm"))]
use crate::tls::{Fingerprint, RootCertificate};
use crate::tokens::{BoxFuture, TokenSource};
use crate::transport::Transport;

/// Most requests that a client has under way. Connections are a few more, since one that was just used is not always back
/// when the next is wanted.
pub(crate) const MOST_AT_ONCE: usize = 24;

/// How a client behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the API is; `None` for the address in its spec.
    pub base_url: Option<String>,
    /// Time for one request, unless its function needs longer.
    pub timeout: Duration,
    /// How often a failed request is sent again.
    pub retries: RetryPolicy,
    /// Whether the client keeps the API's pace by itself.
    pub keep_pace: bool,
    /// How the client names itself to the server.
    pub user_agent: String,
    /// A certificate authority to trust beside those of the machine.
    #[cfg(not(target_family = "wasm"))]
    pub root_certificate: Option<RootCertificate>,
    /// The one certificate that the server may have; the authorities of the machine have no say then.
    #[cfg(not(target_family = "wasm"))]
    pub pinned_certificate: Option<Fingerprint>,
    /// A client of the program's own that everything is sent through, for its TLS, proxies, name resolution or layers.
    /// `user_agent` and `root_certificate` do not count beside it. Make it with `redirect(Policy::none())`, since
    /// a redirect that it follows by itself is not held to the origin that was asked, and use it in one tokio runtime.
    pub http_client: Option<reqwest::Client>,
    /// Whether the base URL may be `http://` into a home network, of an API that is spoken there without TLS (its spec says
    /// `insecure_http`): whoever is in that network can read what is sent.
    pub insecure_http: bool,
    /// Keys and passwords, where the API goes by them.
    pub credentials: Credentials,
    /// Who is told of each request.
    pub observer: Option<Arc<dyn Observer>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            base_url: None,
            timeout: Duration::from_secs(30),
            retries: RetryPolicy::default(),
            keep_pace: true,
            user_agent: concat!("uplink-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
            #[cfg(not(target_family = "wasm"))]
            root_certificate: None,
            #[cfg(not(target_family = "wasm"))]
            pinned_certificate: None,
            http_client: None,
            insecure_http: false,
            credentials: Credentials::new(),
            observer: None,
        }
    }
}

/// What a client with these options sends by.
#[cfg(not(target_family = "wasm"))]
fn transport(options: &Options) -> Result<Transport, Error> {
    let transport = match (&options.http_client, &options.pinned_certificate) {
        (Some(_), Some(_)) => {
            let why = "a client of one's own is told by itself which certificate it trusts; leave one of the two out";
            return Err(Error::Setup(why.to_owned()));
        }
        (Some(own), None) => Ok(Transport::with_client(own.clone())),
        (None, Some(pin)) => Transport::pinned(&options.user_agent, pin.clone()),
        (None, None) => Transport::new(&options.user_agent, options.root_certificate.as_ref()),
    };
    transport.map_err(|e| Error::Setup(e.to_string()))
}

/// What a client with these options sends by: whom to trust, the browser knows.
#[cfg(target_family = "wasm")]
fn transport(options: &Options) -> Result<Transport, Error> {
    Ok(Transport::with_client(options.http_client.clone().unwrap_or_default()))
}

/// A client of one API with one user's tokens. Cheap to clone; clones share pace, tokens and reads that wait.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    options: Option<Arc<CallOptions>>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub api: &'static Api,
    pub base_url: Url,
    pub transport: Transport,
    pub tokens: Arc<dyn TokenSource>,
    pub credentials: Held,
    pub limiter: Arc<RateLimiter>,
    pub shared_pace: Option<Arc<dyn SharedPace>>,
    pub at_once: Semaphore,
    /// The places at a server that takes few requests at the same time.
    pub in_flight: Option<Arc<Semaphore>>,
    pub budget: RetryBudget,
    pub batches: Batches,
    pub freshness: Freshness,
    /// Counts writes as they end: what was sent before says nothing of what is there after.
    pub writes: AtomicU64,
    pub options: Options,
}

impl Client {
    /// A client of `api` that takes its tokens from `tokens`.
    ///
    /// # Errors
    /// When the base URL is not safe to send tokens to, a credential cannot be sent, or HTTPS cannot be set up.
    pub fn new(api: &'static Api, tokens: Arc<dyn TokenSource>, options: Options) -> Result<Self, Error> {
        let base_url = options.base_url.as_deref().map_or(api.base_url, |given| api.without_version(given));
        let base_url = api.check_base_url(base_url, options.insecure_http).map_err(Error::Setup)?;
        let transport = transport(&options)?;
        let credentials = Held::of(api, &options.credentials)?;
        let shared_pace = tokens.shared_pace().filter(|_| options.keep_pace);
        let limiter = if options.keep_pace && shared_pace.is_none() {
            rate_limiter(api, base_url.as_str(), &*tokens, &credentials)
        } else {
            Arc::new(RateLimiter::new(None, None))
        };
        let in_flight = if options.keep_pace { in_flight(api, base_url.as_str()) } else { None };
        let inner = Inner {
            api,
            in_flight,
            base_url,
            transport,
            tokens,
            credentials,
            limiter,
            shared_pace,
            at_once: Semaphore::new(MOST_AT_ONCE),
            budget: RetryBudget::new(),
            batches: Batches::default(),
            freshness: Freshness::default(),
            writes: AtomicU64::new(0),
            options,
        };
        Ok(Client { inner: Arc::new(inner), options: None })
    }

    /// The same client, whose calls are made with these options unless they have their own.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Client { inner: self.inner.clone(), options: Some(Arc::new(options)) }
    }

    /// How long the pace makes so many requests take, where they never end and nobody else sends.
    pub(crate) fn time_for(&self, requests: usize) -> Duration {
        match &self.inner.shared_pace {
            Some(shared) => {
                let requests = u32::try_from(requests).unwrap_or(u32::MAX);
                shared.step(self.inner.api.pace).saturating_mul(requests)
            }
            None => self.inner.limiter.time_for(requests),
        }
    }

    /// The options that its calls are made with.
    pub(crate) fn options(&self) -> CallOptions {
        self.options.as_deref().cloned().unwrap_or_default()
    }

    /// The API that this is a client of.
    pub fn api(&self) -> &'static Api {
        self.inner.api
    }

    /// Where the API is.
    pub fn base_url(&self) -> &Url {
        &self.inner.base_url
    }

    /// Calls a function and gives its answer; long lists are split over several requests, and reads that wait at the same
    /// time share theirs. The answer is not read yet.
    ///
    /// # Errors
    /// See [`Error`]. Of a long list, the first part that fails ends the call.
    pub async fn call(&self, function: &'static Function, arguments: Arguments) -> Result<Answer, Error> {
        self.call_with(function, arguments, None, false).await
    }

    /// The same with options of its own. With `parts`, a long list of which a part fails gives the others, and the answer
    /// says what failed; it fails when all of them do.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call_with(
        &self,
        function: &'static Function,
        arguments: Arguments,
        options: Option<&CallOptions>,
        parts: bool,
    ) -> Result<Answer, Error> {
        self.call_with_files(function, arguments, &[], options, parts).await
    }

    /// The same with files, each by its argument.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call_with_files(
        &self,
        function: &'static Function,
        arguments: Arguments,
        files: &[Files],
        options: Option<&CallOptions>,
        parts: bool,
    ) -> Result<Answer, Error> {
        self.boxed(function, arguments, files, options, parts).await
    }

    /// With optimisation the body of an asynchronous function is compiled into each crate that awaits it; behind a pointer,
    /// into this one alone.
    #[inline(never)]
    fn boxed<'c>(
        &'c self,
        function: &'static Function,
        arguments: Arguments,
        files: &'c [Files],
        options: Option<&'c CallOptions>,
        parts: bool,
    ) -> BoxFuture<'c, Result<Answer, Error>> {
        Box::pin(report::within(function, self.carry_out(function, arguments, files, options, parts)))
    }

    async fn carry_out(
        &self,
        function: &'static Function,
        mut arguments: Arguments,
        files: &[Files],
        options: Option<&CallOptions>,
        parts: bool,
    ) -> Result<Answer, Error> {
        let start = Instant::now();
        let plain = CallOptions::default();
        let options = options.or(self.options.as_deref()).unwrap_or(&plain);
        arguments::check(function, &mut arguments, files)?;
        self.check_scopes(function).await?;
        // What no clock reaches is no limit.
        let until = options.timeout.and_then(|timeout| start.checked_add(timeout));
        let listed = function.arguments.iter().find(|argument| argument.batch || !argument.merge.is_empty());
        let listed = listed.and_then(|argument| Some((argument, take_list(&mut arguments, argument.name)?)));
        let _write = (function.method != "GET").then(|| Write(&self.inner));
        let mut answer = match listed {
            Some((argument, list)) => {
                let rest = arguments;
                Listed { client: self, function, argument, rest, list, options, until, parts }.call().await?
            }
            None => self.call_alone(function, &arguments, files, options, until).await?,
        };
        answer.facts.elapsed = start.elapsed();
        Ok(answer)
    }

    async fn call_alone(
        &self,
        function: &'static Function,
        arguments: &Arguments,
        files: &[Files],
        options: &CallOptions,
        until: Option<Instant>,
    ) -> Result<Answer, Error> {
        let inner = &*self.inner;
        if function.method != "GET" {
            return Ok(whole(function, self.send(function, Asked::Alone(arguments, files), options, until).await?));
        }
        let key = match &options.address {
            None => serde_json::to_string(arguments).unwrap_or_default(),
            Some(Address(address)) => address.as_str().to_owned(),
        };
        // With headers of its own the answer is that caller's.
        let own = !options.headers.is_empty();
        let max_age = options.max_age.filter(|_| !own);
        if let Some(body) = max_age.and_then(|age| inner.freshness.whole(function, &key, age)) {
            return Ok(Answer { function, bodies: vec![body], facts: ResponseFacts::default() });
        }
        let writes = inner.writes.load(Ordering::Acquire);
        let received = self.send(function, Asked::Alone(arguments, files), options, until).await?;
        if !own && inner.writes.load(Ordering::Acquire) == writes {
            inner.freshness.keep_whole(function, key, received.body.clone());
        }
        Ok(whole(function, received))
    }

    /// What a call of a function says who makes it by.
    pub(crate) fn way(&self, function: &'static Function) -> Result<&'static [Auth], Error> {
        self.inner.credentials.way(function, self.inner.tokens.gives_tokens())
    }

    /// Checks that the user granted the scopes that a function needs, for calls that are several requests.
    ///
    /// # Errors
    /// A scope is missing, or there is no login.
    pub async fn check_scopes(&self, function: &'static Function) -> Result<(), Error> {
        if function.scopes.is_empty() || !self.way(function)?.iter().any(|auth| matches!(auth, Auth::Token)) {
            return Ok(());
        }
        match self.inner.tokens.granted().await? {
            Some(granted) if !function.scopes.iter().all(|s| granted.iter().any(|g| g == s)) => {
                Err(missing_scope(function, granted))
            }
            _ => Ok(()),
        }
    }
}

pub(crate) fn missing_scope(function: &'static Function, granted: Vec<String>) -> Error {
    let needs = function.scopes.iter().map(|s| (*s).to_owned()).collect();
    MissingScope { function: function.name.to_owned(), needs, granted }.into()
}

/// A write that is under way. What became of one that failed or was given up is not known.
struct Write<'c>(&'c Inner);

impl Drop for Write<'_> {
    fn drop(&mut self) {
        self.0.writes.fetch_add(1, Ordering::AcqRel);
        self.0.freshness.forget();
    }
}

fn whole(function: &'static Function, received: Received) -> Answer {
    let Received { status, headers, body } = received;
    Answer { function, bodies: vec![body], facts: ResponseFacts { status, headers, ..ResponseFacts::default() } }
}

fn take_list(arguments: &mut Arguments, name: &str) -> Option<Vec<Value>> {
    let list = arguments.get_mut(name)?.as_array_mut()?;
    if list.is_empty() {
        return None;
    }
    let list = std::mem::take(list);
    arguments.shift_remove(name);
    Some(list)
}
