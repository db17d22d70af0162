use super::*;
use crate::Setup;
use crate::handler::handle;
use crate::options::Options;
use crate::testing::{request, service, service_for};

const ORIGIN: &str = "http://127.0.0.1:1";

fn machines() -> Shared {
    let (model, behaviour, options) = Setup::new(crate::nibe::IMITATION).ready().expect("a service");
    service_for(model, behaviour, options)
}

fn send(shared: &Shared, method: &str, headers: &[(&str, &str)], body: &str) -> (Payload, String) {
    let headers: Vec<(&str, &str)> = [("host", "127.0.0.1:1")].into_iter().chain(headers.iter().copied()).collect();
    let payload = handle(shared, &request(method, PATH, &headers, body)).payload.expect("an answer");
    let text = String::from_utf8(payload.body.to_vec()).expect("text");
    (payload, text)
}

fn look(shared: &Shared) -> String {
    let (page, text) = send(shared, "GET", &[], "");
    assert_eq!(page.status, 200);
    text
}

/// Presses a button, and looks where it leads.
fn press(shared: &Shared, form: &str) -> String {
    let (page, _) = send(shared, "POST", &[("origin", ORIGIN)], form);
    assert_eq!(page.status, 303, "{form}");
    page.get("location").expect("an address").to_owned()
}

