//! A virtual week of a pump that is read every five minutes: it restarts, gets another certificate and other software. Every value
//! is what its raw answer says, and what changes is told once. `UPLINK_LOOPS=100` is the whole week; without it, a tenth.

use std::collections::BTreeMap;
use std::time::Duration;

use nibe_local::simulator::{self, Firmware, Manners, Options, Simulator};
use nibe_local::types::Point;
use nibe_local::{Client, ErrorKind, News, Presence, Reading, RetryPolicy, Value};

/// Seconds between two reads.
const STEP: f64 = 300.0;

fn client(service: &Simulator) -> Client {
    let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
    let pairing = simulator::pairing(service).expect("a pairing");
    let timeout = Duration::from_millis(400);
    Client::new(nibe_local::Options { keep_pace: false, retries, timeout, ..pairing.options() }).expect("a client")
}

/// What a point says, read here by other code than the client's.
fn said(point: &Point) -> Value {
    let (known, sent) = (&point.metadata, point.data_value.as_ref().expect("a value"));
    let number = sent.integer_value;
    let two = |n: i64| format!("{n:02}");
    match known.variable_type.as_str() {
        "time" => {
            let (hours, minutes, seconds) = (number / 3600, number / 60 % 60, number % 60);
            return Value::Text([hours, minutes, seconds].map(two).join(":"));
        }
        // The days since 2010-01-01 are compared as they are.
        "date" => return Value::Int(number),
        _ => {}
    }
    let absent = match known.variable_size.as_str() {
        "s8" => -128,
        "s16" => -32_768,
        "s32" => -2_147_483_648,
        "u8" => 255,
        "u16" => 65_535,
        _ => i64::MAX,
    };
    let allowed = known.min_value < known.max_value
        && known.min_value.is_some_and(|min| min <= number)
        && known.max_value.is_some_and(|max| number <= max);
    if number == absent && !allowed && !point.description.as_deref().unwrap_or_default().contains(&number.to_string()) {
        return Value::Absent;
    }
    match known.divisor {
        0 | 1 => Value::Int(number),
        #[allow(clippy::cast_precision_loss, reason = "raw values have 32 bits at most")]
        divisor => Value::Number(number as f64 / divisor as f64),
    }
}

#[tokio::test]
async fn a_week_of_a_pump_has_no_wrong_value_and_tells_each_event_once() {
    let whole = std::env::var("UPLINK_LOOPS").is_ok_and(|loops| loops.parse().is_ok_and(|loops: u32| loops >= 100));
    let rounds = if whole { 2016 } else { 170 };
    let start = "2026-11-23T00:00:00Z".parse().expect("a time");
    let manners = Manners { firmware: Firmware::V4_5_7, ..Manners::default() };
    let options = Options { at: Some(start), speed: 0.0, ..Options::default() };
    let (service, _) = simulator::start_with(manners, options).await.expect("a service");
    let device = service.system_ids().remove(0);
    let mut reader = client(&service);
    let (mut presence, mut news, mut failures) = (Presence::new(None::<Vec<i64>>), Vec::new(), Vec::new());
    let (mut read, mut partial, mut most) = (0, 0, 0);
    for round in 0..rounds {
        // An hour is twelve rounds. Each event has its place in the part of the week that is always passed.
        match round {
            40 | 90 | 150 => service.trouble(&device, "restart", true).expect("a restart"),
            60 => service.trouble(&device, "certificate", true).expect("a certificate"),
            100 => service.trouble(&device, "update", true).expect("an update"),
            _ if round % 288 == 200 => service.trouble(&device, "restart", true).expect("a restart"),
            _ => {}
        }
        // The connection that was there ends with what it was made to.
        if [60, 100].contains(&round) {
            reader.device(0).await.expect_err("the connection broke");
            failures.push(reader.device(0).await.expect_err("another certificate, or nobody"));
            service.advance(STEP);
            // Somebody pairs again.
            reader = client(&service);
            continue;
        }
        let raw = reader.all_points(0).await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        let now = service.now();
        let readings: Vec<Reading> = raw.values().map(|point| Reading::of(point, now)).collect();
        for (point, reading) in raw.values().zip(&readings) {
            let right = said(point);
            let value = match (&reading.value, point.metadata.variable_type.as_str()) {
                (Value::Text(day), "date") => {
                    let day: jiff::civil::Date = day.parse().expect("a day");
                    let first = jiff::civil::date(2010, 1, 1);
                    Value::Int((day - first).get_days().into())
                }
                (value, _) => value.clone(),
            };
            assert_eq!(value, right, "round {round}: {point:?}");
            assert!(reading.unit.as_deref().is_none_or(|unit| !unit.contains('Â')), "{reading:?}");
        }
        partial += usize::from(readings.len() < most);
        most = most.max(readings.len());
        read += readings.len();
        news.extend(presence.answered(&readings, now).into_iter().map(|news| (round, news)));
        service.advance(STEP);
    }
    assert!(read > rounds * 80 && partial >= 3, "{read} values, {partial} rounds with a part of the points");
    assert!(failures[0].to_string().contains("is pinned"), "{failures:?}");
    assert_eq!(failures[1].kind(), ErrorKind::Timeout, "{failures:?}");
    let told: BTreeMap<usize, Vec<&News>> = news.iter().fold(BTreeMap::new(), |mut told, (round, news)| {
        told.entry(*round).or_default().push(news);
        told
    });
    let gone = |news: &&News| matches!(news, News::Gone(ids) if ids.contains(&3281) && ids.contains(&4797));
    let new = |news: &&News| matches!(news, News::Appeared(ids) if ids.contains(&56_150) && ids.contains(&10_613));
    let all: Vec<&News> = told.values().flatten().copied().collect();
    assert_eq!((all.iter().filter(|n| gone(n)).count(), all.iter().filter(|n| new(n)).count()), (1, 1), "{told:?}");
    let (before, now) = ("4.5".to_owned(), "4.13".to_owned());
    let software = News::Software { before, now };
    assert_eq!(all.iter().filter(|news| ***news == software).count(), 1, "{told:?}");
    assert_eq!(all.len(), 3, "nothing else is told: {told:?}");
}
