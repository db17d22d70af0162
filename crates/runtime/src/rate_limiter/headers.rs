//! Rate-limit headers: what a server says is left.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// More is no time that anybody waits, and times that are added to it stay times.
const LONGEST: u64 = 366 * 86_400;

/// Headers that say how much is left, by what their names begin with, such as `RateLimit`.
#[derive(Clone, Copy, Debug)]
pub struct RateLimitHeaders(pub &'static str);

impl RateLimitHeaders {
    /// Requests that are left until the reset.
    pub fn remaining(&self, headers: &HeaderMap) -> Option<u32> {
        self.number(headers, "Remaining").map(|n| u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// Time until the full number of requests is allowed again, a year at most.
    pub fn reset(&self, headers: &HeaderMap) -> Option<Duration> {
        self.number(headers, "Reset").map(|seconds| Duration::from_secs(seconds.min(LONGEST)))
    }

    fn number(&self, headers: &HeaderMap, word: &str) -> Option<u64> {
        headers.get(format!("{}-{word}", self.0))?.to_str().ok()?.trim().parse().ok()
    }
}

/// `Retry-After` in seconds or as a date, which counts from the date of the answer: clocks of two machines differ. A year at
/// most.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let date = |text: &str| Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_second());
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let text = header(RETRY_AFTER)?;
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(LONGEST)));
    }
    let answered = header(DATE).and_then(date).unwrap_or_else(|| jiff::Timestamp::now().as_second());
    Some(Duration::from_secs(u64::try_from(date(text)? - answered).unwrap_or(0).min(LONGEST)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_date_to_wait_for_counts_from_the_date_of_the_answer() {
        let asked = |pairs: &[(HeaderName, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            retry_after(&pairs.collect()).map(|wait| wait.as_secs())
        };
        let later = (RETRY_AFTER, "Wed, 21 Oct 2015 07:28:30 GMT");
        assert_eq!(asked(&[later.clone(), (DATE, "Wed, 21 Oct 2015 07:28:00 GMT")]), Some(30));
        assert_eq!(asked(&[later.clone(), (DATE, "Wed, 21 Oct 2015 07:29:00 GMT")]), Some(0));
        // Without it, the clock here: that was long ago.
        assert_eq!(asked(&[later]), Some(0));
        assert_eq!(asked(&[(RETRY_AFTER, " 7 ")]), Some(7));
        assert_eq!(asked(&[(RETRY_AFTER, "18446744073709551615")]), Some(LONGEST));
        assert_eq!(asked(&[(RETRY_AFTER, "Wed, 31 Dec 9000 23:59:59 GMT")]), Some(LONGEST));
        assert_eq!(asked(&[(RETRY_AFTER, "soon")]), None);
    }
}
