//! A server that rotates and takes each refresh token once; a second use ends the login, as careful servers do.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use super::{Reply, TokenServer, form, tokens};

pub(crate) struct Strict {
    pub(crate) server: TokenServer,
    login: Arc<Mutex<Login>>,
}

#[derive(Default)]
pub(crate) struct Login {
    /// `R` and this number is the refresh token that counts.
    pub(crate) number: usize,
    pub(crate) refreshes: usize,
    pub(crate) reuses: usize,
    pub(crate) ended: bool,
    /// Whether the refresh token before the last is still taken.
    pub(crate) grace: bool,
}

impl Login {
    fn reply(&mut self, body: &str) -> Reply {
        let given = form(body, "refresh_token").unwrap_or_default();
        let last = self.grace && self.number > 0 && given == format!("R{}", self.number - 1);
        if self.ended || given != format!("R{}", self.number) && !last {
            self.reuses += 1;
            self.ended = true;
            return (400, "", r#"{"error":"invalid_grant"}"#.into());
        }
        self.refreshes += 1;
        self.number += 1;
        tokens(&format!("A{}", self.number), &format!("R{}", self.number), 300)
    }
}

impl Strict {
    pub(crate) async fn start(delay: Duration) -> Self {
        let login = Arc::new(Mutex::new(Login::default()));
        let asked = login.clone();
        let server = TokenServer::start(move |_, body| {
            // Time for others to come too early.
            std::thread::sleep(delay);
            asked.lock().unwrap().reply(body)
        });
        Strict { server: server.await, login }
    }

    pub(crate) fn login(&self) -> MutexGuard<'_, Login> {
        self.login.lock().unwrap()
    }

    pub(crate) fn url(&self) -> &str {
        &self.server.url
    }
}
