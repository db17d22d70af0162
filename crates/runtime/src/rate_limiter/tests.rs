use std::sync::atomic::AtomicU32;

use reqwest::header::HeaderValue;

use super::*;

const PACE: Pace = Pace { requests: 1, per: Duration::from_secs(4), burst: 5, in_flight: None, headers: Some("Left") };
const PATIENT: Patience = Patience { what: "a test", longest_block: Duration::from_secs(60), until: None };

fn limiter() -> Arc<RateLimiter> {
    Arc::new(RateLimiter::new(Some(PACE), None))
}

async fn turn(limiter: &RateLimiter) -> Turn {
    limiter.acquire(Priority::Foreground, PATIENT).await.expect("a turn")
}

async fn burst(limiter: &RateLimiter) {
    for _ in 0..5 {
        turn(limiter).await;
    }
}

fn near(found: Duration, seconds: f64) {
    // The timer of tokio counts milliseconds.
    assert!((found.as_secs_f64() - seconds).abs() < 0.002, "{found:?}, not {seconds}");
}

#[tokio::test(start_paused = true)]
async fn turns_come_at_the_declared_pace() {
    let (limiter, start) = (limiter(), Instant::now());
    burst(&limiter).await;
    near(start.elapsed(), 0.0);
    for seconds in [4.032, 8.064] {
        let turn = turn(&limiter).await;
        near(start.elapsed(), seconds);
        near(turn.waited, 4.032);
    }
}

#[tokio::test(start_paused = true)]
async fn who_came_first_goes_first_and_the_background_last() {
    let limiter = limiter();
    burst(&limiter).await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let tasks = [("a", Priority::Background), ("b", Priority::Foreground), ("c", Priority::Foreground)];
    let mut waiting = Vec::new();
    for (name, priority) in tasks {
        let (limiter, order) = (limiter.clone(), order.clone());
        waiting.push(tokio::spawn(async move {
            limiter.acquire(priority, PATIENT).await.expect("a turn");
            order.lock().expect("a lock").push(name);
        }));
        tokio::task::yield_now().await;
    }
    for task in waiting {
        tokio::time::timeout(Duration::from_secs(60), task).await.expect("nobody waits for ever").expect("a task");
    }
    assert_eq!(*order.lock().expect("a lock"), ["b", "c", "a"]);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_keeps_nobody_waiting() {
    let limiter = limiter();
    burst(&limiter).await;
    let start = Instant::now();
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { turn(&limiter).await })
        })
        .collect();
    tokio::task::yield_now().await;
    tasks[0].abort();
    tasks[1].abort();
    let mut tasks = tasks;
    tasks.remove(2).await.expect("a turn");
    near(start.elapsed(), 4.032);
}

#[tokio::test(start_paused = true)]
async fn who_cannot_wait_that_long_is_told_at_once() {
    let limiter = limiter();
    burst(&limiter).await;
    let start = Instant::now();
    let until = Some(start + Duration::from_secs(3));
    let wait = limiter.acquire(Priority::Foreground, Patience { until, ..PATIENT }).await.expect_err("too long");
    near(wait, 4.032);
    near(start.elapsed(), 0.0);
    near(limiter.expected_wait(Priority::Foreground), 4.032);
    // It took no turn.
    turn(&limiter).await;
    near(start.elapsed(), 4.032);
}

