//! What stands on the wire, byte for byte, against files written by hand; nothing here is generated.

use std::future::IntoFuture;
use std::sync::Arc;

use client::Client;
use client::types::{NotificationType, SettingValue, SmartHomeMode};
use serde::Serialize;
use uplink_oauth::{Grant, Login, MemoryStore, OAuthTokens, Registration};
use uplink_runtime::{Error, TokenSource};
use uplink_tests::expect_answer;
use uplink_tests::wire::{Exchange, made};

const TOKEN: &str = "AAEAb3arer";

/// Makes one call against the raw socket and compares what was sent and what came back.
async fn check<C, T>(name: &str, call: impl FnOnce(Client) -> C)
where
    C: IntoFuture<Output = Result<T, Error>>,
    T: Serialize,
{
    let answer = made(name, TOKEN, call).await;
    match Exchange::read(name).answer_body() {
        "" => expect_answer(&answer, "null"),
        paged if paged.starts_with("{\"page\"") => {
            let whole: serde_json::Value = serde_json::from_str(paged).expect("JSON");
            expect_answer(&answer, &whole["objects"].to_string());
        }
        body => expect_answer(&answer, body),
    }
}

#[tokio::test]
async fn systems() {
    check("systems", |c| c.systems().page(1).items_per_page(10)).await;
}

#[tokio::test]
async fn system() {
    check("system", |c| c.system(27401)).await;
}

#[tokio::test]
async fn software() {
    check("software", |c| c.software("06511000000001")).await;
}

#[tokio::test]
async fn system_software() {
    check("system_software", |c| c.system_software(27401)).await;
}

#[tokio::test]
async fn system_config() {
    check("system_config", |c| c.system_config(27401)).await;
}

#[tokio::test]
async fn units() {
    check("units", |c| c.units(27401)).await;
}

#[tokio::test]
async fn system_status() {
    check("system_status", |c| c.system_status(27401)).await;
}

#[tokio::test]
async fn unit_status() {
    check("unit_status", |c| c.unit_status(27401, 1)).await;
}

#[tokio::test]
async fn notifications() {
    let call = |c: Client| {
        c.notifications(27401).active(false).r#type(NotificationType::InfoMessage).page(1).items_per_page(100)
    };
    check("notifications", call).await;
}

#[tokio::test]
async fn parameters() {
    check("parameters", |c| c.parameters(27401, ["40004", "hot_water_boost"]).system_unit_id(1)).await;
}

#[tokio::test]
async fn set_parameters() {
    let settings = [("47398", SettingValue::from(22.5)), ("hot_water_boost", SettingValue::from("0"))];
    check("set_parameters", |c| c.set_parameters(27401, settings).system_unit_id(0)).await;
}

#[tokio::test]
async fn premium() {
    check("premium", |c| c.premium(27401)).await;
}

#[tokio::test]
async fn categories() {
    check("categories", |c| c.categories(27401).parameters(true).system_unit_id(0)).await;
}

#[tokio::test]
async fn category() {
    check("category", |c| c.category(27401, "CPR_INFO_EP14").system_unit_id(0)).await;
}

#[tokio::test]
async fn smarthome_mode() {
    check("smarthome_mode", |c| c.smarthome_mode(27401)).await;
}

#[tokio::test]
async fn set_smarthome_mode() {
    check("set_smarthome_mode", |c| c.set_smarthome_mode(27401, SmartHomeMode::AwayFromHome)).await;
}

#[tokio::test]
async fn thermostats() {
    check("thermostats", |c| c.thermostats(27401)).await;
}

#[tokio::test]
async fn set_thermostat() {
    let call = |c: Client| c.set_thermostat(27401, 3, "Küche").actual_temp(195).valve_position(40).climate_systems([2]);
    check("set_thermostat", call).await;
}

const CLIENT_ID: &str = "0123456789abcdef0123456789abcdef";
const CLIENT_SECRET: &str = "c2Vj+cmV0/MTIz=";
const REDIRECT_URI: &str = "http://localhost:8976/callback";

fn registration(host: &str) -> Registration {
    let base_url = format!("http://{host}");
    Registration::new(&client::API, Some(&base_url), CLIENT_ID, Some(CLIENT_SECRET), REDIRECT_URI).expect("loopback")
}

/// The agent that the OAuth helper names itself as.
fn agent(got: &str) -> String {
    let line = got.lines().find_map(|l| l.strip_prefix("user-agent: ")).expect("an agent");
    line.to_owned()
}

#[tokio::test]
async fn token_code() {
    let exchange = Exchange::read("token_code");
    let (host, served) = exchange.serve().await;
    let scopes = ["READSYSTEM".to_owned(), "WRITESYSTEM".to_owned()];
    let login = Login::begin(&registration(&host), &scopes).expect("a login");
    let state = login.url().split_once("&state=").expect("a state").1.split('&').next().expect("its text").to_owned();
    login.finish(&format!("{REDIRECT_URI}?code=AAEAc0de&state={state}")).await.expect("a grant");
    let got = served.await.expect("served");
    exchange.expect(&got, &host, "", &agent(&got));
}

#[tokio::test]
async fn token_refresh() {
    let exchange = Exchange::read("token_refresh");
    let (host, served) = exchange.serve().await;
    let tokens = OAuthTokens::new(registration(&host), Arc::new(MemoryStore::default())).expect("a store");
    let scopes = ["READSYSTEM".to_owned(), "WRITESYSTEM".to_owned()];
    let dead = Grant::new("dead", Some("r3fr3sh".into()), Some(std::time::Duration::ZERO), scopes.to_vec());
    tokens.save(dead).await.expect("stored");
    tokens.access().await.expect("renewed");
    let got = served.await.expect("served");
    exchange.expect(&got, &host, "", &agent(&got));
}
