//! Watches of clients that share a pace with others.

use super::*;
use crate::{AccessToken, SharedPace, SharedTurn, TokenError, TokenSource};

const STEP: Duration = Duration::from_secs(5);

/// Turns as a database would give them, and tokens beside it.
#[derive(Debug, Default)]
struct Shared {
    next: Mutex<Option<Instant>>,
    blocked: Mutex<Option<Instant>>,
    is_away: Mutex<bool>,
}

impl Shared {
    fn answer<T: Send + 'static>(&self, answer: T) -> BoxFuture<'_, Result<T, TokenError>> {
        let away = TokenError::StoreError { why: "the database is away".to_owned() };
        let is_away = *self.is_away.lock().expect("a lock");
        Box::pin(std::future::ready(if is_away { Err(away) } else { Ok(answer) }))
    }

    fn left(&self) -> Duration {
        self.blocked
            .lock()
            .expect("a lock")
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }
}

impl SharedPace for Shared {
    fn take(
        &self,
        pace: Option<Pace>,
        longest: Duration,
        longest_block: Duration,
    ) -> BoxFuture<'_, Result<SharedTurn, TokenError>> {
        let (now, mut next) = (Instant::now(), self.next.lock().expect("a lock"));
        let at = next.unwrap_or(now).max(now + self.left());
        let is_taken = at - now <= longest && self.left() <= longest_block;
        if is_taken {
            *next = Some(at + self.step(pace));
        }
        self.answer(SharedTurn { wait: at - now, is_taken })
    }

    fn step(&self, _: Option<Pace>) -> Duration {
        STEP
    }

    fn blocked(&self) -> BoxFuture<'_, Result<Duration, TokenError>> {
        self.answer(self.left())
    }

    fn refused(&self, _: Option<Pace>, after: Option<Duration>) -> BoxFuture<'_, Result<Duration, TokenError>> {
        *self.blocked.lock().expect("a lock") = Some(Instant::now() + after.unwrap_or_default());
        self.answer(self.left())
    }

    fn accepted(&self) -> BoxFuture<'_, Result<(), TokenError>> {
        self.answer(())
    }
}

#[derive(Debug)]
struct Tokens(Arc<Shared>);

impl TokenSource for Tokens {
    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Ok(AccessToken { token: "T".into() })))
    }

    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn renew<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        self.access()
    }

    fn shared_pace(&self) -> Option<Arc<dyn SharedPace>> {
        Some(self.0.clone())
    }
}

fn client(server: &Server, shared: &Arc<Shared>) -> Client {
    let options = Options {
        base_url: Some(server.url.clone()),
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        ..Options::default()
    };
    Client::new(&API, Arc::new(Tokens(shared.clone())), options).expect("a client")
}

#[tokio::test(start_paused = true)]
async fn a_period_is_held_to_the_pace_that_is_shared() {
    let server = Server::start().await;
    let client = client(&server, &Arc::default());
    assert_eq!(
        client.watch(systems(13), MINUTE).expect_err("it cannot be").to_string(),
        "every 60 s is too often: each round takes 13 requests, and the pace that is shared with other processes allows one \
         in 5 s, if they send none, and so needs 65 s; read every 65 s or more, or read less"
    );
    assert!(client.watch(systems(12), MINUTE).is_ok());
}

#[tokio::test(start_paused = true)]
async fn watches_of_several_processes_keep_one_pace() {
    let (server, shared) = (Server::start().await, Arc::new(Shared::default()));
    let mut one = client(&server, &shared).watch(systems(6), MINUTE).expect("a watch");
    let mut other = client(&server, &shared).watch(systems(8), MINUTE).expect("a watch");
    let (told, of_other) = tokio::join!(told(&mut one, &server, 1800), super::told(&mut other, &server, 1800));
    assert!(told.iter().chain(&of_other).all(|event| event.starts_with('a')), "{told:?} {of_other:?}");
    assert!(server.gaps().iter().all(|gap| *gap > 4.9), "{:?}", server.gaps());
    // Both together want more than there is: 14 in a minute that has 12.
    assert!(server.gaps().len() > 350, "{}", server.gaps().len());
    assert!(one.missed() + other.missed() > 0);
}

#[tokio::test(start_paused = true)]
async fn it_goes_before_nobody_who_shares_the_pace() {
    let (server, shared) = (Server::start().await, Arc::new(Shared::default()));
    let mut watch = client(&server, &shared).watch(systems(12), MINUTE).expect("a watch");
    let watching = tokio::spawn(async move { while watch.next().await.is_some() {} });
    server.until(62).await;
    let other = client(&server, &shared);
    for n in 100..110 {
        let read = rows(n, 1..=1);
        other.call(read.function, read.arguments).await.expect("rows");
    }
    // The one turn that may have been taken, then its own: 5 s each.
    assert!(server.start.elapsed() < Duration::from_secs(62 + 11 * 5 + 1), "{:?}", server.start.elapsed());
    server.until(200).await;
    let seen = server.asked(11);
    assert!(seen.last().is_some_and(|at| *at > 130), "{seen:?}");
    watching.abort();
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_somebody_else_and_a_database_that_is_away_are_told_and_pass() {
    let (server, shared) = (Server::start().await, Arc::new(Shared::default()));
    let mut watch = client(&server, &shared).watch(systems(1), Duration::from_secs(30)).expect("a watch");
    assert_eq!(told(&mut watch, &server, 20).await, ["a0"]);
    // Longer than a call waits.
    *shared.blocked.lock().expect("a lock") = Some(Instant::now() + Duration::from_secs(600));
    assert_eq!(told(&mut watch, &server, 600).await, ["failed 0"]);
    assert_eq!(server.asked(0), [0]);
    assert_eq!(told(&mut watch, &server, 660).await.first().map(String::as_str), Some("a0"));
    *shared.is_away.lock().expect("a lock") = true;
    let said = told(&mut watch, &server, 800).await;
    assert_eq!(without_answers(&said), ["failed 0", "offline 0"]);
    *shared.is_away.lock().expect("a lock") = false;
    assert_eq!(told(&mut watch, &server, 1200).await[..2], ["back 0", "a0"]);
}
