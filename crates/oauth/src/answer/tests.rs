use super::*;

fn response(status: u16, body: &str) -> Response {
    Response { status, headers: Default::default(), body: body.as_bytes().to_vec() }
}

fn refused(status: u16, body: &str) -> Failure {
    let failure = read(GrantType::Refresh, &response(status, body), &["R0"]).map(|_| ()).expect_err(body);
    let text = format!("{failure} {failure:?}");
    for secret in ["CANARY", "R0", "R1"] {
        assert!(!text.contains(secret), "{text}");
    }
    failure
}

fn refresh(failure: &Failure) -> Option<&str> {
    failure.refresh_token.as_ref().map(|t| t.expose_secret())
}

#[test]
fn a_whole_answer() {
    let body = r#"{"access_token":"AAE/a+b-._~!==","token_type":"Bearer","expires_in":1800,"refresh_token":"x!R1","scope":"READ WRITE"}"#;
    for body in [body.to_owned(), format!("\u{feff}{body}")] {
        let answer = read(GrantType::Code, &response(200, &body), &[]).unwrap();
        assert_eq!(answer.access_token.expose_secret(), "AAE/a+b-._~!==");
        assert_eq!(answer.refresh_token.unwrap().expose_secret(), "x!R1");
        assert_eq!(answer.expires_in, Some(Duration::from_secs(1800)));
        assert_eq!(answer.scopes.unwrap(), ["READ", "WRITE"]);
    }
}

