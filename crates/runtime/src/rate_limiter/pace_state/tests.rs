use super::*;

const BUCKET: Pace = Pace { requests: 1, per: Duration::from_secs(4), burst: 5, in_flight: None, headers: None };
const WINDOW: Pace = Pace { requests: 25, per: Duration::from_secs(60), burst: 25, in_flight: None, headers: None };

fn s(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// Sends `count` requests, each as soon as it may be, and gives when.
fn sent(state: &mut PaceState, pace: Pace, mut now: Duration, count: usize) -> Vec<f64> {
    let mut moments = Vec::new();
    while moments.len() < count {
        match state.take(Some(pace), now) {
            Ok(()) => moments.push(now.as_secs_f64()),
            Err(later) => now = later,
        }
    }
    moments
}

#[test]
fn a_burst_passes_and_then_one_in_four_seconds() {
    let mut state = PaceState::default();
    assert_eq!(sent(&mut state, BUCKET, s(100.0), 7), [100.0, 100.0, 100.0, 100.0, 100.0, 104.032, 108.064]);
}

#[test]
fn a_rest_fills_the_bucket_but_not_beyond_its_depth() {
    let mut state = PaceState::default();
    sent(&mut state, BUCKET, s(100.0), 5);
    assert_eq!(sent(&mut state, BUCKET, s(5000.0), 6), [5000.0, 5000.0, 5000.0, 5000.0, 5000.0, 5004.032]);
}

#[test]
fn no_window_wherever_it_begins_has_more_than_is_declared() {
    let mut state = PaceState::default();
    let mut all = sent(&mut state, WINDOW, s(100.0), 1);
    all.extend(sent(&mut state, WINDOW, s(159.0), 60));
    assert_eq!(all[1..25], [159.0; 24]);
    assert!((all[25] - 160.48).abs() < 1e-6, "{}", all[25]);
    for (at, first) in all.iter().enumerate() {
        let within = all[at..].iter().filter(|moment| **moment < first + 60.0).count();
        assert!(within <= 25, "{within} from {first}");
    }
}

#[test]
fn who_comes_later_is_told_how_long_the_queue_is() {
    let mut state = PaceState::default();
    sent(&mut state, BUCKET, s(100.0), 5);
    for (ahead, moment) in [(0, 104.032), (1, 108.064), (9, 140.32)] {
        assert_eq!(state.turn(Some(BUCKET), s(100.0), ahead), s(moment));
    }
    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(100.0), 20);
    for (ahead, moment) in [(4, 100.0), (5, 160.48), (29, 160.48), (30, 220.96)] {
        assert_eq!(state.turn(Some(WINDOW), s(100.0), ahead), s(moment), "{ahead} ahead");
    }
    assert_eq!(state.turn(None, s(100.0), 1000), s(100.0));
}

#[test]
fn a_refusal_without_a_hint_counts_as_a_spent_window() {
    let mut state = PaceState::default();
    sent(&mut state, BUCKET, s(100.0), 1);
    assert_eq!(state.refuse(Some(BUCKET), s(101.0), None), s(105.032));
    // One at a time from then on.
    assert_eq!(sent(&mut state, BUCKET, s(101.0), 2), [105.032, 109.064]);
    // Further refusals back off further, until one is accepted.
    assert_eq!(state.refuse(Some(BUCKET), s(110.0), None), s(118.064));
    assert_eq!(state.refuse(Some(BUCKET), s(120.0), None), s(136.128));
    state.accepted();
    assert_eq!(state.refuse(Some(BUCKET), s(200.0), None), s(204.032));

    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(100.0), 3);
    assert_eq!(state.refuse(Some(WINDOW), s(110.0), None), s(160.48), "the rest of the window");
    assert_eq!(sent(&mut state, WINDOW, s(110.0), 25), [160.48; 25]);
}

#[test]
fn what_the_server_says_counts_but_not_for_hours() {
    let mut state = PaceState::default();
    assert_eq!(state.refuse(Some(BUCKET), s(100.0), Some(s(7.0))), s(107.0));
    assert_eq!(state.refuse(None, s(100.0), Some(s(9.0))), s(109.0));
    assert_eq!(state.refuse(None, s(100.0), Some(Duration::MAX)), s(3700.0));
    state.block(s(101.0));
    assert_eq!(state.blocked(s(100.0)), s(3600.0), "a shorter block does not end a longer one");
}

#[test]
fn what_others_used_up_is_missing_here() {
    let mut state = PaceState::default();
    state.observe(BUCKET, s(100.0), 2, Some(s(20.0)));
    assert_eq!(sent(&mut state, BUCKET, s(100.0), 3), [100.0, 100.0, 104.032]);

    let mut state = PaceState::default();
    state.observe(WINDOW, s(100.0), 3, Some(s(20.0)));
    let moments = sent(&mut state, WINDOW, s(100.0), 4);
    assert_eq!(moments[..3], [100.0; 3]);
    assert!((moments[3] - 120.48).abs() < 1e-6, "{moments:?}");
    // More than is thought here means requests that are under way.
    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(100.0), 25);
    state.observe(WINDOW, s(100.0), 24, Some(s(60.0)));
    assert_eq!(sent(&mut state, WINDOW, s(100.0), 1), [160.48]);
}

#[test]
fn when_nothing_is_left_everybody_waits_for_the_reset() {
    for (pace, reset, moment) in [(BUCKET, 17.0, 117.032), (WINDOW, 17.0, 117.48), (WINDOW, 86400.0, 160.48)] {
        let mut state = PaceState::default();
        sent(&mut state, pace, s(99.0), 2);
        state.observe(pace, s(100.0), 0, Some(s(reset)));
        let moments = sent(&mut state, pace, s(100.0), 5);
        assert!(moments.iter().all(|found| (found - moment).abs() < 1e-6), "{moments:?}");
    }
}

#[test]
fn requests_that_were_late_count_from_when_they_arrived() {
    let mut state = PaceState::default();
    sent(&mut state, BUCKET, s(100.0), 5);
    state.shift(s(0.5), s(100.0));
    assert_eq!(sent(&mut state, BUCKET, s(100.0), 1), [104.532]);
    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(90.0), 5);
    sent(&mut state, WINDOW, s(100.0), 20);
    state.shift(s(0.5), s(100.0));
    assert_eq!(sent(&mut state, WINDOW, s(100.0), 6)[4..], [150.48, 160.98]);
}

#[test]
fn a_clock_that_was_set_back_stops_nobody_for_long() {
    let mut state = PaceState::default();
    sent(&mut state, BUCKET, s(1e9), 5);
    assert_eq!(sent(&mut state, BUCKET, s(100.0), 1), [124.192]);
    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(1e9), 25);
    assert_eq!(sent(&mut state, WINDOW, s(100.0), 1), [100.0]);
    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(5000.0), 25);
    assert_eq!(sent(&mut state, WINDOW, s(3200.0), 1), [3200.0], "by half an hour");
}

#[test]
fn what_is_kept_is_read_again_and_damage_is_noticed() {
    let mut state = PaceState::default();
    sent(&mut state, WINDOW, s(100.0), 3);
    state.refuse(Some(WINDOW), s(110.0), None);
    sent(&mut state, WINDOW, s(161.0), 2);
    state.full_at = s(3.0);
    let bytes = state.to_bytes();
    assert_eq!(PaceState::from_bytes(&bytes), Some(state));
    for cut in 0..bytes.len() {
        assert_eq!(PaceState::from_bytes(&bytes[..cut]), None, "{cut}");
    }
    for at in 0..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        assert_eq!(PaceState::from_bytes(&bytes), None, "{at}");
    }
}
