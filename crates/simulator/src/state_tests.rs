use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::handler::{Request, handle};
use crate::testing::{json_of, request, tiny_model};
use crate::{Behaviour, Call, Examples, Options, Outcome, Policy, Simulator, StartError};

/// Remembers the labels that were set.
#[derive(Clone, Default)]
struct Labels(Arc<Mutex<Value>>);

impl Behaviour for Labels {
    fn systems(&self) -> Vec<i64> {
        Vec::new()
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        *self.0.lock().expect("no panic") = call.arguments["label"].clone();
        Outcome::Empty(204)
    }

    fn state(&self) -> Value {
        self.0.lock().expect("no panic").clone()
    }

    fn restore(&self, state: &Value) {
        *self.0.lock().expect("no panic") = state.clone();
    }
}

fn options(folder: &TempDir) -> Options {
    let state = Some(folder.path().join("state.json"));
    Options { auto_approve: true, speed: 0.0, policy: Policy::strict(), state, ..Options::default() }
}

fn service_with(folder: &TempDir, behaviour: Box<dyn Behaviour>) -> Shared {
    let options = options(folder);
    let state = StateFile::open(options.state.as_deref().expect("a path"), "Tiny 1").expect("a state file");
    let shared = Shared::new(tiny_model(), behaviour, options, "http://127.0.0.1:1".to_owned(), Some(state));
    let shared = shared.expect("random numbers");
    shared.keep().expect("written");
    shared
}

fn service(folder: &TempDir) -> Shared {
    service_with(folder, Box::new(Examples))
}

fn text(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join("state.json")).expect("a file")
}

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn send(shared: &Shared, request: &Request) -> (u16, Value) {
    let payload = handle(shared, request).payload.expect("an answer");
    (payload.status, if payload.body.is_empty() { Value::Null } else { json_of(&payload) })
}

fn token(shared: &Shared, pairs: &[(&str, &str)]) -> (u16, Value) {
    let mut pairs = pairs.to_vec();
    pairs.extend([("client_id", shared.client.id.as_str()), ("client_secret", shared.client.secret.as_str())]);
    send(shared, &request("POST", "/oauth/token", &[], &form(&pairs)))
}

fn refresh(shared: &Shared, old: &Value) -> (u16, Value) {
    let old = old["refresh_token"].as_str().expect("a refresh token");
    token(shared, &[("grant_type", "refresh_token"), ("refresh_token", old)])
}

fn code(shared: &Shared) -> String {
    let callback = shared.client.redirect_uri.as_str();
    let query = [("client_id", shared.client.id.as_str()), ("redirect_uri", callback), ("response_type", "code")];
    let answer = handle(shared, &request("GET", &format!("/oauth/authorize?{}", form(&query)), &[], ""));
    let answer = answer.payload.expect("an answer");
    let (_, query) = answer.get("location").and_then(|l| l.split_once('?')).expect("an address");
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "code").expect("a code").1.into_owned()
}

fn redeem(shared: &Shared, code: &str) -> (u16, Value) {
    let callback = shared.client.redirect_uri.clone();
    token(shared, &[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", &callback)])
}

#[test]
fn logins_survive_and_so_does_what_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, secret, code, first, second) = {
        let shared = service(&folder);
        let used = code(&shared);
        let first = redeem(&shared, &used).1;
        let second = refresh(&shared, &first).1;
        (shared.client.id.clone(), shared.client.secret.clone(), code(&shared), first, second)
    };
    let shared = service(&folder);
    assert_eq!((&shared.client.id, &shared.client.secret), (&id, &secret), "programs keep their settings");
    assert_eq!(redeem(&shared, &code).0, 200, "a code that was under way");
    let bearer = format!("Bearer {}", second["access_token"].as_str().expect("a token"));
    let call = request("GET", "/things", &[("authorization", &bearer)], "");
    assert_eq!(send(&shared, &call).0, 200);
    assert_eq!(refresh(&shared, &first).0, 400, "it was spent before the restart");
    assert_eq!(refresh(&shared, &second).0, 400, "so its login has ended");
    drop(shared);
    assert_eq!(send(&service(&folder), &call).0, 401, "and stays ended");
}

#[test]
fn applications_and_settings_survive() {
    let folder = tempfile::tempdir().expect("a folder");
    let (new, labels) = {
        let labels = Labels::default();
        let shared = service_with(&folder, Box::new(labels.clone()));
        let new = crate::oauth::register(&shared, "Mine", "https://mine.example/back", false).expect("registered");
        shared.block(&shared.client.id, true);
        let mut grants = shared.grants();
        let access = grants.login(&new.id, vec!["WRITE".to_owned()], String::new());
        let issued = grants.issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true);
        drop(grants);
        let bearer = format!("Bearer {}", issued.access_token);
        let put = request("PUT", "/things/1/label", &[("authorization", &bearer)], r#"{"label":"blue"}"#);
        assert_eq!(send(&shared, &put).0, 204);
        (new, labels)
    };
    assert_eq!(labels.state(), "blue");
    let labels = Labels::default();
    let shared = service_with(&folder, Box::new(labels.clone()));
    assert_eq!(labels.state(), "blue");
    assert!(shared.clients()[&shared.client.id].blocked && !shared.clients()[&new.id].blocked);
    assert_eq!(shared.client_name(&new.id), "Mine");
}

