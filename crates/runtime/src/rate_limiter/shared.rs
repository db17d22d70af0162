//! A pace that clients on many machines share.

use std::fmt;
use std::time::Duration;

use super::{Patience, Priority};
use crate::descriptor::Pace;
use crate::time::Instant;
use crate::token_error::TokenError;
use crate::tokens::BoxFuture;

/// Turns that clients on many machines share. One is taken for each request, right before it is sent: what was taken
/// earlier would be used late, beside the turn of somebody else.
pub trait SharedPace: Send + Sync + fmt::Debug {
    /// Takes the next turn; `pace` is what the API declares. None is taken when it comes later than `longest`, or when the
    /// server wants no requests for longer than `longest_block`.
    fn take(
        &self,
        pace: Option<Pace>,
        longest: Duration,
        longest_block: Duration,
    ) -> BoxFuture<'_, Result<SharedTurn, TokenError>>;

    /// The time from one turn to the next, where nobody else takes any; `pace` is what the API declares.
    fn step(&self, pace: Option<Pace>) -> Duration;

    /// For how long the server wants no requests from anybody.
    fn blocked(&self) -> BoxFuture<'_, Result<Duration, TokenError>>;

    /// The server refused a request for the pace: nobody sends for a while. Gives for how long.
    fn refused(&self, pace: Option<Pace>, retry_after: Option<Duration>)
    -> BoxFuture<'_, Result<Duration, TokenError>>;

    /// The server answered, and did not refuse.
    fn accepted(&self) -> BoxFuture<'_, Result<(), TokenError>>;
}

/// A turn of a shared pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedTurn {
    /// How long until it comes.
    pub wait: Duration,
    /// Whether it was taken; not when it comes too late.
    pub is_taken: bool,
}

/// Why there is no turn.
pub(crate) enum NoTurn {
    /// It would come too late.
    Late(Duration),
    /// Nobody knows.
    Unknown(TokenError),
}

/// Later than anybody waits.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// What others may have been refused in the meantime makes no difference within this time.
const AT_ONCE: Duration = Duration::from_millis(50);

/// Takes a turn and waits for it; gives how long that was. A read in the background takes none before it has come, so that
/// whoever wants one meanwhile goes first.
pub(crate) async fn turn(
    shared: &dyn SharedPace,
    pace: Option<Pace>,
    priority: Priority,
    patience: Patience,
) -> Result<Duration, NoTurn> {
    let asked = Instant::now();
    let mut told = false;
    loop {
        let left = patience.until.map_or(LONGEST, |until| until.saturating_duration_since(Instant::now()));
        let longest = if priority == Priority::Background { left.min(AT_ONCE) } else { left };
        let turn = shared.take(pace, longest, patience.longest_block).await.map_err(NoTurn::Unknown)?;
        if !turn.is_taken && (turn.wait > left || priority == Priority::Foreground) {
            return Err(NoTurn::Late(turn.wait));
        }
        if turn.is_taken && turn.wait <= AT_ONCE {
            crate::time::sleep(turn.wait).await;
            return Ok(asked.elapsed());
        }
        if !std::mem::replace(&mut told, true) {
            log::info!("{}: waits {:.1} s for its turn among all machines", patience.what, turn.wait.as_secs_f64());
        }
        if !turn.is_taken {
            let blocked = shared.blocked().await.map_err(NoTurn::Unknown)?;
            if blocked > patience.longest_block {
                return Err(NoTurn::Late(blocked));
            }
            // Somebody may have taken it by then.
            crate::time::sleep(turn.wait).await;
            continue;
        }
        crate::time::sleep(turn.wait).await;
        // The server may have refused somebody else meanwhile; then the turn is void.
        if shared.blocked().await.map_err(NoTurn::Unknown)?.is_zero() {
            return Ok(asked.elapsed());
        }
    }
}
