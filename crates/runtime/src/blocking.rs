//! Calls that are waited for, in programs that are not asynchronous.
//!
//! [`wait`] carries out a call, a login or any other future; [`iter`] goes through pages, or through a watch. The calling thread
//! waits; connections, renewals and whatever else goes on meanwhile have one thread beside it, which lives as long as the
//! process.

use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

/// Waits for what would otherwise be awaited.
///
/// # Panics
/// In asynchronous code, whose thread it would stop, and in a thread that tokio made for blocking work: there
/// `Handle::block_on` waits. Also when the system gives no thread.
pub fn wait<F: IntoFuture>(call: F) -> F::Output {
    runtime().block_on(call.into_future())
}

/// What a stream gives, one after the other.
///
/// # Panics
/// As [`wait`] does, when the next item is asked for.
pub fn iter<S: Stream>(stream: S) -> impl Iterator<Item = S::Item> {
    let mut stream = Box::pin(stream);
    std::iter::from_fn(move || wait(std::future::poll_fn(|context| stream.as_mut().poll_next(context))))
}

#[expect(clippy::expect_used, reason = "std's own threads do no other")]
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    assert!(
        Handle::try_current().is_err(),
        "a blocking call in asynchronous code would stop all of it; await the call, or wait for it in a thread of its own"
    );
    RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("uplink").enable_all().build().expect("the system gives a thread")
    })
}
