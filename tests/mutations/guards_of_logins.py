"""Guards of a login: the redirect back, and who listens for it."""

# By row and guard: the file below `crates`, the guard, what stands in its place, and the test that misses it.
LOGINS: dict[str, tuple[str, str, str, str]] = {
    # The redirect back
    "T01 state of another login": (
        "oauth/src/callback.rs",
        "if !parameters.has_state(expected.state) {\n        return Verdict::",
        "if false {\n        return Verdict::",
        "t01_t04_t05_t08_answers_of_other_logins_ask_nothing_of_the_server",
    ),
    "T01 verifier": (
        "oauth/src/login.rs",
        "PkceCodeChallenge::new_random_sha256();",
        '{ let v = PkceCodeVerifier::new("x".repeat(43)); (PkceCodeChallenge::from_code_verifier_sha256(&v), v) };',
        "t01_each_login_has_its_own_verifier",
    ),
    "T02 short state": (
        "oauth/src/login.rs",
        "STATE_BYTES: u32 = 32",
        "STATE_BYTES: u32 = 8",
        "t02_states_do_not_repeat",
    ),
    "T02 half a state": (
        "oauth/src/callback.rs",
        "bool::from(given.as_bytes().ct_eq(state.as_bytes()))",
        '{ let _ = given.as_bytes().ct_eq(b""); state.starts_with(given) }',
        "t02_wrong_states_are_refused",
    ),
    "T03 parameter given twice": (
        "oauth/src/callback.rs",
        "value.into_owned()).is_some() {",
        "value.into_owned()).is_some() && false {",
        "t03_repeated_parameters_are_refused",
    ),
    "T04 error beside a code": (
        "oauth/src/callback.rs",
        "        self.no_error(expected)?;\n        match",
        '        if self.get("code").is_none() { self.no_error(expected)?; }\n        match',
        "t04_an_error_wins_over_a_code",
    ),
    "T06 forged answer": (
        "oauth/src/callback.rs",
        "Verdict::NotOurs(LoginError::StateMismatch)",
        "Verdict::Ours(Err(LoginError::StateMismatch))",
        "t06_t16_t17_whatever_is_not_the_answer_leaves_the_login_waiting",
    ),
    "T07 issuer": (
        "oauth/src/callback.rs",
        "self.issuer(expected, &secrets)?;",
        "let _ = self.issuer(expected, &secrets);",
        "t07_t09_other_servers_and_tokens_are_refused",
    ),
    "T08 port": (
        "oauth/src/callback.rs",
        "        && url.port_or_known_default() == redirect.port_or_known_default()\n",
        "",
        "t08_near_misses_of_the_redirect_uri_are_refused",
    ),
    "T08 path": (
        "oauth/src/callback.rs",
        "        && url.path() == redirect.path()\n",
        "",
        "t08_near_misses_of_the_redirect_uri_are_refused",
    ),
    "T09 token of a code login": (
        "oauth/src/callback.rs",
        'if self.get("access_token").is_some() {',
        'if self.get("access_token").is_some() && false {',
        "t07_t09_other_servers_and_tokens_are_refused",
    ),
    "T09 state of the implicit grant": (
        "oauth/src/callback.rs",
        "if !parameters.has_state(expected.state) {\n        return Err",
        "if false {\n        return Err",
        "t09_anything_else_is_refused",
    ),
    "T11 referrers": (
        "oauth/src/listener/site.rs",
        '    (header::REFERRER_POLICY, "no-referrer"),',
        '    (header::REFERRER_POLICY, "origin"),',
        "t11_every_answer_forbids_what_browsers_may_do_with_it",
    ),
    "T12 page of a refusal": (
        "oauth/src/listener/site.rs",
        "self.answered.store(true,",
        "self.answered.store(answer.is_ok(),",
        "t12_a_refusal_ends_the_wait_and_shows_the_same_page",
    ),
    "T13 echoed state and code": (
        "oauth/src/callback.rs",
        '["state", "code", "access_token"].map',
        '["error_uri"].map',
        "t13_an_error_that_echoes_the_code_is_told_without_it",
    ),
    "T13 page that repeats the request": (
        "oauth/src/listener/site.rs",
        'Verdict::NotOurs(_) => response(StatusCode::BAD_REQUEST, ""),',
        "Verdict::NotOurs(_) => response(StatusCode::BAD_REQUEST, Box::leak(target.to_owned().into_boxed_str())),",
        "t13_refusals_hold_no_state_and_no_code",
    ),
    "T66 stray paste": (
        "oauth/src/callback.rs",
        'it starts with {}", start(redirect)))',
        'it starts with {}, not {text}", start(redirect)))',
        "t66_a_stray_paste_is_not_repeated",
    ),
    # The listener
    "T14 other family": (
        "oauth/src/listener.rs",
        "for address in families {",
        "for address in &families[..1] {",
        "t14_squatters_on_any_address_are_noticed",
    ),
    "T15 other machines": (
        "oauth/src/listener.rs",
        "Some(Host::Ipv4(ip)) if ip.is_loopback() =>",
        "Some(Host::Ipv4(ip)) =>",
        "t15_only_this_machine",
    ),
    "T15 all addresses": (
        "oauth/src/listener.rs",
        "TcpListener::bind(SocketAddr::new(address.ip(), port))",
        "TcpListener::bind(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port))",
        "t15_the_kernel_says_loopback",
    ),
    "T16 host": (
        "oauth/src/listener/site.rs",
        "if !known || request",
        "if false && !known || request",
        "t06_t16_t17_whatever_is_not_the_answer_leaves_the_login_waiting",
    ),
    "T16 origin": (
        "oauth/src/listener/site.rs",
        "if !matches!(one(header::ORIGIN)",
        "if false && !matches!(one(header::ORIGIN)",
        "t06_t16_t17_whatever_is_not_the_answer_leaves_the_login_waiting",
    ),
    "T17 method": (
        "oauth/src/listener/site.rs",
        "if request.method() != Method::GET {",
        "if request.method() == Method::PATCH {",
        "t06_t16_t17_whatever_is_not_the_answer_leaves_the_login_waiting",
    ),
    "T18 life of a connection": (
        "oauth/src/listener.rs",
        "LONGEST_CONNECTION: Duration = Duration::from_secs(5)",
        "LONGEST_CONNECTION: Duration = Duration::from_secs(500)",
        "t18_the_oldest_connection_makes_room_and_the_others_end_in_time",
    ),
    "T18 number of connections": (
        "oauth/src/listener.rs",
        "oldest.abort();",
        "drop(oldest);",
        "t18_the_oldest_connection_makes_room_and_the_others_end_in_time",
    ),
    "T19 head": (
        "oauth/src/listener.rs",
        "MOST_HEAD_BYTES: usize = 16 * 1024",
        "MOST_HEAD_BYTES: usize = 160 * 1024",
        "t19_long_codes_pass_and_longer_heads_do_not",
    ),
    "T21 socket outlives the login": (
        "oauth/src/listener.rs",
        "sockets.push(socket);",
        "let kept = socket.into_std()?; std::mem::forget(kept.try_clone()?); sockets.push(TcpListener::from_std(kept)?);",
        "t21_a_cancelled_login_frees_the_port",
    ),
    "T22 files": (
        "oauth/src/browser.rs",
        '"http" | "https")',
        '"http" | "https" | "file")',
        "t22_only_web_addresses_are_opened",
    ),
    "T22 ssh": (
        "oauth/src/browser.rs",
        'if get("SSH_CONNECTION").is_some() || get("SSH_TTY").is_some() {',
        "if false {",
        "t22_a_browser_is_where_the_user_sees_it",
    ),
}