#[test]
fn machines_are_shown_with_their_day() {
    let shared = machines();
    let page = look(&shared);
    for name in ["Lake house", "Town flat", "Farm"] {
        assert!(page.contains(name), "{name}");
    }
    assert_eq!(page.matches(r#"role="img""#).count(), 6, "temperatures and power of three");
    // A day of ten minutes each, in each of the curves.
    let curve = page.split(r#"<path class="c0" d=""#).nth(1).and_then(|rest| rest.split('"').next()).expect("a curve");
    assert_eq!(curve.matches('L').count(), 143);
    assert!(page.contains("2023-11-14 22:13 UTC") && page.contains(r#"aria-pressed="false">Low pressure<"#));
    shared.clock.advance(3600.0);
    let later = look(&shared);
    assert!(later.contains("2023-11-14 23:13 UTC") && later != page);
    assert!(later.matches('L').count() > 3 * 5 * 144 - 200, "the day before goes on");
}

#[test]
fn nothing_from_elsewhere_and_no_secret() {
    let shared = machines();
    let access = shared.grants().login(&shared.client.id, vec!["READ".to_owned()], shared.first_owner());
    let issued = shared.grants().issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true);
    let token = format!("/api/v1/systems?access_token={}", issued.access_token);
    handle(&shared, &request("GET", &token, &[], ""));
    let (page, text) = send(&shared, "GET", &[], "");
    let policy = page.get("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("form-action 'self'"));
    assert!(policy.contains("frame-ancestors 'none'"));
    for outside in ["<script", "<link", "<img", "url(", "src=", "http-equiv"] {
        assert!(!text.contains(outside), "{outside}");
    }
    for secret in [&issued.access_token, &shared.client.secret, issued.refresh_token.as_ref().expect("one")] {
        assert!(!text.contains(secret.as_str()));
    }
    assert!(text.contains(&shared.client.id) && text.contains("GET /api/v1/systems<"));
    assert!(text.contains("<td>1</td><td>1</td><td>2023-11-14 22:43 UTC</td>"), "its tokens are counted: {text}");
}

#[test]
fn buttons_switch_troubles_faults_and_applications() {
    let shared = machines();
    assert_eq!(press(&shared, "do=trouble&system=80101&word=low_pressure&begins=yes"), "/#machines");
    assert_eq!(look(&shared).matches(r#"aria-pressed="true""#).count(), 1);
    press(&shared, "do=trouble&system=80101&word=low_pressure&begins=no");
    assert!(!look(&shared).contains(r#"aria-pressed="true""#));
    assert_eq!(press(&shared, "do=fault&kind=status_503&on=token&times=3"), "/#faults");
    press(&shared, "do=fault&kind=deny&on=functions&times=1");
    let page = look(&shared);
    assert!(page.contains("<code>status</code>: 3 × token") && page.contains("<code>deny</code>: 1 × authorize"));
    press(&shared, "do=clear");
    assert!(look(&shared).contains("No fault is waiting.") && shared.faults().is_empty());
    let id = shared.client.id.clone();
    assert_eq!(press(&shared, &format!("do=block&id={id}")), "/#applications");
    assert!(shared.clients()[&id].blocked && look(&shared).contains("<strong>blocked</strong>"));
    press(&shared, &format!("do=unblock&id={id}"));
    assert!(!shared.clients()[&id].blocked);
    let access = shared.grants().login(&id, vec!["READ".to_owned()], shared.first_owner());
    let token = shared.grants().issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true).access_token;
    assert_eq!(press(&shared, "do=expire"), "/#tokens");
    assert!(shared.grants().access(&token, shared.clock.now()).is_none());
}

#[test]
fn t69_forms_of_other_pages_do_nothing() {
    let shared = machines();
    let form = "do=trouble&system=80101&word=offline&begins=yes";
    for headers in [
        &[][..],
        &[("origin", "null")],
        &[("origin", "https://127.0.0.1:1")],
        &[("origin", "http://127.0.0.1:2")],
        &[("origin", "http://localhost:1")],
        &[("origin", "http://evil.example")],
    ] {
        let (page, text) = send(&shared, "POST", headers, form);
        assert!(page.status == 403 && text.contains("comes from another page"), "{headers:?}");
    }
    assert!(!look(&shared).contains(r#"aria-pressed="true""#));
    for wrong in [
        "",
        "do=fly",
        "do=trouble&system=1&word=offline",
        "do=fault&kind=fly&times=1",
        "do=fault&kind=html&on=fly&times=1",
        "do=block&id=x",
    ] {
        assert_eq!(send(&shared, "POST", &[("origin", ORIGIN)], wrong).0.status, 400, "{wrong}");
    }
    assert_eq!(send(&shared, "PUT", &[("origin", ORIGIN)], form).0.status, 405);
}

#[test]
fn it_speaks_the_language_of_the_browser() {
    let shared = machines();
    for (wish, title, word) in [
        ("de", "Übersicht", "Gradminuten"),
        ("fr", "Vue d’ensemble", "Eau chaude"),
        ("nl", "Overzicht", "Graadminuten"),
        ("sv", "Översikt", "Varmvatten"),
        ("fi", "Overview", "Hot water"),
    ] {
        let text = send(&shared, "GET", &[("accept-language", wish)], "").1;
        assert!(text.contains(&format!("<h1>{title}</h1>")) && text.contains(word), "{wish}");
    }
}

#[test]
fn an_api_of_examples_has_a_page_too() {
    let text = look(&service(Options::default()));
    assert!(text.contains("nothing lives here") && text.contains(r#"<option value="set_label">"#));
}

#[test]
fn of_many_machines_each_page_shows_some_and_leads_to_the_others() {
    let setup = Setup { owners: Some(120), ..Setup::new(crate::nibe::IMITATION) };
    let (model, behaviour, options) = setup.ready().expect("a service");
    let shared = service_for(model, behaviour, options);
    let at = |query: &str| {
        let mut asked = request("GET", PATH, &[("host", "127.0.0.1:1")], "");
        query.clone_into(&mut asked.query);
        let body = handle(&shared, &asked).payload.expect("an answer").body;
        String::from_utf8(body.to_vec()).expect("text")
    };
    let first = |number: usize| format!("<small>{}</small>", 10_000 + number);
    let page = at("");
    assert!(page.contains("Machines 1 to 50 of 120. <a href=\"/?from=51#machines\">The next ones</a>"), "{page}");
    assert!(!page.contains("Those before") && page.contains(&first(50)) && !page.contains(&first(51)));
    let page = at("from=51");
    assert!(page.contains("Machines 51 to 100 of 120. <a href=\"/#machines\">Those before</a>"));
    assert!(
        page.contains("<a href=\"/?from=101#machines\">") && page.contains(&first(51)) && !page.contains(&first(1))
    );
    assert!(page.contains("<a href=\"/?from=51\">"), "looking again shows the same ones");
    let page = at("from=101");
    assert!(page.contains("Machines 101 to 120 of 120.") && !page.contains("The next ones"));
    assert_eq!(page.matches("<h3>").count(), 20);
    for wrong in ["from=0", "from=121", "from=x", "from=-1", "from=99999999999999999999"] {
        assert!(at(wrong).contains("Machines 1 to 50 of 120."), "{wrong}");
    }
    let pressed = press(&shared, "do=trouble&system=10077&word=low_pressure&begins=yes&from=51");
    assert_eq!(pressed, "/?from=51#machines");
    assert_eq!(at("from=51").matches(r#"aria-pressed="true""#).count(), 1);
    assert!(!look(&machines()).contains("Machines 1 to"), "of three all are shown");
}
