//! The clock and the timers of a browser (or of node), with what of tokio's interface calls use.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use tokio::sync::oneshot;
pub(crate) use web_time::{Instant, SystemTime};

/// The longest that a browser's timer takes, a little under 25 days.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// Waits until a point in time. The timer belongs to the one thread of the program and runs in a task of its own there,
/// so that who waits is `Send`.
#[derive(Debug)]
pub(crate) struct Sleep {
    until: Instant,
    fired: Option<oneshot::Receiver<()>>,
}

impl Sleep {
    pub(crate) fn reset(mut self: Pin<&mut Self>, until: Instant) {
        if self.until != until {
            self.set(sleep_until(until));
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Poll::Ready(());
            }
            let fired = self.fired.get_or_insert_with(|| timer(left.min(LONGEST)));
            // Whether it fired or its task ended with the program, the clock has the last word.
            let _ = ready!(Pin::new(fired).poll(cx));
            self.fired = None;
        }
    }
}

/// Fires after this time, at least a millisecond; ends when nobody waits any more.
fn timer(after: Duration) -> oneshot::Receiver<()> {
    let (mut fire, fired) = oneshot::channel();
    let milliseconds = u32::try_from(after.as_micros().div_ceil(1000)).unwrap_or(i32::MAX as u32);
    wasm_bindgen_futures::spawn_local(async move {
        tokio::select! {
            () = TimeoutFuture::new(milliseconds) => {
                let _ = fire.send(());
            }
            () = fire.closed() => {}
        }
    });
    fired
}

pub(crate) fn sleep(duration: Duration) -> Sleep {
    sleep_until(Instant::now() + duration)
}

pub(crate) fn sleep_until(until: Instant) -> Sleep {
    Sleep { until, fired: None }
}

/// Time ran out.
#[derive(Debug)]
pub(crate) struct Elapsed;

pub(crate) async fn timeout_at<F: Future>(until: Instant, future: F) -> Result<F::Output, Elapsed> {
    tokio::select! {
        biased;
        made = future => Ok(made),
        () = sleep_until(until) => Err(Elapsed),
    }
}