#[test]
fn the_file_holds_no_secret_but_the_one_that_is_said_at_each_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let shared = service(&folder);
    let new = crate::oauth::register(&shared, "Mine", "https://mine.example/back", false).expect("registered");
    let code = code(&shared);
    let token = redeem(&shared, &code).1;
    let text = text(&folder);
    assert!(text.contains(&shared.client.secret) && text.contains(&new.id));
    let secrets = [token["access_token"].as_str(), token["refresh_token"].as_str(), Some(&code), Some(&new.secret)];
    for secret in secrets.into_iter().flatten() {
        assert!(!text.contains(secret));
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 2, "the file and its lock");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path().join("state.json")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_clock_does_not_go_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = {
        let shared = service(&folder);
        shared.clock.advance(1e6);
        shared.keep_time().expect("written");
        shared.clock.now()
    };
    assert_eq!(service(&folder).clock.now(), before);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.json");
    drop(service(&folder));
    let good = text(&folder);
    for (bad, why) in [
        ("".to_owned(), "it is damaged in line 1; move it away"),
        (good[..good.len() / 2].to_owned(), "it is damaged in line "),
        ("[]".to_owned(), "it holds something else; choose another file"),
        (good.replace("\"format\": 2", "\"format\": 99"), "its format is 99, this program reads 2; move it away"),
        (good.replace("Tiny 1", "Huge 2"), "it belongs to \"Huge 2\", not to Tiny 1; choose another file"),
        (good.replace("\"logins\"", "\"nothing\""), "it is damaged; move it away"),
    ] {
        std::fs::write(&path, &bad).expect("written");
        let error = StateFile::open(&path, "Tiny 1").expect_err("refused").to_string();
        assert!(error.starts_with(&format!("cannot use the state file {}: {why}", path.display())), "{error}");
        assert_eq!(text(&folder), bad);
    }
}

#[test]
fn what_cannot_be_kept_is_not_granted() {
    let folder = tempfile::tempdir().expect("a folder");
    let shared = service(&folder);
    let code = code(&shared);
    std::fs::remove_dir_all(folder.path()).expect("removed");
    let (status, body) = redeem(&shared, &code);
    let said = body["why"][0].as_str().is_some_and(|why| why.starts_with("cannot use the state file"));
    assert!(status == 500 && said, "{body}");
}

#[tokio::test]
async fn one_service_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = || Simulator::start(tiny_model(), Box::new(Examples), options(&folder));
    let first = start().await.expect("a service");
    let second = start().await.expect_err("taken");
    assert!(matches!(second, StartError::State(_)));
    assert!(second.to_string().ends_with("another service uses it; choose another file"), "{second}");
    let (id, token) = (first.client_id().to_owned(), first.issue(&[]).refresh_token.expect("a token"));
    first.advance(1000.0);
    let now = first.now();
    first.stop().await;
    drop(first);
    let again = start().await.expect("a service");
    assert_eq!((again.client_id(), again.now()), (id.as_str(), now));
    let token = serde_json::json!({ "refresh_token": token });
    again.stop().await;
    drop(again);
    assert_eq!(refresh(&service(&folder), &token).0, 200);
}

/// A program that renews its login all day costs no more in the evening than in the morning: the file is written once for
/// each renewal, so its size is the cost.
#[test]
fn the_state_and_the_cost_of_a_renewal_stay_bounded() {
    for policy in [Policy::strict(), crate::myuplink::policy(), Policy::default()] {
        let shared = crate::testing::service(Options { auto_approve: true, policy, ..Options::default() });
        let first = redeem(&shared, &code(&shared)).1;
        let mut last = first;
        let mut size_after = |renewals: usize| {
            for _ in 0..renewals {
                // Codes that nobody redeems, and logins that nobody goes on with, come and go as well.
                code(&shared);
                redeem(&shared, &code(&shared));
                last = refresh(&shared, &last).1;
            }
            let (status, next) = refresh(&shared, &last);
            assert_eq!(status, 200, "the one in use lives");
            last = next;
            serde_json::to_vec(&*shared.grants()).expect("JSON").len()
        };
        let (early, late) = (size_after(2010), size_after(400));
        assert!(late.abs_diff(early) < early / 20, "{early} bytes, then {late}");
    }
}

/// A process that was killed while it wrote leaves one file at most, and the next one takes it away.
#[test]
fn what_a_killed_process_left_is_swept() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = || {
        let entries = std::fs::read_dir(folder.path()).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|e| e.expect("an entry").file_name().into_string().expect("text")).collect();
        names.sort();
        names
    };
    drop(service(&folder));
    for name in [".state.json.new", ".other.json.new", "mine.new"] {
        std::fs::write(folder.path().join(name), "{").expect("written");
    }
    let shared = service(&folder);
    code(&shared);
    assert_eq!(names(), [".other.json.new", "mine.new", "state.json", "state.json.lock"]);
    #[cfg(unix)]
    {
        drop(shared);
        let target = folder.path().join("mine.new");
        std::os::unix::fs::symlink(&target, folder.path().join(".state.json.new")).expect("a link");
        drop(service(&folder));
        assert_eq!(std::fs::read_to_string(&target).expect("a file"), "{", "a link is not followed");
        assert_eq!(names(), [".other.json.new", "mine.new", "state.json", "state.json.lock"]);
    }
}
