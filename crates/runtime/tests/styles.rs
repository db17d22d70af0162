//! What values look like in paths, headers and cookies on the wire.

mod recorded;

use recorded::sent;
use serde_json::{Value, json};
use uplink_runtime::Call;
use uplink_runtime::descriptor::{Api, Argument, Function, Place, Shape, Style};

const fn of(name: &'static str, place: Place, style: Style) -> Argument {
    Argument { name, wire: name, place, style, shape: Shape::Any, ..Argument::PLAIN }
}

const fn path(arguments: &'static [Argument]) -> Function {
    Function { name: "place", path: "/a{it}/b", auth: &[], arguments, ..Function::PLAIN }
}

static PATHS: [Function; 7] = [
    path(&[of("it", Place::Path, Style::Repeat)]),
    path(&[of("it", Place::Path, Style::Comma)]),
    path(&[of("it", Place::Path, Style::Json)]),
    path(&[of("it", Place::Path, Style::Label)]),
    path(&[of("it", Place::Path, Style::LabelExploded)]),
    path(&[of("it", Place::Path, Style::Matrix)]),
    path(&[of("it", Place::Path, Style::MatrixExploded)]),
];

static LOOK: Function = Function {
    name: "look",
    path: "/look",
    auth: &[],
    arguments: &[
        of("X-Named", Place::Header, Style::Repeat),
        of("X-Joined", Place::Header, Style::Comma),
        of("X-Json", Place::Header, Style::Json),
        of("joined", Place::Cookie, Style::Comma),
        of("spread", Place::Cookie, Style::Repeat),
    ],
    ..Function::PLAIN
};
static API: Api = Api { functions: &[&LOOK], ..Api::PLAIN };

async fn target(function: &'static Function, value: &Value) -> String {
    let (head, _) = sent(&API, |client| Call::new(client, function).set("it", value)).await;
    head.lines().next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn values_of_paths_are_expanded() {
    let (list, object) = (json!(["a", "b/c"]), json!({"r": 1, "g": "ü;"}));
    let expected = [
        ["/a5/b", "/aa,b%2Fc/b", "/ar=1,g=%C3%BC%3B/b"],
        ["/a5/b", "/aa,b%2Fc/b", "/ar,1,g,%C3%BC%3B/b"],
        ["/a5/b", "/a%5B%22a%22%2C%22b%2Fc%22%5D/b", "/a%7B%22r%22%3A1%2C%22g%22%3A%22%C3%BC%3B%22%7D/b"],
        ["/a.5/b", "/a.a,b%2Fc/b", "/a.r,1,g,%C3%BC%3B/b"],
        ["/a.5/b", "/a.a.b%2Fc/b", "/a.r=1.g=%C3%BC%3B/b"],
        ["/a;it=5/b", "/a;it=a,b%2Fc/b", "/a;it=r,1,g,%C3%BC%3B/b"],
        ["/a;it=5/b", "/a;it=a;it=b%2Fc/b", "/a;r=1;g=%C3%BC%3B/b"],
    ];
    for (function, expected) in PATHS.iter().zip(expected) {
        let found = [target(function, &json!(5)).await, target(function, &list).await, target(function, &object).await];
        assert_eq!(found, expected, "{:?}", function.arguments[0].style);
    }
}

#[tokio::test]
async fn objects_travel_in_headers_and_cookies() {
    let object = json!({"r": 1, "g": "a b"});
    let (head, _) = sent(&API, |client| {
        let call = Call::new(client, &LOOK).set("X-Named", &object).set("X-Joined", &object);
        call.set("X-Json", json!({"a": "ü"})).set("joined", &object).set("spread", &object)
    })
    .await;
    for line in ["x-named: r=1,g=a b", "x-joined: r,1,g,a b", r#"x-json: {"a":"\u00fc"}"#] {
        assert!(head.lines().any(|found| found == line), "{line} in {head}");
    }
    assert!(head.lines().any(|line| line == "cookie: joined=r,1,g,a%20b; r=1; g=a%20b"), "{head}");
}
