use super::*;

const LONGEST: Duration = Duration::from_secs(60);
const PACE: Pace = Pace { requests: 1, per: Duration::from_secs(4), burst: 5, headers: Some("Left") };

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.parse().expect("a name"), reqwest::header::HeaderValue::from_static(value)))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_burst_passes_and_then_one_in_four_seconds() {
    let limiter = RateLimiter::new(Some(PACE));
    let start = Instant::now();
    for _ in 0..5 {
        limiter.acquire(LONGEST).await.expect("a turn");
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    limiter.acquire(LONGEST).await.expect("a turn");
    assert_eq!(start.elapsed(), Duration::from_secs(4));
    limiter.acquire(LONGEST).await.expect("a turn");
    assert_eq!(start.elapsed(), Duration::from_secs(8));
}

#[tokio::test(start_paused = true)]
async fn a_rest_fills_the_bucket_but_not_beyond_its_depth() {
    let limiter = RateLimiter::new(Some(PACE));
    for _ in 0..5 {
        limiter.acquire(LONGEST).await.expect("a turn");
    }
    tokio::time::advance(Duration::from_secs(3600)).await;
    let start = Instant::now();
    for _ in 0..6 {
        limiter.acquire(LONGEST).await.expect("a turn");
    }
    assert_eq!(start.elapsed(), Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn a_block_holds_everybody() {
    let limiter = RateLimiter::new(None);
    limiter.block(Duration::from_secs(7));
    let start = Instant::now();
    limiter.acquire(LONGEST).await.expect("a turn");
    assert_eq!(start.elapsed(), Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn what_others_used_up_is_missing_here() {
    let limiter = RateLimiter::new(Some(PACE));
    limiter.observe(&RateLimitHeaders("Left"), &headers(&[("left-remaining", "2"), ("left-reset", "20")]));
    let start = Instant::now();
    for _ in 0..2 {
        limiter.acquire(LONGEST).await.expect("a turn");
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    limiter.acquire(LONGEST).await.expect("a turn");
    assert_eq!(start.elapsed(), Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn when_nothing_is_left_everybody_waits_for_the_reset() {
    let limiter = RateLimiter::new(Some(PACE));
    limiter.observe(&RateLimitHeaders("Left"), &headers(&[("left-remaining", "0"), ("left-reset", "17")]));
    let start = Instant::now();
    for _ in 0..5 {
        limiter.acquire(LONGEST).await.expect("a turn");
    }
    assert_eq!(start.elapsed(), Duration::from_secs(17));
}

#[tokio::test(start_paused = true)]
async fn a_reset_in_the_far_future_is_not_believed() {
    let limiter = RateLimiter::new(Some(PACE));
    limiter.observe(&RateLimitHeaders("Left"), &headers(&[("left-remaining", "0"), ("left-reset", "86400")]));
    let start = Instant::now();
    limiter.acquire(LONGEST).await.expect("a turn");
    assert_eq!(start.elapsed(), Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_or_more_than_is_thought_changes_nothing() {
    for said in [&[][..], &[("left-remaining", "99")], &[("left-remaining", "x"), ("left-reset", "9")]] {
        let limiter = RateLimiter::new(Some(PACE));
        for _ in 0..5 {
            limiter.acquire(LONGEST).await.expect("a turn");
        }
        limiter.observe(&RateLimitHeaders("Left"), &headers(said));
        let start = Instant::now();
        limiter.acquire(LONGEST).await.expect("a turn");
        assert_eq!(start.elapsed(), Duration::from_secs(4));
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_reaches_those_who_wait_already() {
    let limiter = std::sync::Arc::new(RateLimiter::new(Some(PACE)));
    for _ in 0..5 {
        limiter.acquire(LONGEST).await.expect("a turn");
    }
    let start = Instant::now();
    let waits = tokio::spawn({
        let limiter = limiter.clone();
        async move { limiter.acquire(LONGEST).await }
    });
    tokio::task::yield_now().await;
    limiter.block(Duration::from_secs(30));
    waits.await.expect("a task").expect("a turn");
    assert_eq!(start.elapsed(), Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_through_a_very_long_block() {
    let limiter = RateLimiter::new(Some(PACE));
    limiter.block(Duration::from_secs(u64::MAX));
    assert_eq!(limiter.acquire(LONGEST).await, Err(LONGEST_BLOCK));
    limiter.block(Duration::from_secs(1));
    assert_eq!(limiter.acquire(LONGEST).await, Err(LONGEST_BLOCK), "a shorter block does not end a longer one");
}
