//! One pace for all machines.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_postgres::types::Type;
use uplink_oauth::Key;
use uplink_runtime::descriptor::Pace;
use uplink_runtime::{BoxFuture, SharedPace, SharedTurn, TokenError};

use crate::SetupError;
use crate::store::{Live, PostgresStore, failed};

/// No server silences a client for longer.
const LONGEST_BLOCK: Duration = Duration::from_secs(3600);
/// Where neither the server nor the API says it.
const USUAL_BLOCK: Duration = Duration::from_secs(60);
/// Refusals in a row that lengthen the wait.
const MOST_DOUBLINGS: i32 = 6;

/// Who shares a limit, and how much of it is used.
#[derive(Clone, Debug)]
pub struct Limits {
    keys: Vec<Bound>,
    share: f64,
    pace: Option<(u32, Duration)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Bound {
    Application,
    User,
    Named(String),
}

/// Of one client identifier at one server, of whose limit a fifth is left to others.
impl Default for Limits {
    fn default() -> Self {
        Limits { keys: vec![Bound::Application], share: 0.8, pace: None }
    }
}

impl Limits {
    /// Limits that are bound to these: `application` (a client identifier at a server), `user` (a login), `ip:NAME` or
    /// `device:NAME` (whatever shares an address or a device, by a name of yours). Several hold at the same time. `share` of
    /// each is used, from above 0 to 1; the rest is left to others.
    ///
    /// # Errors
    /// A word means nothing, or the share is no share.
    pub fn new(bound_to: &[&str], share: f64) -> Result<Self, SetupError> {
        let wrong = |word: &str| {
            SetupError(format!(
                "a limit is bound to `application`, `user`, `ip:NAME` or `device:NAME`, not to `{word}`"
            ))
        };
        let keys = bound_to.iter().map(|word| match (*word, word.split_once(':')) {
            ("application", _) => Ok(Bound::Application),
            ("user", _) => Ok(Bound::User),
            (_, Some(("ip" | "device", name))) if !name.is_empty() => Ok(Bound::Named((*word).to_owned())),
            _ => Err(wrong(word)),
        });
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        if !(share > 0.0 && share <= 1.0) {
            return Err(SetupError(format!("the share of a limit is above 0 and at most 1, not {share}")));
        }
        if keys.is_empty() {
            return Err(wrong(""));
        }
        Ok(Limits { keys, share, pace: None })
    }

    /// The same with another pace than the API declares: so many requests in this time.
    #[must_use]
    pub fn with_pace(mut self, requests: u32, per: Duration) -> Self {
        self.pace = Some((requests.max(1), per));
        self
    }

    /// What the limits are called in the database, for a login of a client.
    fn names(&self, client: &Key, login: &Key) -> Vec<String> {
        let mut names: Vec<String> = self
            .keys
            .iter()
            .map(|key| match key {
                Bound::Application => format!("application:{client}"),
                Bound::User => format!("user:{login}"),
                Bound::Named(name) => name.clone(),
            })
            .collect();
        // Always locked in this order, so that two never wait for each other.
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The time from one request to the next.
    fn step(&self, declared: Option<Pace>) -> Duration {
        let pace = self.pace.or(declared.map(|pace| (pace.requests.max(1), pace.per)));
        pace.map_or(Duration::ZERO, |(requests, per)| per.div_f64(f64::from(requests) * self.share))
    }
}

/// The pace of one login.
pub(crate) struct PostgresPace {
    store: PostgresStore,
    limits: Arc<Limits>,
    names: Vec<String>,
    /// Whether a refusal was seen that no answer has followed.
    is_refused: Arc<AtomicBool>,
}

impl PostgresPace {
    pub(crate) fn new(store: PostgresStore, limits: Arc<Limits>, client: &Key, login: &Key) -> Self {
        let names = limits.names(client, login);
        PostgresPace { store, limits, names, is_refused: Arc::default() }
    }

