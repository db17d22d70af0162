"""Seeded faults of logins and tokens, by the rows of docs/security.md: each takes one guard away.

`make mutations` runs them, `make test` does not: they are many.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import Fault, turns_red

pytestmark = pytest.mark.builds

# By row and guard: the file below `crates`, the guard, what stands in its place, and the test that misses it.
GUARDS: dict[str, tuple[str, str, str, str]] = {
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
    # The token file
    "T48 mode of the folder": (
        "oauth/src/file_store/private.rs",
        "builder.mode(0o700)",
        "builder.mode(0o755)",
        "t48_files_are_for_their_owner",
    ),
    "T48 file that is more open": (
        "oauth/src/file_store/private.rs",
        "    close(&file)?;\n",
        "    let _ = close;\n",
        "t48_files_are_for_their_owner",
    ),
    "T48 open folder": (
        "oauth/src/file_store/private.rs",
        "if found.mode() & 0o022 != 0 && !sticky {",
        "if found.mode() & 0o002 != 0 && !sticky {",
        "t48_t49_an_open_folder_is_refused",
    ),
    "T49 links": (
        "oauth/src/file_store/private.rs",
        "OFlags::NOFOLLOW | rustix",
        "OFlags::NONBLOCK | rustix",
        "t49_links_are_refused",
    ),
    "T49 folders and pipes": (
        "oauth/src/file_store/private.rs",
        'if !found.is_file() {\n            return Err(refused("it is no plain file"',
        'if false {\n            return Err(refused("it is no plain file"',
        "t49_pipes_and_folders_are_refused",
    ),
    "T49 owner": (
        "oauth/src/file_store/private.rs",
        'if found.uid() != me() {\n            return Err(refused("it belongs',
        'if false {\n            return Err(refused("it belongs',
        "t48_t49_a_file_of_another_owner_is_refused",
    ),
    "T50 leftovers": (
        "oauth/src/file_store/private.rs",
        "    sweep(path)?;\n",
        "",
        "t50_leftovers_are_swept_at_the_next_save",
    ),
    "T50 sync of the file": (
        "oauth/src/file_store/private.rs",
        "    file.as_file().sync_all()?;\n",
        "",
        "t50_a_power_cut_while_saving_leaves_the_old_login_or_the_new_one",
    ),
    "T50 sync of the folder": (
        "oauth/src/file_store/private.rs",
        "    File::open(&folder)?.sync_all()?;\n",
        "    File::open(&folder)?;\n",
        "t50_a_power_cut_while_saving_leaves_the_old_login_or_the_new_one",
    ),
    "T51 what could not be saved": (
        "oauth/src/tokens/renewal.rs",
        "            self.keep_unsaved(inner, replaces, kept);",
        "            drop((replaces, kept));",
        "t51_a_full_disk_is_said_aloud_and_loses_nothing",
    ),
    "T51 a renewal that cannot be noted": (
        "oauth/src/tokens/renewal.rs",
        "let interrupted = begun.map_err(not_begun)?;",
        "let interrupted = begun.map_err(not_begun).unwrap_or(false);",
        "t51_no_renewal_begins_that_cannot_be_noted",
    ),
    "T51 a note that is there already": (
        "oauth/src/file_store.rs",
        "self.write(&document).map(|()| interrupted)",
        "if interrupted { Ok(true) } else { self.write(&document).map(|()| false) }",
        "t51_a_renewal_that_was_cut_off_is_no_reason_to_begin_one_that_cannot_be_saved",
    ),
    "T51 the next chance": (
        "oauth/src/tokens.rs",
        "held.is_fresh() && settled",
        "held.is_fresh() || !settled",
        "t51_what_was_not_saved_is_saved_at_the_next_chance_before_anything_else",
    ),
    "T52 named": (
        "oauth/src/file_store.rs",
        "if grant.is_some() || !aside.exists() {",
        "if grant.is_some() || aside.exists() {",
        "t52_a_corrupt_file_means_to_log_in",
    ),
    "T52 moved aside": (
        "oauth/src/file_store.rs",
        'std::fs::rename(&store.path, store.beside(".corrupt"))',
        "std::fs::remove_file(&store.path)",
        "t52_a_file_cut_anywhere_is_moved_aside",
    ),
    "T52 newer format": (
        "oauth/src/file_store/document.rs",
        "if version > VERSION =>",
        "if version > VERSION && false =>",
        "t52_a_newer_format_is_never_overwritten",
    ),
    "T57 copies": (
        "oauth/src/file_store.rs",
        'let removed = private::remove(&self.store.beside(".corrupt"));',
        "let removed = Ok(());",
        "t57_forgetting_leaves_no_copies",
    ),
    # Secrets in the open
    "T58 Debug": (
        "oauth/src/grant.rs",
        '"access_token", &"[redacted]"',
        '"access_token", &secrecy::ExposeSecret::expose_secret(&self.access_token)',
        "t33_t58_t59_nothing_that_is_said_or_logged_holds_a_secret",
    ),
    "T59 log of the opener": (
        "oauth/src/browser.rs",
        "log::set_max_level(log::LevelFilter::Off);",
        "",
        "t33_t58_t59_nothing_that_is_said_or_logged_holds_a_secret",
    ),
    "T63 wiping": (
        "oauth/src/file_store/document.rs",
        "Value::String(text) => text.zeroize(),",
        "Value::String(text) => drop(std::mem::take(text)),",
        "t63_a_token_file_is_wiped_from_memory",
    ),
    "T63 wiping of entries": (
        "oauth/src/entry.rs",
        "        self.access_token.zeroize();\n        self.refresh_token.zeroize();\n",
        "",
        "t63_what_is_dropped_is_wiped",
    ),
    "T63 wiping of the text": (
        "oauth/src/file_store/document.rs",
        "        to_json(self)\n",
        "        let text = to_json(self);\n        drop(text.to_vec());\n        text\n",
        "t63_a_token_file_is_wiped_from_memory",
    ),
    # Logins in a database
    "T54 place of what is sealed": (
        "postgres/src/keys.rs",
        "Aad::from(place), &mut text",
        'Aad::from("a"), &mut text',
        "t54_a_sealed_text_opens_at_its_place_alone",
    ),
    "T54 note that keeps others away while a row is not locked": (
        "postgres/src/store/lock.rs",
        "self.write(note, &[(&key, Type::TEXT), (&name, Type::TEXT)]).await?;\n        self.lock().await?;",
        "let _ = (note, &key, &name);\n        self.connection = None;",
        "t54_three_processes_renew_each_of_two_hundred_logins_once",
    ),
    "T55 renewal that may still be saved": (
        "postgres/src/store/lock.rs",
        "let Some(left) = left else { break };",
        "let Some(left) = left.filter(|_| false) else { break };",
        "t55_a_database_that_restarts_while_a_login_is_renewed_costs_nothing",
    ),
    "T56 login that was refused": (
        "postgres/src/store/lock.rs",
        "if let Some((why, detail)) = row.refused {",
        "if let Some((why, detail)) = row.refused.filter(|_| false) {",
        "t56_a_login_that_the_server_refused_is_left_alone_by_all",
    ),
    "T66 stray paste": (
        "oauth/src/callback.rs",
        'it starts with {}", start(redirect)))',
        'it starts with {}, not {text}", start(redirect)))',
        "t66_a_stray_paste_is_not_repeated",
    ),
}


@pytest.mark.parametrize("name", GUARDS)
def test_guard_is_missed(name: str, copy: Path) -> None:
    file, right, wrong, test = GUARDS[name]
    package = "uplink-postgres" if file.startswith("postgres/") else "uplink-oauth"
    turns_red(Fault(f"crates/{file}", right, wrong, f"{package} --lib", test), copy)
