use jiff::{SignedDuration, Timestamp};
use uplink_runtime::Value;

use super::*;
use crate::house::House;
use crate::point::tests::point;
use crate::point::{About, Device};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn house(points: Vec<Point>) -> House {
    let device = Device {
        id: "0651\"2018".into(),
        name: "Home".into(),
        product: "F1255\\6".into(),
        firmware: "9443\nR2".into(),
        api: "myuplink",
    };
    let mut machine = Machine::new(device);
    machine.answered(points, at(1_000));
    machine.last_success = Some(at(1_000));
    machine.answers = true;
    *machine.failures.entry("timeout").or_default() += 2;
    House { machines: vec![machine], requests_left: Some((17, at(1_000))) }
}

fn shown(format: Format, now: i64) -> String {
    let words = [(0.0, "off"), (1.0, "heating"), (2.0, "hot water"), (3.0, "off"), (4.0, "heating")]
        .map(|(n, word)| (n, word.to_owned()))
        .to_vec();
    let about = About {
        id: "49994".into(),
        slug: "priority".into(),
        unit: "",
        part: String::new(),
        words,
        writable: false,
        limits: [None; 3],
    };
    let points = vec![
        point("40004", "outdoor_temp_bt1", "\u{b0}C", Value::Number(-5.3)),
        point("44300", "heating_int_add_incl", "kWh", Value::Number(2.5)),
        point("43416", "compressor_starts", "", Value::Int(12)),
        point("40071", "external_supply", "\u{b0}C", Value::Absent),
        point("41427", "price", "\u{f8}re", Value::Int(7)),
        Point::new(about, Value::Text("heating".into()), at(1_000)),
    ];
    render(&house(points), at(now), SignedDuration::from_secs(30), format)
}

#[test]
fn one_metric_for_each_quantity_in_base_units() {
    let text = shown(Format::Text, 1_030);
    let own = r#"device="0651\"2018""#;
    for line in [
        "# TYPE nibe_energy_joules_total counter".to_owned(),
        "# HELP nibe_poll_errors_total How often reads began to fail, by the kind of failure.".to_owned(),
        format!(r#"nibe_energy_joules_total{{{own},point="44300",name="heating_int_add_incl"}} 9000000"#),
        format!(r#"nibe_temperature_celsius{{{own},point="40004",name="outdoor_temp_bt1"}} -5.3"#),
        format!(r#"nibe_starts_total{{{own},point="43416",name="compressor_starts"}} 12"#),
        format!(r#"nibe_value_re{{{own},point="41427",name="price"}} 7"#),
        format!(r#"nibe_state{{{own},point="49994",name="priority",nibe_state="heating"}} 1"#),
        format!(r#"nibe_state{{{own},point="49994",name="priority",nibe_state="hot water"}} 0"#),
        format!(r#"nibe_device_info{{{own},api="myuplink",firmware="9443\nR2",product="F1255\\6"}} 1"#),
        format!("nibe_up{{{own}}} 1"),
        format!(r#"nibe_poll_errors_total{{{own},kind="timeout"}} 2"#),
        format!("nibe_last_success_timestamp_seconds{{{own}}} 1000"),
        "nibe_api_requests_remaining 17".to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    let mut series: Vec<_> = text.lines().filter_map(|line| line.rsplit_once(' ')).collect();
    series.retain(|(name, _)| !name.starts_with('#'));
    series.sort_unstable();
    assert!(series.is_sorted_by(|one, next| one.0 < next.0), "a series that is there twice: {text}");
    assert!(!text.contains("40071"), "an absent sensor has no series");
    assert!(!text.contains("EOF"));
}

#[test]
fn open_metrics_name_families_without_their_suffix() {
    let text = shown(Format::OpenMetrics, 1_030);
    for line in [
        "# TYPE nibe_energy_joules counter",
        "# UNIT nibe_energy_joules joules",
        "# TYPE nibe_device info",
        "# TYPE nibe_state stateset",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    for (name, unit) in text.lines().filter_map(|line| line.strip_prefix("# UNIT ")?.split_once(' ')) {
        assert!(name.ends_with(&format!("_{unit}")), "{name} {unit}");
    }
}

#[test]
fn what_is_old_has_no_series_and_the_machine_still_says_so() {
    let text = shown(Format::Text, 1_091);
    assert!(!text.contains("nibe_temperature_celsius"), "{text}");
    assert!(text.contains("nibe_up"));
}
