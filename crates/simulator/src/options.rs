//! How a service is started.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::oauth::Policy;
use crate::pace::Bound;

/// How a service is started.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The port on 127.0.0.1; 0 lets the system choose.
    pub port: u16,
    /// The port on 127.0.0.1 for those who switch faults; 0 lets the system choose, `None` has no such port.
    pub admin_port: Option<u16>,
    /// Whether it stands in for another service, which its pages say, and lets faults be switched. One that does the work
    /// itself has only the pages for consent and for applications.
    pub stands_in: bool,
    /// Whether consent is given at once, without a page.
    pub auto_approve: bool,
    /// The scopes that consent grants at most; `None` for all.
    pub scopes: Option<Vec<String>>,
    /// Whether the service speaks HTTPS, with a certificate that it makes for itself.
    pub tls: bool,
    /// Whether the pace of the model is enforced.
    pub pace: bool,
    /// Another pace than the model's, as of a contract: so many requests in so many simulated seconds.
    pub rate: Option<(u32, f64)>,
    /// What the pace is bound to, each with a count of its own; where there is nothing, all requests are counted together.
    pub limits: Vec<Bound>,
    /// Simulated seconds for each real second; 0 stops the clock.
    pub speed: f64,
    /// The simulated time at the start; `None` for the present.
    pub at: Option<Timestamp>,
    /// The registered redirect URI. What is accepted besides is a matter of the policy.
    pub redirect_uri: Option<String>,
    /// A file for what survives a restart: applications, tokens, and what calls have changed.
    pub state: Option<PathBuf>,
    /// What the authorization server insists on.
    pub policy: Policy,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            port: 0,
            admin_port: None,
            stands_in: true,
            auto_approve: false,
            scopes: None,
            tls: false,
            pace: false,
            rate: None,
            limits: Vec::new(),
            speed: 1.0,
            at: None,
            redirect_uri: None,
            state: None,
            policy: Policy::default(),
        }
    }
}
