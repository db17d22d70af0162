// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

#[tokio::test]
async fn kettles_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .kettles()
        .since("2024-02-03T04:05:06Z".parse().expect("a moment"))
        .lids([
            types::Lid::from("OPEN".to_owned()),
            types::Lid::from("HALF_OPEN".to_owned()),
        ])
        .language("sv")
        .await
        .expect("an answer");
    service.expect_request("kettles", "");
    expect_answer(
        &answer,
        r#"[{"kettleId":1,"waterTemperature":21.5,"lid":"CLOSED","boiledAt":null,"parts":[],"class":"steel","next":null,"other":{"a":[1]}}]"#,
    );
}

#[tokio::test]
async fn levels_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .levels(1, [types::Sensor::from(7i64), types::Sensor::from("lid")])
        .await
        .expect("an answer");
    service.expect_request("levels", "");
    expect_answer(
        &answer,
        r#"[{"sensor":7,"level":1.5},{"sensor":"lid","level":"high"}]"#,
    );
}

#[tokio::test]
async fn boil_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .boil(
            1,
            95.5,
            [("lid", types::Sensor::from(3i64))],
            serde_json::from_str(
                    r#"{"first":"HEAT","moments":["2024-02-03T04:05:06Z"]}"#,
                )
                .expect("the example"),
        )
        .note("x")
        .await
        .expect("an answer");
    service
        .expect_request(
            "boil",
            r#"{"until":95.5,"limits":{"lid":3},"note":"x","plan":{"first":"HEAT","moments":["2024-02-03T04:05:06Z"]}}"#,
        );
    expect_answer(
        &answer,
        r#"{"kettleId":1,"waterTemperature":95.5,"lid":"CLOSED","boiledAt":"2024-02-03T04:05:06Z","parts":[{"kettleId":2,"waterTemperature":1,"lid":"OPEN","parts":[],"class":"","other":null}],"class":"steel","next":null,"other":null}"#,
    );
}

