use jiff::SignedDuration;
use serde_json::json;

use super::*;
use crate::Myuplink;

async fn bridge() -> (uplink_simulator::Simulator, Bridge<Myuplink>) {
    let (cloud, client) = myuplink::simulator::start().await.expect("a cloud");
    let bridge = Bridge::open(Myuplink::new(client.untyped().clone())).await.expect("a bridge");
    (cloud, bridge)
}

#[tokio::test]
async fn a_mode_that_nobody_repeats_ends_unless_another_one_was_set_elsewhere() {
    let (_cloud, bridge) = bridge().await;
    let inner = &bridge.inner;
    let (now, machines) = (Timestamp::now(), inner.machines().await.expect("machines"));
    let told = |machine: &Machine, seconds: i64| {
        let until = now + SignedDuration::from_secs(seconds);
        inner.kept().told.modes.insert(machine.id.clone(), ("VACATION".to_owned(), until));
    };
    let [over, elsewhere, goes_on] = [0, 1, 2].map(|at| machines[at].1.clone());
    for (machine, mode, seconds) in
        [(&over, Mode::Vacation, -1), (&elsewhere, Mode::Away, -1), (&goes_on, Mode::Vacation, 60)]
    {
        inner.behind.set_mode(machine, mode).await.expect("set");
        told(machine, seconds);
    }
    inner.end_modes(now).await;
    let mode = async |machine: &Machine| inner.behind.mode(machine).await.expect("a mode");
    assert_eq!(mode(&over).await, Mode::Normal);
    assert_eq!(mode(&elsewhere).await, Mode::Away);
    assert_eq!(mode(&goes_on).await, Mode::Vacation);
    assert_eq!(inner.kept().told.modes.keys().collect::<Vec<_>>(), [&goes_on.id]);
}

#[tokio::test]
async fn a_mode_that_cannot_be_ended_is_tried_again() {
    let (cloud, bridge) = bridge().await;
    let inner = &bridge.inner;
    let (now, machines) = (Timestamp::now(), inner.machines().await.expect("machines"));
    let machine = &machines[0].1;
    inner.behind.set_mode(machine, Mode::Away).await.expect("set");
    inner.kept().told.modes.insert(machine.id.clone(), ("AWAY_FROM_HOME".to_owned(), now));
    let refused = uplink_simulator::FaultKind::Status(403, String::new());
    let place = uplink_simulator::Target::Function("set_smarthome_mode".to_owned());
    cloud.fault(uplink_simulator::Fault::new(refused, place));
    inner.end_modes(now).await;
    assert!(inner.kept().told.modes.contains_key(&machine.id));
    inner.end_modes(now).await;
    assert!(inner.kept().told.modes.is_empty());
    assert_eq!(inner.behind.mode(machine).await, Ok(Mode::Normal));
}

#[tokio::test]
async fn a_vacation_ends_at_a_pump_that_is_away_then() {
    let (pump, _) = nibe_local::simulator::start().await.expect("a pump");
    let above = nibe_local::simulator::pairing(&pump).expect("a pairing").client().expect("a client");
    let bridge = Bridge::open(crate::Local::new(above.untyped().clone())).await.expect("a bridge");
    let inner = &bridge.inner;
    let (now, machine) = (Timestamp::now(), inner.machines().await.expect("machines").remove(0).1);
    inner.tell_mode(&machine, Mode::Vacation, now).await.expect("told");
    assert_eq!(inner.behind.mode(&machine).await, Ok(Mode::Away));
    inner.end_modes(now + LIFE).await;
    assert_eq!(inner.behind.mode(&machine).await, Ok(Mode::Normal));
    assert!(inner.kept().told.modes.is_empty());
}

#[tokio::test]
async fn ids_that_programs_know_stay() {
    let (_cloud, bridge) = bridge().await;
    let (ids, machines) = (bridge.systems(), bridge.inner.machines().await.expect("machines"));
    // The first one had another id in an earlier run, the second one's id belonged to a machine that is gone.
    let known =
        json!({"ids": {machines[0].1.id.as_str(): 123_456, "gone": ids[1]}, "told": {"modes": {}, "thermostats": {}}});
    bridge.restore(&known);
    assert_eq!(bridge.systems(), [123_456, ids[1] + 1, ids[2], ids[3]]);
    let (_cloud, again) = self::bridge().await;
    again.restore(&bridge.state());
    assert_eq!(again.systems(), bridge.systems());
}
