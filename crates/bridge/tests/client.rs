//! The generated client of v1 at a bridge over the local service of myUplink.

mod house;

use house::House;
use nibe_uplink::types::{ConnectionStatus, NotificationType, SettingStatus, SettingValue, SmartHomeMode};
use nibe_uplink::{CallOptions, Error, Value};
use uplink_simulator::{Fault, FaultKind, Target};

#[tokio::test]
async fn systems_are_machines_and_their_ids_stay() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let systems = client.systems().await.expect("systems");
    let names: Vec<_> = systems.iter().map(|s| (s.name.as_str(), s.product_name.as_str())).collect();
    assert_eq!(
        names,
        [
            ("Lake house", "NIBE F1255"),
            ("Town flat", "NIBE F730"),
            ("Farm", "NIBE VVM 320"),
            ("Hill house", "NIBE S1256")
        ]
    );
    assert_eq!(systems.iter().map(|s| s.system_id).collect::<Vec<_>>(), house.bridge.systems());
    assert!(systems.iter().all(|s| (100_000..1_000_000).contains(&s.system_id)));
    let first = client.system(systems[0].system_id).await.expect("a system");
    assert_eq!((first.serial_number.as_str(), first.connection_status), ("06512018000101", ConnectionStatus::Online));
    assert!(first.last_activity_date.is_some());
    let again = House::new().await;
    assert_eq!(again.bridge.systems(), house.bridge.systems(), "without a state file, too");
    let unknown = client.system(99).await.expect_err("no such system");
    assert!(matches!(unknown, Error::Api(e) if e.status == 404 && e.name == Some("UNKNOWN_SYSTEM")));
}

#[tokio::test]
async fn values_are_those_of_the_machine_in_the_form_of_v1() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    for (system, device, ids) in [
        (
            0,
            0,
            &[("40004", "40004"), ("43005", "40940"), ("40013", "40013"), ("43136", "41778"), ("47011", "47011")][..],
        ),
        (3, 3, &[("40004", "4"), ("43005", "781"), ("40013", "11"), ("47398", "47751"), ("48132", "4564")][..]),
    ] {
        let system = house.bridge.systems()[system];
        let wanted: Vec<i64> = ids.iter().map(|(v1, _)| v1.parse().expect("a number")).collect();
        let readings = client.parameters(system, wanted.clone()).await.expect("readings");
        assert_eq!(readings.iter().map(|r| r.parameter_id).collect::<Vec<_>>(), wanted);
        let points = house.points(device).await;
        for (reading, (_, own)) in readings.iter().zip(ids) {
            let point = points.iter().find(|p| p.parameter_id == *own).expect("a point");
            assert_eq!(reading.value(), point.value(), "{own}: {} against {:?}", reading.display_value, point.str_val);
        }
    }
    let named = client.parameters(house.bridge.systems()[0], ["outdoor_temperature", "fan_speed"]).await.expect("one");
    let outdoor = &named[0];
    assert_eq!(
        (named.len(), outdoor.name.as_deref(), outdoor.title.as_str()),
        (1, Some("outdoor_temperature"), "outdoor temp.")
    );
    let Value::Number(degrees) = outdoor.value() else { panic!("{outdoor:?}") };
    assert_eq!(outdoor.display_value, format!("{degrees:.1}°C"));
    assert!((degrees * 10.0 - outdoor.raw_value as f64).abs() < 1e-6, "{outdoor:?}");
}

#[tokio::test]
async fn titles_are_in_the_language_that_a_program_asks_for() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let system = house.bridge.systems()[0];
    let read = async |languages: &str| {
        let options = CallOptions::new().header("Accept-Language", languages).expect("a header");
        let readings =
            client.parameters(system, [40_004, 40_015, 47_011]).with_options(options).await.expect("readings");
        readings.into_iter().map(|reading| (reading.title, reading.raw_value)).collect::<Vec<_>>()
    };
    let english = client.parameters(system, [40_004, 40_015, 47_011]).await.expect("readings");
    let english: Vec<_> = english.into_iter().map(|reading| (reading.title, reading.raw_value)).collect();
    let before = house.asked("points");
    assert_eq!(read("ja, en").await, english);
    assert_eq!(house.asked("points"), before, "v1 had no Japanese");
    let swedish = read("sv-SE,sv;q=0.9,en;q=0.8").await;
    assert_eq!(swedish[0], ("Aktuell utetemperatur (BT1)".to_owned(), english[0].1));
    // Which the cloud has in English alone.
    assert_eq!(swedish[1..], english[1..]);
    assert_eq!(read("sv").await, swedish);
    assert_eq!(house.asked("points"), before + 1, "titles stay");
    assert_eq!(read("de").await[0].0, "Aktuelle Au\u{df}enlufttemperatur (BT1)");
    // Without them it is English again, and no failure.
    let refused = Fault::new(FaultKind::Status(503, String::new()), Target::Function("points".to_owned()));
    house.cloud.fault(refused);
    assert_eq!(read("fr").await, english);
}

