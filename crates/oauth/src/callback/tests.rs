use secrecy::ExposeSecret;

use super::*;

const STATE: &str = "SdvJFsRS0b7mTpcyUCdlqpAm8NdyGsSyhDDVYE0hKHo";

fn read(url: &str) -> Verdict {
    let redirect = Url::parse("http://127.0.0.1:8080/cb").unwrap();
    let base_url = Url::parse("https://api.example").unwrap();
    read_code(url, &Expected { redirect: &redirect, state: STATE, issuer: Issuer::Of(&base_url) })
}

fn query(query: &str) -> Verdict {
    read(&format!("http://127.0.0.1:8080/cb?{}", query.replace("STATE", STATE)))
}

fn refused(verdict: Verdict) -> LoginError {
    let error = verdict.into_result().map(|_| ()).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains(STATE) && !text.contains("C0DE"), "{text}");
    error
}

#[test]
fn the_true_answer() {
    for good in ["code=C0DE&state=STATE", "state=STATE&code=C0DE&x=y", "code=C0DE&state=STATE&iss=https://api.example/"]
    {
        assert_eq!(query(good).into_result().unwrap().expose_secret(), "C0DE", "{good}");
    }
    assert!(read(&format!(" http://127.0.0.1:8080/cb?code=C0DE&state={STATE}\n")).into_result().is_ok());
}

#[test]
fn t02_wrong_states_are_refused() {
    let shorter = &STATE[1..];
    let longer = format!("{STATE}x");
    let case = STATE.to_lowercase();
    for state in ["", "x", shorter, &longer, &case] {
        let verdict = query(&format!("code=C0DE&state={state}"));
        assert!(matches!(verdict, Verdict::NotOurs(LoginError::StateMismatch)), "{state}");
    }
    assert!(matches!(query("code=C0DE"), Verdict::NotOurs(LoginError::StateMismatch)));
    assert!(matches!(query("code=C0DE&state=STATE;state=x"), Verdict::NotOurs(LoginError::StateMismatch)));
    assert!(matches!(query("error=access_denied"), Verdict::NotOurs(LoginError::StateMismatch)));
}

#[test]
fn t03_repeated_parameters_are_refused() {
    for twice in [
        "state=STATE&state=STATE&code=C0DE",
        "state=x&state=STATE&code=C0DE",
        "state=STATE&code=C0DE&%73tate=x",
        "code=C0DE&code=EVIL&state=STATE",
        "error=a&error=b&state=STATE",
        "code=C0DE&state=STATE&iss=https://api.example&iss=https://evil.example",
    ] {
        assert!(matches!(refused(query(twice)), LoginError::BadCallback(_)), "{twice}");
    }
}

#[test]
fn t04_an_error_wins_over_a_code() {
    let denied = refused(query("code=C0DE&error=access_denied&state=STATE"));
    assert!(matches!(denied, LoginError::LoginDenied { by_user: true, .. }));
}

#[test]
fn t13_an_error_that_echoes_the_code_is_told_without_it() {
    let other = refused(query("error=no_such_thing&error_description=C0DE%1b%5b31m&code=C0DE&state=STATE"));
    let LoginError::LoginDenied { by_user: false, error } = other else { panic!("{other:?}") };
    assert_eq!(error, "no_such_thing: [secret] [31m");
}

#[test]
fn t07_t09_other_servers_and_tokens_are_refused() {
    for bad in [
        "code=C0DE&state=STATE&access_token=EVIL",
        "code=C0DE&state=STATE#access_token=EVIL",
        "code=C0DE&state=STATE&iss=https://evil.example",
        "code=C0DE&state=STATE&iss=",
        "code=&state=STATE",
        "state=STATE",
    ] {
        let error = refused(query(bad));
        assert!(matches!(error, LoginError::BadCallback(_)), "{bad}");
        assert!(!format!("{error:?}").contains("EVIL"));
    }
}

#[test]
fn an_answer_of_another_server_names_both_and_what_to_set() {
    let said = |iss: &str| refused(query(&format!("code=C0DE&state=STATE&iss={iss}"))).to_string();
    let other = said("https://login.example:8443/path");
    for part in ["comes from https://login.example:8443", "begun at https://api.example", "`base_url`"] {
        assert!(other.contains(part), "{other}");
    }
    // What is no address, hides something, or has no end is not repeated.
    let long = format!("https://{}.example", "a".repeat(300));
    for odd in ["", "nothing", "https://c0de.example", "https://C0DE@evil.example/STATE", "data:text/html,x", &long] {
        let said = said(odd);
        assert!(said.contains("https://api.example") && said.contains("`base_url`"), "{said}");
        assert!(!said.to_lowercase().contains("c0de") && said.len() < 400, "{said}");
    }
}