#[test]
fn t23_t24_malformed_answers_are_refused_without_their_text() {
    let long = "C".repeat(LONGEST_TOKEN + 1);
    let too_long = format!(r#"{{"access_token":"{long}"}}"#);
    for body in [
        "",
        "null",
        "[]",
        "\"CANARY\"",
        "{",
        "{}",
        "<html>CANARY</html>",
        "access_token=CANARY&token_type=bearer",
        r#"["CANARY"]"#,
        r#"{"access_token":"CANARY""#,
        r#"{"access_token":null}"#,
        r#"{"access_token":7}"#,
        r#"{"access_token":["CANARY"]}"#,
        r#"{"access_token":{"CANARY":1}}"#,
        r#"{"access_token":""}"#,
        r#"{"access_token":"CANARY\r\nX-Injected: 1"}"#,
        r#"{"access_token":"CANARY with space"}"#,
        r#"{"access_token":"CANARYä"}"#,
        r#"{"access_token":"CANARY","token_type":"mac"}"#,
        r#"{"access_token":"CANARY","token_type":["bearer"]}"#,
        r#"{"token_type":"bearer","expires_in":300}"#,
        &too_long,
    ] {
        assert!(matches!(refused(200, body).error, TokenError::BadTokenAnswer { .. }), "{body}");
    }
}

#[test]
fn t25_an_odd_lifetime_costs_nothing() {
    for (odd, seconds) in [
        ("1800", Some(1800)),
        ("1800.0", Some(1800)),
        ("\"300\"", Some(300)),
        ("\" 300 \"", Some(300)),
        ("0", None),
        ("-1", None),
        ("1.5", None),
        ("1e30", None),
        ("\"soon\"", None),
        ("null", None),
        ("[1]", None),
        ("18446744073709551615", None),
        ("NaN", None),
        ("-Infinity", None),
        ("[NaN, Infinity, \"NaN\\\"NaN\"]", None),
    ] {
        let body = format!(r#"{{"access_token":"A","expires_in":{odd},"refresh_token":"R"}}"#);
        let answer = read(GrantType::Refresh, &response(200, &body), &[]).expect(odd);
        assert_eq!(answer.expires_in, seconds.map(Duration::from_secs), "{odd}");
        assert_eq!(answer.refresh_token.unwrap().expose_secret(), "R");
    }
}

#[test]
fn odd_extras_are_left_out() {
    for extra in ["null", "7", "[]", "\"\"", "\"a\\nb\"", "{}"] {
        let body = format!(r#"{{"access_token":"A","refresh_token":{extra},"scope":{extra}}}"#);
        let answer = read(GrantType::Refresh, &response(200, &body), &[]).expect(extra);
        assert!(answer.refresh_token.is_none(), "{extra}");
        assert!(extra.contains('a') || answer.scopes.is_none(), "{extra}");
    }
}

#[test]
fn t26_the_new_refresh_token_outlives_the_rest() {
    for body in [
        r#"{"refresh_token":"R1"}"#,
        r#"{"access_token":null,"refresh_token":"R1"}"#,
        r#"{"access_token":"a\r\nb","refresh_token":"R1"}"#,
        r#"{"access_token":"A","token_type":"mac","refresh_token":"R1"}"#,
        r#"{"access_token":"A","expires_in":nan,"refresh_token" : "R1"}"#,
        r#"{"refresh_token":"R1","access_tok"#,
        r#"{"error":"server_error","refresh_token":"R1"}"#,
        r#"[{"access_token":"A","refresh_token":"R1"}]"#,
    ] {
        assert_eq!(refresh(&refused(200, body)), Some("R1"), "{body}");
    }
    for body in [r#"{"refresh_token":"R1"#, r#"{"refresh_token":"#, "\"refresh_token\"", r#"["refresh_token","R1"]"#] {
        assert_eq!(refresh(&refused(200, body)), None, "{body}");
    }
}

#[test]
fn t36_t36a_errors_by_meaning() {
    let kind = |status, body| match refused(status, body).error {
        TokenError::LoginRequired { .. } => "login",
        TokenError::ClientRejected { .. } => "client",
        TokenError::Temporary { .. } => "temporary",
        TokenError::BadTokenAnswer { .. } => "bad",
        other => panic!("{other:?}"),
    };
    for (status, body, expected) in [
        (400, r#"{"error":"invalid_grant"}"#, "login"),
        (400, r#"{"error":"invalid_request"}"#, "login"),
        (400, r#"{"error_code":23}"#, "login"),
        (400, r#"{"error":7}"#, "login"),
        (400, "Bad Request", "login"),
        (400, "", "login"),
        (401, "", "login"),
        (403, r#"{"error":"invalid_grant"}"#, "login"),
        (200, r#"{"error":"invalid_grant"}"#, "login"),
        (401, r#"{"error":"invalid_client","error_description":"The client secret was incorrect."}"#, "client"),
        (400, r#"{"error":"invalid_client"}"#, "client"),
        (400, r#"{"error":"unauthorized_client"}"#, "client"),
        (400, r#"{"error":"invalid_scope"}"#, "bad"),
        (400, r#"{"error":"unsupported_grant_type"}"#, "bad"),
        (400, r#"{"error":"temporarily_unavailable"}"#, "temporary"),
        (404, "<html>", "bad"),
        (403, "<html>", "bad"),
        (307, "", "bad"),
        (302, r#"{"access_token":"CANARY"}"#, "bad"),
        (429, "", "temporary"),
        (500, r#"{"error":"invalid_grant"}"#, "temporary"),
        (503, "<html>CANARY</html>", "temporary"),
    ] {
        assert_eq!(kind(status, body), expected, "{status} {body}");
    }
}

#[test]
fn t33_echoed_secrets_and_escapes_stay_out() {
    let failure = refused(400, r#"{"error":"invalid_grant","error_description":"token R0 \u001b[2J\r\nINFO forged"}"#);
    assert_eq!(
        failure.to_string(),
        "log in first: the server does not renew this login any more (it answered 400, invalid_grant: token [secret] [2J INFO forged)"
    );
    refused(400, r#"{"error":"R0","error_description":"R0"}"#);
}

#[test]
fn retry_after_is_read_and_bounded() {
    for (header, seconds) in [("7", Some(7)), ("999999999", Some(LONGEST_WAIT)), ("soon", None)] {
        let mut answer = response(503, "");
        answer.headers.insert("retry-after", header.parse().unwrap());
        let error = read(GrantType::Refresh, &answer, &[]).unwrap_err().error;
        let TokenError::Temporary { retry_after, .. } = error else { panic!("{error:?}") };
        assert_eq!(retry_after, seconds.map(Duration::from_secs), "{header}");
    }
}

#[test]
fn the_plain_body_says_the_same() {
    let body = r#"{"access_token":"A","expires_in":"9","refresh_token":"R","scope":["X","Y"]}"#;
    let answer = read(GrantType::Code, &response(200, body), &[]).unwrap();
    let again: Value = serde_json::from_slice(&plain_body(&answer)).unwrap();
    let expected =
        json!({ "access_token": "A", "token_type": "bearer", "refresh_token": "R", "expires_in": 9, "scope": "X Y" });
    assert_eq!(again, expected);
}

#[test]
fn t25_what_is_taken_ends_when_the_description_says() {
    let at = crate::testing::registration("http://127.0.0.1:9");
    let begun = std::time::SystemTime::now();
    for odd in [
        r#""token_type":"bearer""#,
        r#""token_type":"bearer","expires_in":null"#,
        r#""token_type":"bearer","expires_in":"soon""#,
        r#""token_type":"bearer","expires_in":0"#,
        r#""token_type":"bearer","expires_in":-300"#,
        r#""token_type":null,"expires_in":1e30"#,
        r#""expires_in":"1800""#,
    ] {
        let body = format!(r#"{{"access_token":"A",{odd}}}"#);
        let grant = read(GrantType::Refresh, &response(200, &body), &[]).expect(odd).grant(&at, None, &[]);
        let life = grant.expires_at().expect(odd).duration_since(begun).expect(odd).as_secs();
        assert!((1800..1810).contains(&life), "{odd}: {life}");
    }
}

#[test]
fn refusals_say_what_to_change() {
    for (asked, status, error, words) in [
        (GrantType::Refresh, 401, "invalid_client", &["client_auth", "secret"][..]),
        (GrantType::Code, 400, "invalid_client", &["client_auth"]),
        (GrantType::Code, 400, "invalid_request", &["`pkce`", "callback URL"]),
        (GrantType::ClientCredentials, 400, "invalid_scope", &["`scopes`"]),
        (GrantType::Code, 400, "invalid_scope", &["`scopes`"]),
    ] {
        let body = format!(r#"{{"error":"{error}"}}"#);
        let said = read(asked, &response(status, &body), &[]).map(|_| ()).expect_err(error).to_string();
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    }
}