#[tokio::test]
async fn replace_settings_example_0() {
    let service = Service::start().await;
    service
        .client()
        .replace_settings(1, [("a", serde_json::from_str("1").expect("the example"))])
        .await
        .expect("an answer");
    service.expect_request("replace_settings", r#"{"a":1}"#);
}

#[tokio::test]
async fn order_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .orders()
        .place(2)
        .extras([("milk", "a drop"), ("sugar", "0")])
        .lids([
            types::Lid::from("OPEN".to_owned()),
            types::Lid::from("CLOSED".to_owned()),
        ])
        .session("s1")
        .await
        .expect("an answer");
    service
        .expect_request(
            "order",
            "cups=2&extras%5Bmilk%5D=a+drop&extras%5Bsugar%5D=0&lids=OPEN&lids=CLOSED",
        );
    expect_answer(&answer, r#""o-1""#);
}

#[tokio::test]
async fn places_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .places(
            [1, 2],
            serde_json::from_str(r#"{"x":1.5,"name":"a;b"}"#).expect("the example"),
            3,
        )
        .near(serde_json::from_str(r#"{"x":2,"name":"ü"}"#).expect("the example"))
        .view([("a", serde_json::from_str(r#"["ü"]"#).expect("the example"))])
        .seen([("a", 1)])
        .await
        .expect("an answer");
    service.expect_request("places", "");
    expect_answer(&answer, r#"["kettle"]"#);
}

#[tokio::test]
async fn photo_example_0() {
    let service = Service::start().await;
    service
        .client()
        .photo(b"\x89PNG")
        .more([b"hello".as_slice(), b"'\"".as_slice()])
        .title("A kettle")
        .await
        .expect("an answer");
}

#[tokio::test]
#[allow(deprecated, reason = "until it is gone it has to work")]
async fn stamp_example_0() {
    let service = Service::start().await;
    service.client().stamp(1, b"\x89PNG").await.expect("an answer");
}

#[tokio::test]
async fn search_example_0() {
    let service = Service::start().await;
    service
        .client()
        .search()
        .filters([[("a", "x")]])
        .table([("a", [("b", 1)])])
        .grid([[types::Sensor::from(1i64), types::Sensor::from("b")]])
        .await
        .expect("an answer");
    service
        .expect_request(
            "search",
            r#"{"filters":[{"a":"x"}],"table":{"a":{"b":1}},"grid":[[1,"b"]]}"#,
        );
}

#[tokio::test]
async fn type_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .r#type(1)
        .class("a/b ü?#%&\"")
        .await
        .expect("an answer");
    service.expect_request("type", "");
    expect_answer(&answer, r#""aGVsbG8=""#);
}

#[tokio::test]
async fn manual_example_0() {
    let service = Service::start().await;
    let answer = service.client().manual(1).await.expect("an answer");
    service.expect_request("manual", "");
    expect_answer(&answer, r##""# Manual\nFill it.""##);
}

#[tokio::test]
async fn warranty_example_0() {
    let service = Service::start().await;
    let answer = service.client().warranty().await.expect("an answer");
    service.expect_request("warranty", "");
    expect_answer(&answer, r#""2026""#);
}

#[tokio::test]
async fn fittings_example_0() {
    let service = Service::start().await;
    let answer = service.client().fittings().list(1).await.expect("an answer");
    service.expect_request("fittings", "");
    expect_answer(
        &answer,
        r#"[{"kind":"filter","mesh":0.5},{"kind":"spout","of":[{"kind":"filter","mesh":2.0}]}]"#,
    );
}

#[tokio::test]
async fn fit_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .fittings()
        .fit(
            1,
            serde_json::from_str::<types::Fitting>(r#"{"kind":"sieve","mesh":0.5}"#)
                .expect("the example"),
        )
        .await
        .expect("an answer");
    service.expect_request("fit", r#"{"kind":"sieve","mesh":0.5}"#);
    expect_answer(&answer, r#"{"id":3,"until":"2026"}"#);
}

#[tokio::test]
async fn label_example_0() {
    let service = Service::start().await;
    let answer = service
        .client()
        .label(
            1,
            types::Value::from(5.0),
            serde_json::from_str::<types::Label>(r#"{"text":"hot"}"#)
                .expect("the example"),
            serde_json::from_str::<types::State>(r#""OPEN""#).expect("the example"),
        )
        .values([types::Value::from(1.5), types::Value::from("x")])
        .title("T".to_owned())
        .gaps([serde_json::from_str::<Option<i64>>("1").expect("the example")])
        .words(serde_json::from_str::<Vec<String>>(r#"["a"]"#).expect("the example"))
        .lids(
            serde_json::from_str::<Vec<types::Lid>>(r#"["OPEN"]"#).expect("the example"),
        )
        .lid(types::Lid::from("CLOSED".to_owned()))
        .until(
            serde_json::from_str::<
                uplink_runtime::generated::Timestamp,
            >(r#""2024-02-03T04:05:06Z""#)
                .expect("the example"),
        )
        .more(
            serde_json::from_str::<
                uplink_runtime::generated::serde_json::Value,
            >(r#"{"a":[1]}"#)
                .expect("the example"),
        )
        .area(serde_json::from_str::<types::Area>(r#"{"x":1.5}"#).expect("the example"))
        .by_name(
            serde_json::from_str::<std::collections::BTreeMap<String, i64>>(r#"{"a":1}"#)
                .expect("the example"),
        )
        .sensor(serde_json::from_str::<types::Sensor>("7").expect("the example"))
        .count(2)
        .share(0.5)
        .shown(true)
        .await
        .expect("an answer");
    service
        .expect_request(
            "label",
            r#"{"value":5,"text":{"text":"hot"},"state":"OPEN","values":[1.5,"x"],"title":"T","gaps":[1],"words":["a"],"lids":["OPEN"],"lid":"CLOSED","until":"2024-02-03T04:05:06Z","more":{"a":[1]},"area":{"x":1.5},"byName":{"a":1},"sensor":7,"count":2,"share":0.5,"shown":true}"#,
        );
    expect_answer(&answer, r#"{"text":"hot"}"#);
}