#[test]
fn a_server_that_says_what_it_is_called_is_taken_at_its_word_alone() {
    let redirect = Url::parse("http://127.0.0.1:8080/cb").unwrap();
    let issuer = Issuer::Named("https://login.example/realm");
    let read = |iss: &str| {
        let url = format!("http://127.0.0.1:8080/cb?code=C0DE&state=STATE&iss={iss}");
        read_code(&url, &Expected { redirect: &redirect, state: "STATE", issuer })
    };
    assert!(matches!(read("https://login.example/realm"), Verdict::Ours(Ok(_))));
    let said = refused(read("https://login.example/other")).to_string();
    for part in ["comes from https://login.example/other", "begun at https://login.example/realm", "`issuer`"] {
        assert!(said.contains(part), "{said}");
    }
    let said = refused(read("https://C0DE.example/C0DE")).to_string();
    assert!(!said.contains("C0DE"), "{said}");
}

#[test]
fn t08_near_misses_of_the_redirect_uri_are_refused() {
    for place in [
        "https://127.0.0.1:8080/cb",
        "http://localhost:8080/cb",
        "http://127.0.0.1/cb",
        "http://127.0.0.1:8081/cb",
        "http://127.0.0.1:8080/",
        "http://127.0.0.1:8080/cb/",
        "http://127.0.0.1:8080/CB",
        "http://127.0.0.1:8080/cb/more",
        "http://[::1]:8080/cb",
        "http://127.0.0.1:8080@evil.example/cb",
        "http://user@127.0.0.1:8080/cb",
        "http://evil.example:8080/cb",
        "http://localhost.:8080/cb",
        "ftp://127.0.0.1:8080/cb",
        "/cb",
    ] {
        let error = refused(read(&format!("{place}?code=C0DE&state={STATE}")));
        assert!(matches!(error, LoginError::BadCallback(_)), "{place}");
    }
}

#[test]
fn t66_a_stray_paste_is_not_repeated() {
    for stray in ["user@example.com hunter2", "hunter2", "", "http://127.0.0.1:8080/cb\n?code=hunter2"] {
        assert!(!format!("{:?}", refused(read(stray))).contains("hunter2"));
    }
}

#[test]
fn a_redirect_uri_keeps_its_own_query() {
    let redirect = Url::parse("http://127.0.0.1/cb?server=a").unwrap();
    let base_url = Url::parse("https://api.example").unwrap();
    let expected = Expected { redirect: &redirect, state: "s", issuer: Issuer::Of(&base_url) };
    assert!(read_code("http://127.0.0.1/cb?server=a&code=c&state=s", &expected).into_result().is_ok());
    assert!(read_code("http://127.0.0.1/cb?server=b&code=c&state=s", &expected).into_result().is_err());
    assert!(read_code("http://127.0.0.1/cb?code=c&state=s", &expected).into_result().is_err());
}

fn in_every_order(parts: &[&str]) -> Vec<String> {
    if parts.len() < 2 {
        return vec![parts.concat()];
    }
    let mut all = Vec::new();
    for (i, first) in parts.iter().enumerate() {
        let rest: Vec<&str> = parts.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, p)| *p).collect();
        all.extend(in_every_order(&rest).into_iter().map(|rest| format!("{first}&{rest}")));
    }
    all
}

#[test]
fn t03_the_order_of_parameters_changes_nothing() {
    let verdict = |text: &str| match query(text) {
        Verdict::NotOurs(error) => format!("not ours: {error}"),
        Verdict::Ours(Ok(code)) => format!("code {}", code.expose_secret()),
        Verdict::Ours(Err(error)) => format!("ours: {error}"),
    };
    for parts in [
        &["code=C0DE", "state=STATE", "x=y", "iss=https://api.example"][..],
        &["code=C0DE", "state=STATE", "state=evil"],
        &["code=C0DE", "state=STATE", "%73tate=evil"],
        &["code=C0DE", "code=EVIL", "state=STATE"],
        &["code=C0DE", "error=access_denied", "state=STATE", "error_description=x"],
        &["code=C0DE", "access_token=EVIL", "state=STATE"],
        &["code=C0DE", "state=evil"],
        &["code=C0DE", "state=STATE", "iss=https://evil.example"],
    ] {
        let verdicts: Vec<String> = in_every_order(parts).iter().map(|text| verdict(text)).collect();
        assert!(verdicts.iter().all(|v| v == &verdicts[0]), "{parts:?}: {verdicts:?}");
    }
}

#[test]
fn errors_of_the_redirect_say_what_to_do() {
    use uplink_runtime::TokenError;

    let kind = |error: &str| match refused(query(&format!("error={error}&state=STATE"))) {
        LoginError::LoginDenied { by_user: true, .. } => "denied by the user",
        LoginError::LoginDenied { .. } => "denied",
        LoginError::Token(TokenError::Temporary { .. }) => "temporary",
        LoginError::Token(TokenError::ClientRejected { .. }) => "client",
        other => panic!("{other:?}"),
    };
    for (error, expected) in [
        ("access_denied", "denied by the user"),
        ("invalid_scope", "denied"),
        ("STATE", "denied"),
        ("temporarily_unavailable", "temporary"),
        ("server_error", "temporary"),
        ("unauthorized_client", "client"),
    ] {
        assert_eq!(kind(error), expected, "{error}");
    }
}