#[tokio::test]
async fn an_absent_sensor_is_absent_and_what_a_machine_lacks_is_left_out() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let readings = client.parameters(house.bridge.systems()[0], [40_071, 10_001, 40_004]).await.expect("readings");
    let ids: Vec<i64> = readings.iter().map(|r| r.parameter_id).collect();
    assert_eq!(ids, [40_071, 40_004], "it has no fan");
    assert_eq!((readings[0].display_value.as_str(), readings[0].raw_value), ("--", -32_768));
}

#[tokio::test]
async fn categories_are_those_of_which_a_unit_has_something() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let all = client.categories(house.bridge.systems()[2]).parameters(true).await.expect("categories");
    let ids: Vec<&str> = all.iter().map(|c| c.category_id.as_str()).collect();
    assert!(ids.contains(&"STATUS") && ids.contains(&"SYSTEM_1") && ids.contains(&"SYSTEM_INFO"), "{ids:?}");
    assert!(!ids.contains(&"VENTILATION"), "{ids:?}");
    assert!(all.iter().all(|c| c.parameters.as_ref().is_some_and(|p| !p.is_empty())));
    let units = client.units(house.bridge.systems()[2]).await.expect("units");
    assert_eq!(
        units.iter().map(|u| (u.system_unit_id, u.short_name.as_str())).collect::<Vec<_>>(),
        [(0, "m"), (1, "s1")]
    );
    let outdoor = client.categories(house.bridge.systems()[2]).system_unit_id(1).await.expect("categories");
    assert_eq!(
        outdoor.iter().map(|c| c.category_id.as_str()).collect::<Vec<_>>(),
        ["STATUS", "CPR_INFO_EP14", "SYSTEM_INFO"]
    );
    assert!(outdoor.iter().all(|c| c.parameters.is_none()));
    let info = client.category(house.bridge.systems()[0], "SYSTEM_INFO").await.expect("rows");
    assert!(info.iter().any(|row| row.title == "serial number" && row.display_value == "06512018000101"));
    assert!(client.category(house.bridge.systems()[0], "POOL").await.expect("nothing").is_empty());
    let strange = client.categories(house.bridge.systems()[0]).system_unit_id(7).await.expect_err("no such unit");
    assert!(matches!(strange, Error::Api(e) if e.name == Some("UNKNOWN_SYSTEM_UNIT")));
}

#[tokio::test]
async fn settings_reach_the_machine_and_show_when_the_cloud_shows_them() {
    let house = House::new().await;
    let client = house.client("Writer").await;
    let system = house.bridge.systems()[0];
    let settings = [("47011", SettingValue::Int(-2)), ("47398", SettingValue::Text("22.5".to_owned()))];
    let written = client.set_parameters(system, settings).await.expect("written");
    assert!(written.iter().all(|w| w.status == SettingStatus::Sending), "{written:?}");
    assert_eq!(written.iter().map(|w| w.parameter.raw_value).collect::<Vec<_>>(), [-2, 225]);
    house.cloud.advance(30.0);
    let now = client.parameters(system, [47_011, 47_398]).await.expect("readings");
    assert_eq!(now.iter().map(|r| r.raw_value).collect::<Vec<_>>(), [-2, 225]);
    // Of the newer family, a set point goes through its zone.
    let newer = house.bridge.systems()[3];
    client.set_parameters(newer, [("47398", 21.5)]).await.expect("written");
    house.cloud.advance(30.0);
    assert_eq!(client.parameters(newer, [47_398]).await.expect("one")[0].raw_value, 215);
    for (key, value, code) in [("47398", 220.0, "Error 15"), ("40004", 1.0, "Error 16"), ("no_such", 1.0, "Error 18")] {
        let refused = client.set_parameters(system, [(key, value)]).await.expect_err("refused");
        let Error::Api(error) = refused else { panic!("{refused}") };
        assert!(error.status == 400 && error.details.iter().any(|d| d.starts_with(code)), "{key}: {error:?}");
    }
}

