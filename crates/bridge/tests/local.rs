//! The generated client of v1 at a bridge over a pump at its own address.

mod house;

use std::sync::Arc;

use nibe_local::simulator;
use nibe_uplink::types::{ConnectionStatus, SettingStatus, SmartHomeMode};
use nibe_uplink::{CallOptions, Client, Error, Options, StaticToken};
use uplink_simulator::Simulator;

async fn bridged(manners: simulator::Manners) -> (Simulator, nibe_local::Client, Simulator, Client) {
    let options = uplink_simulator::Options { speed: 0.0, ..Default::default() };
    let (pump, own) = simulator::start_with(manners, options).await.expect("a pump");
    // As the program asks: one request at a time.
    let above = simulator::pairing(&pump).expect("a pairing").client().expect("a client");
    let upstream = uplink_bridge::Local::new(above.untyped().clone());
    let bridge = uplink_bridge::start(upstream, 0, None).await.expect("a bridge");
    let (token, _) = house::login(&bridge, "Program", &["READSYSTEM", "WRITESYSTEM"]).await;
    let options = Options { base_url: Some(bridge.base_url().to_owned()), keep_pace: false, ..Options::default() };
    let client = Client::new(Arc::new(StaticToken::new(token, None)), options).expect("a client");
    (pump, own, bridge, client)
}

#[tokio::test]
async fn a_pump_is_a_system_with_its_values() {
    let (pump, own, _bridge, client) = bridged(Default::default()).await;
    let systems = client.systems().await.expect("systems");
    let [system] = &systems[..] else { panic!("{systems:?}") };
    assert_eq!(
        (system.serial_number.clone(), system.connection_status.clone()),
        (pump.system_ids().remove(0), ConnectionStatus::Online)
    );
    let id = system.system_id;
    let readings = client.parameters(id, [40_004, 43_005, 47_398]).await.expect("readings");
    let points = own.read_points(0, [4, 781, 3671], None).await.expect("points");
    assert_eq!(readings[0].value().as_f64(), points[0].value.as_f64());
    assert_eq!(readings[1].value().as_f64(), points[1].value.as_f64());
    let software = client.system_software(id).await.expect("software");
    assert_eq!((software.current.version, software.current.release), (4, 12));
    assert_eq!(client.premium(id).await.expect("packages")[0].r#type.to_string(), "MANAGE");
}

#[tokio::test]
async fn titles_are_in_the_language_that_a_program_asks_for() {
    let (_pump, _own, _bridge, client) = bridged(Default::default()).await;
    let id = client.systems().await.expect("systems")[0].system_id;
    let english = client.parameters(id, [40_004, 43_005, 40_012]).await.expect("readings");
    let options = CallOptions::new().header("Accept-Language", "sv-SE").expect("a header");
    let swedish = client.parameters(id, [40_004, 43_005, 40_012]).with_options(options).await.expect("readings");
    let titles: Vec<&str> = swedish.iter().map(|reading| reading.title.as_str()).collect();
    // Without the places where a display may break a word; the last one has no title in Swedish.
    assert_eq!(titles, ["Aktuell utetemperatur (BT1)", "Gradminuter", &english[2].title]);
    assert_eq!(swedish[0].value(), english[0].value());
}

#[tokio::test]
async fn settings_and_modes_are_written_and_what_is_refused_says_why() {
    let (_pump, own, _bridge, client) = bridged(Default::default()).await;
    let id = client.systems().await.expect("systems")[0].system_id;
    let sent = client.set_parameters(id, [("47011", 2)]).await.expect("a setting");
    assert_eq!(sent[0].status, SettingStatus::Sending);
    let written = own.read_points(0, [3671], None).await.expect("a point");
    assert_eq!(written[0].value.as_f64(), Some(2.0));
    let refused = client.set_parameters(id, [("40004", 2)]).await.expect_err("a refusal");
    assert!(matches!(&refused, Error::Api(_)), "{refused}");
    client.set_smarthome_mode(id, SmartHomeMode::AwayFromHome).await.expect("a mode");
    let device = own.device(0).await.expect("a device");
    assert_eq!(device.smart_mode, Some(nibe_local::types::SmartMode::Away));
    let mode = client.smarthome_mode(id).await.expect("a mode");
    assert_eq!(mode.mode, SmartHomeMode::AwayFromHome);
}

#[tokio::test]
async fn a_pump_that_only_lets_its_values_be_read_says_what_to_do() {
    let manners = simulator::Manners { read_only: true, ..Default::default() };
    let (_pump, _own, _bridge, client) = bridged(manners).await;
    let id = client.systems().await.expect("systems")[0].system_id;
    let refused = client.set_parameters(id, [("47011", 2)]).await.expect_err("a refusal");
    let Error::Api(error) = &refused else { panic!("{refused}") };
    assert_eq!(error.status, 400, "{refused}");
    assert!(refused.to_string().contains("turn `read only` off in its menu 7.5.15"), "{refused}");
}