#[tokio::test(start_paused = true)]
async fn who_waits_behind_another_is_told_when_the_time_is_over() {
    let limiter = limiter();
    burst(&limiter).await;
    let first = tokio::spawn({
        let limiter = limiter.clone();
        async move { turn(&limiter).await }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    let until = Some(start + Duration::from_secs(10));
    let second = limiter.acquire(Priority::Foreground, Patience { until, ..PATIENT });
    let told = async {
        // Somebody else, of another process, takes all that there is.
        crate::time::sleep(Duration::from_secs(1)).await;
        limiter.update(&mut limiter.state(), |state, now| state.block(now + Duration::from_secs(50)));
    };
    let (wait, ()) = tokio::join!(second, told);
    wait.expect_err("too long");
    near(start.elapsed(), 10.0);
    first.await.expect("a turn");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_reaches_those_who_wait_already() {
    let limiter = limiter();
    burst(&limiter).await;
    let start = Instant::now();
    let waits = |longest: u64| {
        let limiter = limiter.clone();
        let patience = Patience { longest_block: Duration::from_secs(longest), ..PATIENT };
        tokio::spawn(async move { limiter.acquire(Priority::Foreground, patience).await })
    };
    let (patient, impatient) = (waits(60), waits(10));
    tokio::task::yield_now().await;
    near(limiter.refused(Some(Duration::from_secs(30))), 30.0);
    near(impatient.await.expect("a task").expect_err("too long"), 30.0);
    near(start.elapsed(), 0.0);
    patient.await.expect("a task").expect("a turn");
    near(start.elapsed(), 30.0);
}

#[tokio::test(start_paused = true)]
async fn a_limiter_without_a_pace_obeys_the_server_alone() {
    let limiter = RateLimiter::new(None, None);
    let start = Instant::now();
    for _ in 0..1000 {
        turn(&limiter).await;
    }
    near(start.elapsed(), 0.0);
    assert_eq!(limiter.refused(None), Duration::ZERO);
    limiter.refused(Some(Duration::from_secs(7)));
    turn(&limiter).await;
    near(start.elapsed(), 7.0);
}

#[tokio::test(start_paused = true)]
async fn headers_slow_the_pace() {
    let limiter = limiter();
    let first = turn(&limiter).await;
    let headers = [("left-remaining", "0"), ("left-reset", "17")];
    let headers = headers.map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)));
    limiter.observe(&first, true, Some((&RateLimitHeaders("Left"), &HeaderMap::from_iter(headers))));
    let start = Instant::now();
    turn(&limiter).await;
    near(start.elapsed(), 17.032);
}

#[tokio::test(start_paused = true)]
async fn a_burst_over_a_fresh_connection_counts_from_when_it_arrived() {
    let limiter = limiter();
    let start = Instant::now();
    let turns = [turn(&limiter).await, turn(&limiter).await, turn(&limiter).await, turn(&limiter).await];
    turn(&limiter).await;
    tokio::time::advance(Duration::from_millis(300)).await;
    for turn in &turns {
        limiter.observe(turn, true, None);
    }
    turn(&limiter).await;
    near(start.elapsed(), 4.332);
}

/// A file that several processes share, without the file.
#[derive(Debug)]
struct Shared {
    start: Instant,
    state: Mutex<PaceState>,
}

impl PaceStore for Shared {
    fn now(&self) -> Duration {
        Duration::from_secs(1_700_000_000) + self.start.elapsed()
    }

    fn update(&self, change: &mut dyn FnMut(&mut PaceState)) -> io::Result<()> {
        change(&mut self.state.lock().expect("a lock"));
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn four_processes_keep_one_pace_for_ten_minutes() {
    let start = Instant::now();
    let store = Arc::new(Shared { start, state: Mutex::default() });
    let sent = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let limiter = RateLimiter::new(Some(PACE), Some(store.clone() as Arc<dyn PaceStore>));
            let sent = sent.clone();
            tokio::spawn(async move {
                while start.elapsed() < Duration::from_secs(600) {
                    turn(&limiter).await;
                    sent.lock().expect("a lock").push(start.elapsed());
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a task");
    }
    let sent = sent.lock().expect("a lock");
    // A strict server: five at once after a rest, then one in four seconds.
    let (mut level, mut last, refused) = (5.0_f64, Duration::ZERO, AtomicU32::new(0));
    for moment in sent.iter() {
        level = (level + (*moment - last).as_secs_f64() / 4.0).min(5.0) - 1.0;
        last = *moment;
        if level < 0.0 {
            refused.fetch_add(1, Ordering::Relaxed);
        }
    }
    assert_eq!(refused.into_inner(), 0);
    assert!(sent.len() >= 152, "{} requests in ten minutes", sent.len());
}

#[derive(Debug)]
struct Broken;

impl PaceStore for Broken {
    fn now(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn update(&self, _: &mut dyn FnMut(&mut PaceState)) -> io::Result<()> {
        Err(io::Error::other("the disk is full"))
    }
}

#[tokio::test(start_paused = true)]
async fn without_the_file_each_process_keeps_the_pace_by_itself() {
    let limiter = RateLimiter::new(Some(PACE), Some(Arc::new(Broken)));
    burst(&limiter).await;
    near(limiter.expected_wait(Priority::Foreground), 4.032);
}
