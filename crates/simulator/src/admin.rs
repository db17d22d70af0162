//! The port for those who switch faults.

use hyper::HeaderMap;
use serde_json::{Value, json};

use crate::body::Payload;
use crate::fault::Fault;
use crate::handler::{Reply, Request};
use crate::oauth;
use crate::server::names_this_machine;
use crate::shared::Shared;

const HELP: [&str; 14] = [
    "GET /tally: what the token endpoint did",
    "GET /requests: the requests to the API",
    "GET /oauth-requests: the requests to the authorization server",
    "POST /faults {\"kind\": \"status\", \"on\": \"token\", \"status\": 503, \"retry_after\": 7, \"times\": 2}: spoils answers",
    "DELETE /faults: takes back every fault that has not struck yet",
    "GET /troubles: what can happen to the things that are served",
    "POST /troubles {\"system\": 1, \"kind\": \"offline\", \"ends\": false}: begins a trouble of one, or ends it",
    "GET /applications: the registered applications",
    "POST /applications {\"name\": ..., \"redirect_uri\": ..., \"public\": false}: registers one",
    "POST /applications/ID/block: shuts an application out",
    "POST /applications/ID/unblock: lets it in again",
    "POST /advance {\"seconds\": 60}: sets the simulated clock forward",
    "POST /expire-tokens: ends the life of all access tokens",
    "GET /: this list",
];

type Answer = Result<Value, (u16, String)>;

/// Answers a request to the admin port.
pub(crate) fn handle(shared: &Shared, request: &Request) -> Reply {
    let answer = answer(shared, request).and_then(|value| match shared.keep() {
        Ok(()) => Ok(value),
        Err(e) => Err((500, e.to_string())),
    });
    let payload = match answer {
        Ok(value) => Payload::json(200, &value),
        Err((status, sentence)) => Payload::json(status, &json!({ "error": sentence })),
    };
    Reply { payload: Some(payload.header("cache-control", "no-store")), delay: Default::default() }
}

fn answer(shared: &Shared, request: &Request) -> Answer {
    if !is_local(&request.headers) {
        return Err((403, "this port is for programs on this machine, not for web pages".to_owned()));
    }
    match (request.method.as_str(), request.path.trim_matches('/')) {
        ("GET", "") => Ok(HELP.into()),
        ("GET", "tally") => {
            let tally = shared.grants().tally;
            Ok(json!({
                "token_calls": tally.token_calls,
                "codes": tally.codes,
                "refreshes": tally.refreshes,
                "reuses": tally.reuses,
                "code_reuses": tally.code_reuses,
            }))
        }
        ("GET", "requests") => {
            let seen = shared.requests().into_iter().map(|r| {
                json!({"method": r.method, "path": r.path, "function": r.function, "status": r.status, "body": r.body})
            });
            Ok(seen.collect())
        }
        ("GET", "oauth-requests") => {
            let seen = shared.oauth_requests().into_iter().map(|r| {
                json!({"endpoint": r.endpoint, "method": r.method, "client_id": r.client_id, "grant": r.grant,
                    "user_agent": r.user_agent, "status": r.status, "error": r.error, "fault": r.fault})
            });
            Ok(seen.collect())
        }
        ("POST", "faults") => {
            let fault = Fault::read(&shared.model, &body(request)?).map_err(bad)?;
            shared.faults().push(fault);
            Ok(json!({}))
        }
        ("DELETE", "faults") => {
            shared.faults().clear();
            Ok(json!({}))
        }
        ("GET", "troubles") => Ok(shared.behaviour.troubles().into()),
        ("POST", "troubles") => trouble(shared, &body(request)?),
        ("GET", "applications") => {
            let clients = shared.clients();
            let known = clients.iter().map(|(id, client)| {
                json!({"client_id": id, "name": client.name, "redirect_uri": client.redirect_uri,
                    "public": client.is_public(), "blocked": client.blocked})
            });
            Ok(known.collect())
        }
        ("POST", "applications") => register(shared, &body(request)?),
        ("POST", "advance") => {
            let seconds = body(request)?["seconds"].as_f64().filter(|s| *s >= 0.0);
            shared.clock.advance(seconds.ok_or_else(|| bad("seconds must be a number, 0 or more"))?);
            Ok(json!({ "now": shared.clock.now().to_string() }))
        }
        ("POST", "expire-tokens") => {
            shared.grants().expire_access();
            Ok(json!({}))
        }
        ("POST", path) => block(shared, path),
        _ => Err(unknown()),
    }
}

fn trouble(shared: &Shared, given: &Value) -> Answer {
    let system = &given["system"];
    let system = system.as_str().map_or_else(|| system.to_string(), str::to_owned);
    let kind = given["kind"].as_str().ok_or_else(|| bad("kind must be a word; GET /troubles lists them"))?;
    let ends = given["ends"].as_bool().unwrap_or_default();
    shared.trouble(&system, kind, !ends).map_err(bad)?;
    Ok(json!({}))
}

