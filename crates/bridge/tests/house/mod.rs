//! A bridge over the local service of myUplink, and programs that use it.

#![allow(dead_code, reason = "each test file needs a part of it")]

use std::path::PathBuf;
use std::sync::Arc;

use myuplink::types::Point;
use nibe_uplink::{Client, Options, StaticToken};
use uplink_bridge::Myuplink;
use uplink_simulator::Simulator;

pub struct House {
    pub cloud: Simulator,
    pub above: myuplink::Client,
    pub bridge: Simulator,
}

impl House {
    pub async fn new() -> Self {
        House::with(None).await
    }

    /// The time of the cloud's machines stands still unless it is set forward.
    pub async fn with(state: Option<PathBuf>) -> Self {
        let options = uplink_simulator::Options { speed: 0.0, ..Default::default() };
        let (cloud, above) = myuplink::simulator::start_with(options).await.expect("a cloud");
        let bridge = House::bridge(&above, state).await;
        House { cloud, above, bridge }
    }

    pub async fn bridge(above: &myuplink::Client, state: Option<PathBuf>) -> Simulator {
        let upstream = Myuplink::new(above.untyped().clone());
        uplink_bridge::start(upstream, 0, state).await.expect("a bridge")
    }

    /// A program of its own with all scopes.
    pub async fn client(&self, name: &str) -> Client {
        self.client_with(name, &["READSYSTEM", "WRITESYSTEM"]).await
    }

    pub async fn client_with(&self, name: &str, scopes: &[&str]) -> Client {
        let (token, _) = login(&self.bridge, name, scopes).await;
        let options =
            Options { base_url: Some(self.bridge.base_url().to_owned()), keep_pace: false, ..Options::default() };
        Client::new(Arc::new(StaticToken::new(token, None)), options).expect("a client")
    }

    /// The points of a device as the cloud has them.
    pub async fn points(&self, device: usize) -> Vec<Point> {
        let systems = self.above.systems().await.expect("systems");
        let devices = systems[device].devices.as_ref().expect("devices");
        self.above.points(&devices[0].id).await.expect("points")
    }

    /// How often the cloud was asked for a function.
    pub fn asked(&self, function: &str) -> usize {
        self.cloud.requests().iter().filter(|r| r.function.as_deref() == Some(function)).count()
    }
}

/// Registers a program and lets its user consent on the page, as a browser would. Gives its token, and the scopes of that.
pub async fn login(bridge: &Simulator, name: &str, scopes: &[&str]) -> (String, String) {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let callback = "http://127.0.0.1:9/callback";
    let credentials = bridge.register(name, callback, false).expect("a program");
    let link = format!(
        "{}/oauth/authorize?response_type=code&client_id={}&redirect_uri={callback}&scope={}&state=s",
        bridge.base_url(),
        credentials.id,
        scopes.join("%20"),
    );
    let page = http.get(&link).send().await.expect("a page").text().await.expect("text");
    let field = |name: &str| {
        let at = page.find(&format!(r#"name="{name}" value=""#)).map(|at| at + name.len() + 15)?;
        Some(page[at..].split('"').next()?.replace("&#39;", "'"))
    };
    let mut form = vec![("page", field("page").expect("a word")), ("owner", field("owner").expect("an owner"))];
    form.extend(
        scopes.iter().filter(|s| page.contains(&format!(r#"value="{s}""#))).map(|s| ("scope", (*s).to_owned())),
    );
    form.push(("decision", "allow".to_owned()));
    let allowed = http.post(&link).header("origin", bridge.base_url()).body(encoded(&form));
    let allowed = allowed.header("content-type", "application/x-www-form-urlencoded").send().await.expect("an answer");
    let location = allowed.headers().get("location").expect("a redirect").to_str().expect("text").to_owned();
    let code = location.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code").to_owned();
    let form = [
        ("grant_type", "authorization_code".to_owned()),
        ("code", code),
        ("redirect_uri", callback.to_owned()),
        ("client_id", credentials.id.clone()),
        ("client_secret", credentials.secret.clone()),
    ];
    let token = http.post(format!("{}/oauth/token", bridge.base_url())).body(encoded(&form));
    let token = token.header("content-type", "application/x-www-form-urlencoded").send().await.expect("an answer");
    let token: serde_json::Value = serde_json::from_slice(&token.bytes().await.expect("a body")).expect("JSON");
    let text = |name: &str| token[name].as_str().expect("a text").to_owned();
    (text("access_token"), text("scope"))
}

fn encoded(form: &[(&str, String)]) -> String {
    let letters = |text: &str| {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
            .collect::<String>()
    };
    form.iter().map(|(name, value)| format!("{name}={}", letters(value))).collect::<Vec<_>>().join("&")
}