    /// Work with the database, on the runtime that its connections live on.
    async fn on<T: Send + 'static, F>(&self, work: impl FnOnce(Arc<Live>) -> F) -> Result<T, TokenError>
    where
        F: Future<Output = Result<T, TokenError>> + Send + 'static,
    {
        let live = self.store.live()?;
        let runtime = live.handle()?;
        runtime.spawn(work(live)).await.map_err(|_| failed("its work was interrupted"))?
    }
}

/// Takes the next turn of all limits at once, unless it comes too late. Gives how many limits there are, in how many seconds the
/// turn comes, whether it was taken, and whether the server refused the last request.
const TAKE: &str = "with locked as (
        select key, next, frozen_until, refusals from uplink_pace where key = any($1) order by key for update
    ), turn as (
        select count(*) as known, greatest(max(next), max(frozen_until), clock_timestamp()) as at,
            greatest(max(frozen_until), clock_timestamp()) as free, clock_timestamp() as now,
            coalesce(max(refusals), 0) as refusals
        from locked
    ), taken as (
        update uplink_pace as pace set next = turn.at + make_interval(secs => $2) from turn
        where pace.key = any($1) and turn.known = cardinality($1)
            and extract(epoch from turn.at - turn.now) <= $3 and extract(epoch from turn.free - turn.now) <= $4
        returning 1
    )
    select known, extract(epoch from at - now)::float8, (select count(*) from taken), refusals > 0 from turn";

impl SharedPace for PostgresPace {
    fn take(
        &self,
        pace: Option<Pace>,
        longest: Duration,
        longest_block: Duration,
    ) -> BoxFuture<'_, Result<SharedTurn, TokenError>> {
        let (names, step) = (self.names.clone(), self.limits.step(pace).as_secs_f64());
        let (longest, longest_block) = (longest.as_secs_f64(), longest_block.as_secs_f64());
        let is_refused = self.is_refused.clone();
        Box::pin(self.on(move |live| async move {
            loop {
                let (_, rows) = live
                    .work
                    .ask(
                        TAKE,
                        &[
                            (&names, Type::TEXT_ARRAY),
                            (&step, Type::FLOAT8),
                            (&longest, Type::FLOAT8),
                            (&longest_block, Type::FLOAT8),
                        ],
                    )
                    .await?;
                let Some(row) = rows.first() else { return Err(failed("it has no clock")) };
                let (known, wait, taken): (i64, Option<f64>, i64) = (row.get(0), row.get(1), row.get(2));
                if usize::try_from(known) == Ok(names.len()) {
                    is_refused.store(row.get(3), Ordering::Relaxed);
                    let wait = Duration::try_from_secs_f64(wait.unwrap_or_default()).unwrap_or_default();
                    return Ok(SharedTurn { wait, is_taken: taken > 0 });
                }
                let add = "insert into uplink_pace (key) select unnest($1) on conflict do nothing";
                live.work.ask(add, &[(&names, Type::TEXT_ARRAY)]).await?;
            }
        }))
    }

    fn step(&self, pace: Option<Pace>) -> Duration {
        self.limits.step(pace)
    }

    fn blocked(&self) -> BoxFuture<'_, Result<Duration, TokenError>> {
        let names = self.names.clone();
        Box::pin(self.on(|live| async move {
            let question = "select extract(epoch from greatest(max(frozen_until), clock_timestamp()) - clock_timestamp())\
                            ::float8 from uplink_pace where key = any($1)";
            let (_, rows) = live.work.ask(question, &[(&names, Type::TEXT_ARRAY)]).await?;
            let left = rows.first().and_then(|row| row.get::<_, Option<f64>>(0)).unwrap_or_default();
            Ok(Duration::try_from_secs_f64(left).unwrap_or_default())
        }))
    }

    fn refused(
        &self,
        pace: Option<Pace>,
        retry_after: Option<Duration>,
    ) -> BoxFuture<'_, Result<Duration, TokenError>> {
        let names = self.names.clone();
        let per = self.limits.pace.map(|(_, per)| per).or(pace.map(|pace| pace.per)).unwrap_or(USUAL_BLOCK);
        let wait = retry_after.unwrap_or(per).min(LONGEST_BLOCK).as_secs_f64();
        // What the server says is meant as it stands; a guess grows until it is enough.
        let doublings = if retry_after.is_some() { 0 } else { MOST_DOUBLINGS };
        Box::pin(self.on(move |live| async move {
            let freeze = "with frozen as (
                    update uplink_pace set refusals = refusals + 1, frozen_until = greatest(frozen_until,
                        clock_timestamp() + make_interval(secs => least($2 * 2 ^ least(refusals, $3), $4)))
                    where key in (select key from uplink_pace where key = any($1) order by key for update)
                    returning frozen_until
                ) select extract(epoch from max(frozen_until) - clock_timestamp())::float8 from frozen";
            let longest = LONGEST_BLOCK.as_secs_f64();
            let (_, rows) = live
                .work
                .ask(
                    freeze,
                    &[
                        (&names, Type::TEXT_ARRAY),
                        (&wait, Type::FLOAT8),
                        (&doublings, Type::INT4),
                        (&longest, Type::FLOAT8),
                    ],
                )
                .await?;
            let wait = rows.first().and_then(|row| row.get::<_, Option<f64>>(0)).unwrap_or(wait);
            log::warn!("the server refused a request for the pace; nobody sends for {wait:.0} s");
            Ok(Duration::try_from_secs_f64(wait).unwrap_or_default())
        }))
    }

    fn accepted(&self) -> BoxFuture<'_, Result<(), TokenError>> {
        if !self.is_refused.swap(false, Ordering::Relaxed) {
            return Box::pin(std::future::ready(Ok(())));
        }
        let names = self.names.clone();
        Box::pin(self.on(|live| async move {
            let calm = "update uplink_pace set refusals = 0 where key = any($1) and refusals > 0 \
                        and frozen_until < clock_timestamp()";
            live.work.ask(calm, &[(&names, Type::TEXT_ARRAY)]).await.map(drop)
        }))
    }
}

impl fmt::Debug for PostgresPace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresPace").field("names", &self.names).field("limits", &self.limits).finish_non_exhaustive()
    }
}