fn register(shared: &Shared, given: &Value) -> Answer {
    let text = |name: &str| given[name].as_str();
    let (name, redirect_uri) = (text("name").unwrap_or_default(), text("redirect_uri").unwrap_or_default());
    let public = given["public"].as_bool().unwrap_or_default();
    let new = oauth::register(shared, name, redirect_uri, public).map_err(|e| bad(e.to_string()))?;
    Ok(json!({"client_id": new.id, "client_secret": new.secret, "redirect_uri": new.redirect_uri}))
}

fn block(shared: &Shared, path: &str) -> Answer {
    let (id, blocked) = match path.split('/').collect::<Vec<_>>()[..] {
        ["applications", id, "block"] => (id, true),
        ["applications", id, "unblock"] => (id, false),
        _ => return Err(unknown()),
    };
    if shared.block(id, blocked) {
        Ok(json!({}))
    } else {
        Err((404, format!("no application has the identifier {id}")))
    }
}

fn body(request: &Request) -> Result<Value, (u16, String)> {
    serde_json::from_slice(&request.body).map_err(|e| bad(format!("the body is not JSON: {e}")))
}

fn bad(sentence: impl Into<String>) -> (u16, String) {
    (400, sentence.into())
}

fn unknown() -> (u16, String) {
    (404, "there is nothing here; GET / lists what there is".to_owned())
}

/// A web page may send requests here.
fn is_local(headers: &HeaderMap) -> bool {
    names_this_machine(headers) && !headers.contains_key("origin")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::testing::{json_of, request, service};

    fn send(shared: &Shared, method: &str, path: &str, body: &str) -> (u16, Value) {
        let payload =
            handle(shared, &request(method, path, &[("host", "127.0.0.1:1")], body)).payload.expect("an answer");
        (payload.status, json_of(&payload))
    }

    #[test]
    fn faults_are_switched() {
        let shared = service(Options::default());
        assert_eq!(send(&shared, "POST", "/faults", r#"{"kind":"html","on":"thing","times":3}"#).0, 200);
        assert_eq!(shared.faults().len(), 1);
        let (status, error) = send(&shared, "POST", "/faults", r#"{"kind":"explode"}"#);
        assert!(status == 400 && error["error"].as_str().is_some_and(|e| e.starts_with("there is no fault `explode`")));
        assert_eq!(send(&shared, "POST", "/faults", "{").0, 400);
        assert_eq!(send(&shared, "DELETE", "/faults", "").0, 200);
        assert!(shared.faults().is_empty());
    }

    #[test]
    fn applications_are_registered_and_shut_out() {
        let shared = service(Options::default());
        let new = send(&shared, "POST", "/applications", r#"{"name":"New","redirect_uri":"myapp://back"}"#).1;
        let id = new["client_id"].as_str().expect("an identifier");
        assert_eq!(new["client_secret"].as_str().map(str::len), Some(44));
        assert_eq!(send(&shared, "POST", &format!("/applications/{id}/block"), "").0, 200);
        let list = send(&shared, "GET", "/applications", "").1;
        let blocked = |list: &Value| list.as_array().expect("a list").iter().filter(|c| c["blocked"] == true).count();
        assert_eq!((blocked(&list), list.as_array().map(Vec::len)), (1, Some(2)));
        assert_eq!(send(&shared, "POST", &format!("/applications/{id}/unblock"), "").0, 200);
        assert_eq!(blocked(&send(&shared, "GET", "/applications", "").1), 0);
        assert_eq!(send(&shared, "POST", "/applications/0/block", "").0, 404);
        assert_eq!(send(&shared, "POST", "/applications", r#"{"name":"New"}"#).0, 400);
    }

    #[test]
    fn everything_in_the_help_answers() {
        let shared = service(Options::default());
        assert_eq!(send(&shared, "GET", "/", "").1.as_array().map(Vec::len), Some(HELP.len()));
        for path in ["/tally", "/requests", "/oauth-requests", "/applications", "/troubles"] {
            assert_eq!(send(&shared, "GET", path, "").0, 200, "{path}");
        }
        let before = shared.clock.now();
        assert_eq!(send(&shared, "POST", "/advance", r#"{"seconds":60}"#).0, 200);
        assert_eq!(shared.clock.now().as_second() - before.as_second(), 60);
        assert_eq!(send(&shared, "POST", "/advance", "{}").0, 400);
        assert_eq!(send(&shared, "POST", "/expire-tokens", "").0, 200);
        assert_eq!(send(&shared, "GET", "/nothing", "").0, 404);
    }

    #[test]
    fn web_pages_are_kept_out() {
        let shared = service(Options::default());
        let status = |headers: &[(&str, &str)]| {
            handle(&shared, &request("GET", "/tally", headers, "")).payload.expect("an answer").status
        };
        assert_eq!(status(&[("host", "127.0.0.1:5")]), 200);
        for headers in [
            &[("host", "evil.example:5")][..],
            &[],
            &[("host", "127.0.0.1.evil.example")],
            &[("host", "127.0.0.1:5"), ("origin", "https://evil.example")],
        ] {
            assert_eq!(status(headers), 403, "{headers:?}");
        }
    }
}
