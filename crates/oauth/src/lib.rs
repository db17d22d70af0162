//! Logging in to a heat pump cloud, and staying logged in.
//!
//! A [`Registration`] says which server and which client. A [`Login`] is one attempt of one user: it makes the
//! authorization link and turns the answer, pasted or caught by a [`Listener`], into a [`Grant`]. [`OAuthTokens`] keeps
//! the grant in a [`TokenStore`] and renews it; a client of `uplink-runtime` takes it as its source of tokens.
//!
//! ```no_run
//! # async fn example(api: &'static uplink_runtime::descriptor::Api) -> Result<(), Box<dyn std::error::Error>> {
//! use std::{sync::Arc, time::Duration};
//! use uplink_oauth::{FileStore, Listener, Login, OAuthTokens, Registration, open_browser};
//!
//! let redirect_uri = "http://127.0.0.1:8976/callback";
//! let registration = Registration::new(api, None, "my client identifier", Some("my client secret"), redirect_uri)?;
//! let listener = Listener::bind(redirect_uri).await?;
//! let login = Login::begin(&registration, &["READ".to_owned()])?;
//! if !open_browser(login.url()) {
//!     println!("open {}", login.url());
//! }
//! let grant = login.wait(listener, Duration::from_secs(300)).await?;
//! let store = FileStore::new(FileStore::default_path("my-program")?);
//! let tokens = OAuthTokens::new(registration, Arc::new(store))?;
//! tokens.save(grant).await?;
//! # Ok(()) }
//! ```
//!
//! No message, `Debug` form or page of this crate holds a code, state, token or secret.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answer;
mod browser;
mod cached_grant;
mod callback;
mod callback_store;
mod clean;
mod endpoint;
mod entry;
mod error;
mod file_store;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
mod grant;
mod granted;
mod implicit;
mod listener;
mod login;
mod login_builder;
mod memory_store;
mod pasted;
mod registration;
mod store;
mod tokens;

#[cfg(test)]
mod secrets_tests;
#[cfg(test)]
mod testing;
#[cfg(all(test, target_os = "linux"))]
mod wiped_tests;

pub use browser::{browser_is_here, open_browser};
pub use callback_store::CallbackStore;
pub use error::LoginError;
pub use file_store::FileStore;
/// Files that only their owner can read, for what is kept beside tokens.
pub use file_store::private as private_file;
pub use grant::Grant;
pub use implicit::ImplicitLogin;
pub use listener::Listener;
pub use login::Login;
pub use login_builder::LoginBuilder;
pub use memory_store::MemoryStore;
pub use pasted::{Pasted, read_pasted};
pub use registration::{ClientAuth, Registration};
pub use secrecy::{ExposeSecret, SecretString};
pub use store::{Key, LockedStore, TokenStore};
pub use tokens::{OAuthTokens, Status};

/// What the README shows runs.
#[cfg(all(doctest, feature = "aws-lc-rs"))]
#[doc = include_str!("../README.md")]
struct Readme;
