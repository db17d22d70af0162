"""Guards of tokens: how they are asked for and renewed."""

# By row and guard: the file below `crates`, the guard, what stands in its place, and the test that misses it.
TOKENS: dict[str, tuple[str, str, str, str]] = {
    # The token endpoint
    "T23 text of an answer": (
        "oauth/src/answer.rs",
        'why: format!("{what} (status {}, {kind}, {} bytes)", response.status, response.body.len())',
        'why: format!("{what} (status {}, {kind}, {})", response.status, String::from_utf8_lossy(&response.body))',
        "t23_t24_malformed_answers_are_refused_without_their_text",
    ),
    "T24 characters of a token": (
        "oauth/src/answer.rs",
        "text.len() <= LONGEST_TOKEN && text.bytes().all(|b| b.is_ascii_graphic())",
        "text.len() <= LONGEST_TOKEN",
        "t23_t24_malformed_answers_are_refused_without_their_text",
    ),
    "T25 odd lifetime": (
        "oauth/src/answer.rs",
        "seconds.filter(|s| (1..=LONGEST_LIFE).contains(s)).map",
        "seconds.map",
        "t25_an_odd_lifetime_costs_nothing",
    ),
    "T26 JSON that is cut": (
        "oauth/src/answer.rs",
        "refresh_token: rescued(body)",
        'refresh_token: rescued(b"")',
        "t26_the_new_refresh_token_outlives_the_rest",
    ),
    "T26 save beside an error": (
        "oauth/src/tokens/renewal.rs",
        "self.save(inner, locked, Some(refresh_token), grant.with_refresh_token(*new)).await?;",
        "drop(grant.with_refresh_token(*new));",
        "t26_a_new_refresh_token_is_saved_whatever_else_is_wrong",
    ),
    "T27 redirect": (
        "runtime/src/transport/sockets.rs",
        "redirect::Policy::none()",
        "redirect::Policy::default()",
        "t27_a_redirect_is_not_followed",
    ),
    "T29 plain http": (
        "oauth/src/registration.rs",
        "check_base_url(base_url).map_err(LoginError::Setup)?",
        "Url::parse(base_url).map_err(|e| LoginError::Setup(e.to_string()))?",
        "t29_unfit_urls_are_refused",
    ),
    "T31 two ways at once": (
        "oauth/src/registration.rs",
        "Some(secret) if self.client_auth == ClientAuth::Body =>",
        "Some(secret) =>",
        "t31_the_secret_goes_one_way_and_unharmed",
    ),
    "T32 size": (
        "oauth/src/endpoint.rs",
        "MOST_BYTES: usize = 64 * 1024",
        "MOST_BYTES: usize = 1 << 34",
        "t32_a_huge_answer_is_cut_off",
    ),
    "T33 echoed secret": (
        "oauth/src/clean.rs",
        'text = text.replace(secret, "[secret]");',
        "let _ = secret; text = text.clone();",
        "t33_echoed_secrets_and_escapes_stay_out",
    ),
    "T33 long words": (
        "oauth/src/clean.rs",
        'if w.len() > LONGEST_WORD { "[...]" }',
        'if w.len() > 9999 { "[...]" }',
        "t33_a_sentence_is_one_clean_line",
    ),
    "T34 proxy": (
        "runtime/src/transport/sockets.rs",
        "builder = builder.no_proxy();",
        "builder = builder;",
        "t34_no_proxy_sees_what_stays_on_this_machine",
    ),
    "T35 lost answer to a code": (
        "oauth/src/endpoint.rs",
        "_ if lost && self.grant_type == GrantType::Code =>",
        "_ if false && self.grant_type == GrantType::Code =>",
        "t35_a_code_is_sent_once",
    ),
    "T36 quiet after a rejection": (
        "oauth/src/tokens/renewal.rs",
        "AFTER_REJECTION: Duration = Duration::from_secs(60)",
        "AFTER_REJECTION: Duration = Duration::ZERO",
        "t36_a_blocked_client_keeps_its_tokens_and_is_quiet",
    ),
    "T36a dead token sent again": (
        "oauth/src/tokens/renewal.rs",
        "self.dead = Some((refresh_token.clone(), error.clone()));",
        "",
        "t36a_a_dead_login_is_reported_and_kept",
    ),
    "T36a other words": (
        "oauth/src/answer.rs",
        '(..=401, _) | (_, Some("invalid_grant")) => TokenError::LoginRequired',
        '(_, Some("invalid_grant")) => TokenError::LoginRequired',
        "t36_t36a_errors_by_meaning",
    ),
    # Renewing
    "T37 those who waited": (
        "oauth/src/tokens/renewal.rs",
        "None => held.is_fresh(),",
        "None => false,",
        "t37_two_hundred_tasks_renew_once",
    ),
    "T38 reading again under the lock": (
        "oauth/src/tokens/renewal.rs",
        "adopt(inner, stored.clone(), refused)? {",
        "adopt(inner, stored.clone(), refused)?.filter(|_| false) {",
        "t38_twelve_processes_renew_once",
    ),
    "T38 lock": (
        "oauth/src/file_store.rs",
        "match file.try_lock() {",
        "match Ok::<(), TryLockError>(()) {",
        "t38_only_one_holds_the_lock",
    ),
    "T39 reading once more": (
        "oauth/src/tokens/renewal.rs",
        "if !reread && !same(",
        "if reread && !same(",
        "t39_the_store_is_read_again_before_the_user_is_bothered",
    ),
    "T40 no new refresh token": (
        "oauth/src/tokens/renewal.rs",
        "answer.refresh_token.clone().or_else(|| old.refresh_token().cloned())",
        "answer.refresh_token.clone()",
        "t40_rotation_in_every_form",
    ),
    "T41 length of a line": (
        "oauth/src/pasted.rs",
        "LONGEST: usize = 64 * 1024",
        "LONGEST: usize = 4095",
        "t41_lines_of_any_length_end_at_their_end",
    ),
    "T42 note of a renewal": (
        "oauth/src/tokens/renewal.rs",
        "let interrupted = begun.map_err(not_begun)?;",
        "let interrupted = begun.map_err(not_begun)? && false;",
        "t42_a_death_between_answer_and_rename_is_reported_as_such",
    ),
    "T42 note of a lost answer": (
        "oauth/src/tokens/renewal.rs",
        "if !lost {",
        "if !lost || true {",
        "t42_a_lost_answer_is_reported_as_such",
    ),
    "T42 cancelled caller": (
        "oauth/src/tokens.rs",
        "        task.await.map_err(interrupted)?",
        "        struct End(tokio::task::AbortHandle);\n        impl Drop for End { fn drop(&mut self) { self.0.abort() } }\n"
        "        let _end = End(task.abort_handle());\n        task.await.map_err(interrupted)?",
        "t42_a_cancelled_caller_loses_no_refresh_token",
    ),
    "T43 old token": (
        "oauth/src/tokens/renewal.rs",
        "filter(|held| !self.save_failed && alive(held))",
        "filter(|held| !self.save_failed && alive(held) && false)",
        "t43_a_passing_failure_leaves_the_old_token_in_use",
    ),
    "T45 clock set back": (
        "oauth/src/cached_grant.rs",
        "expires_at.duration_since(now).unwrap_or_default().min(life)",
        "expires_at.duration_since(now).unwrap_or_default()",
        "t45_clocks_that_jump",
    ),
    "T46 scope of a renewal": (
        "oauth/src/endpoint.rs",
        "client.exchange_refresh_token(&token).request_async",
        'client.exchange_refresh_token(&token).add_scope(Scope::new("READ".into())).request_async',
        "t46_a_renewal_says_what_it_must_and_no_scope",
    ),
    "T47 granted scopes": (
        "oauth/src/answer.rs",
        "self.scopes.clone().unwrap_or_else(|| asked.to_vec())",
        "asked.to_vec()",
        "t47_the_user_may_grant_less",
    ),
}