#[tokio::test]
async fn a_boost_that_is_on_or_off_behind_takes_any_length() {
    let house = House::new().await;
    let client = house.client("Writer").await;
    for system in [house.bridge.systems()[0], house.bridge.systems()[3]] {
        let written = client.set_parameters(system, [("hot_water_boost", "1")]).await.expect("written");
        assert_eq!(written[0].parameter.name.as_deref(), Some("hot_water_boost"));
        house.cloud.advance(30.0);
        assert_eq!(client.parameters(system, ["hot_water_boost"]).await.expect("one")[0].raw_value, 1);
    }
    let flat = house.bridge.systems()[1];
    let refused = client.set_parameters(flat, [("ventilation_boost", 1)]).await.expect_err("no package");
    assert!(matches!(refused, Error::Api(e) if e.name == Some("NO_PREMIUM_ON_SYSTEM")));
    assert!(client.premium(flat).await.expect("packages").is_empty());
    let fan = client.parameters(flat, ["ventilation_boost"]).await.expect("one");
    assert_eq!(fan[0].parameter_id, 10_001, "read as the speed of the fan");
}

#[tokio::test]
async fn what_is_active_is_told() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let system = house.bridge.systems()[1];
    let status = client.system_status(system).await.expect("a status");
    assert!(status.iter().any(|item| item.title == "Ventilation"), "{status:?}");
    let points = house.points(1).await;
    let frequency = points.iter().find(|p| p.parameter_id == "41778").expect("a point").value();
    let runs = frequency.as_f64().expect("a number") > 0.0;
    let units = client.unit_status(system, 0).await.expect("a status");
    assert_eq!(units.iter().any(|item| item.title == "Compressor"), runs);
    assert!(client.unit_status(system, 4).await.is_err());
}

#[tokio::test]
async fn messages_packages_and_software_are_told_as_v1_did() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let systems = house.bridge.systems();
    let active = client.notifications(systems[1]).await.expect("alarms");
    assert!(active.iter().all(|n| n.stopped_at.is_none() && n.info.r#type == NotificationType::Alarm));
    let over = client.notifications(systems[0]).active(false).await.expect("alarms");
    assert!(over.len() > 30, "{}: more than a page", over.len());
    assert!(over.iter().all(|n| n.stopped_at.is_some_and(|end| end >= n.occured_at)));
    assert!(over.is_sorted_by(|a, b| a.occured_at >= b.occured_at));
    let told = client.notifications(systems[0]).r#type(NotificationType::InfoMessage).await.expect("messages");
    assert!(told.iter().any(|n| n.info.title == "Time to clean the filter"), "{told:?}");
    let packages = client.premium(systems[0]).await.expect("packages");
    assert_eq!(packages.iter().map(|p| p.r#type.to_string()).collect::<Vec<_>>(), ["MANAGE"], "one has ended");
    let software = client.system_software(systems[0]).await.expect("software");
    assert_eq!((software.current.version, software.current.release, software.upgrade), (9240, 2, None));
    assert_eq!(client.software("06512018000101").await.expect("software").version, 9240);
    assert!(client.software("1").await.is_err());
    let config = client.system_config(systems[1]).await.expect("a configuration");
    assert!(config.has_heating && config.has_ventilation && config.has_hot_water && !config.has_cooling, "{config:?}");
}

#[tokio::test]
async fn smart_home_modes_are_translated() {
    let house = House::new().await;
    let client = house.client("Writer").await;
    let system = house.bridge.systems()[0];
    for mode in [SmartHomeMode::AwayFromHome, SmartHomeMode::Vacation, SmartHomeMode::DefaultOperation] {
        client.set_smarthome_mode(system, mode.clone()).await.expect("set");
        assert_eq!(client.smarthome_mode(system).await.expect("a mode").mode, mode);
    }
}

#[tokio::test]
async fn a_thermostat_sets_the_room_where_there_is_no_point_for_a_sensor() {
    let house = House::new().await;
    let client = house.client("Writer").await;
    let system = house.bridge.systems()[0];
    client.set_thermostat(system, 7, "Hall").target_temp(225).climate_systems([1]).await.expect("taken");
    let all = client.thermostats(system).await.expect("thermostats");
    let told: Vec<_> = all.iter().map(|t| (t.name.as_str(), t.target_temperature.as_deref())).collect();
    assert_eq!(told, [("Hall", Some("22.5°C"))]);
    assert_eq!(all[0].smart_home_system.as_ref().and_then(|s| s.name.as_deref()), Some("Writer"));
    house.cloud.advance(30.0);
    assert_eq!(client.parameters(system, [47_398]).await.expect("one")[0].raw_value, 225);
    let sensor = client.set_thermostat(system, 7, "Hall").actual_temp(215).climate_systems([1]).await;
    assert!(matches!(sensor, Err(Error::Api(e)) if e.name == Some("NOT_POSSIBLE")));
    let strange = client.set_thermostat(system, 7, "Hall").target_temp(225).climate_systems([9]).await;
    assert!(matches!(strange, Err(Error::Api(e)) if e.name == Some("UNKNOWN_HEAT_SYSTEM")));
}
