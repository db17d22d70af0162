//! Calls of an API that nothing was generated for, against its local service.

use std::sync::Arc;

use serde_json::json;
use uplink_runtime::{Arguments, Client, Credentials, ErrorKind, NoToken, Options};
use uplink_simulator::{Examples, Simulator};

const KETTLE: &str = r#"
[api]
name     = "Kettle"
version  = "1"
base_url = "https://kettle.example"
doc      = "Boils water."

[auth.key]
kind = "api-key"
in   = "header"
name = "X-Key"

[auth.label]
kind = "api-key"
in   = "query"
name = "label"

[function.tree]
doc  = "A kettle with its parts."
http = "GET /kettles/{id}"
auth = [["key", "label"]]
path.id    = { type = "int", doc = "Which." }
answer.200 = "Part"

[struct.Part]
doc = "A part, of which there are parts."
field.name  = { type = "string", doc = "Its name." }
field.state = { type = "State", doc = "How it is." }
field.parts = { type = "[Part]", doc = "Its parts." }

[enum.State]
doc    = "How a part is."
values = ["GOOD", "WORN"]

[[example.tree]]
arguments = { id = 1 }
answer = '{"name":"kettle","state":"GOOD","parts":[{"name":"lid","state":"WORN","parts":[]}]}'
"#;

#[tokio::test]
async fn keys_travel_and_answers_are_read_by_shape() {
    let model = uplink_spec::read_text("kettle.toml", KETTLE, |_| None).expect("a correct spec");
    let api = uplink_describe::api(&model);
    let service = Simulator::start(model, Box::new(Examples), uplink_simulator::Options::default());
    let service = service.await.expect("a service");
    let options =
        |credentials| Options { base_url: Some(service.base_url().to_owned()), credentials, ..Options::default() };
    let secrets = service.credentials();
    let secret = |name: &str| secrets.iter().find(|s| s.name == name).expect("a key").secret.clone();
    let both = Credentials::new().api_key("key", secret("key")).api_key("label", secret("label"));
    let tree = api.function("tree").expect("the function");
    let arguments = || -> Arguments { [("id".to_owned(), json!(1))].into_iter().collect() };

    let client = Client::new(api, Arc::new(NoToken), options(both)).expect("a client");
    let answer = client.call(tree, arguments()).await.expect("an answer").json().expect("a value");
    assert_eq!(answer["parts"][0]["state"], "WORN");

    let wrong = Credentials::new().api_key("key", secret("key")).api_key("label", "wrong");
    let client = Client::new(api, Arc::new(NoToken), options(wrong)).expect("a client");
    let refused = client.call(tree, arguments()).await.expect_err("a refusal");
    assert_eq!(refused.kind(), ErrorKind::Unauthorized);
}
