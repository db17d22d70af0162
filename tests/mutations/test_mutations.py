"""Seeded faults: each is put into a copy of the repository, and a named test must turn red.

A test that stays green with the fault in place does not test what its name says.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from changed import ROOT
from faults import Fault, turns_red
from oauth_guards import GUARDS

pytestmark = pytest.mark.builds

FAULTS = {
    "points that are missing for a minute are gone": Fault(
        "crates/nibe-local/src/presence.rs",
        "at.duration_since(since) >= GONE_AFTER",
        "at.duration_since(since) >= SignedDuration::ZERO",
        "nibe-local --lib",
        "what_is_missing_for_a_minute_is_not_gone",
    ),
    "a mode in one spelling only": Fault(
        "crates/nibe-local/src/modes.rs",
        "if error.status == 400 => second.await",
        "if error.status == 499 => second.await",
        "nibe-local --test pump",
        "modes_are_set_in_the_spelling_that_the_pump_takes",
    ),
    "a pinned certificate that is not compared": Fault(
        "crates/runtime/src/tls/pin.rs",
        "Some(expected) if seen == *expected => {}",
        "Some(expected) if seen == *expected || !expected.0.is_empty() => {}",
        "nibe-local --test pump",
        "t75_another_certificate_gets_nothing_and_both_are_named",
    ),
    "an update with the same certificate": Fault(
        "crates/simulator/src/local/mod.rs",
        "certificates + u64::from(updated.is_some())",
        "certificates + u64::from(updated.is_some() && false)",
        "nibe-local --test pump",
        "after_an_update_the_pump_is_another_server_with_other_points",
    ),
    "a pump that bears every overlap": Fault(
        "crates/simulator/src/shared.rs",
        "fetch_add(1, Ordering::SeqCst) >= most",
        "fetch_add(1, Ordering::SeqCst) > most + 9",
        "nibe-local --test pump",
        "requests_that_overlap_make_a_pump_take_no_connections_for_a_while",
    ),
    "a serial number whose zeros are lost": Fault(
        "crates/simulator/src/local/mod.rs",
        "serial.trim_start_matches('0') == asked.trim_start_matches('0')",
        "serial == asked",
        "nibe-local --test pump",
        "points_are_read_and_written",
    ),
    "a refusal of a pump as a failure of the bridge": Fault(
        "crates/bridge/src/local.rs",
        "Err(Error::Api(said)) if said.status == 200 => {",
        "Err(Error::Api(said)) if said.status == 299 => {",
        "uplink-bridge --test local",
        "a_pump_that_only_lets_its_values_be_read_says_what_to_do",
    ),
    "a machine of an earlier run that stays": Fault(
        "crates/publish/src/mqtt/neighbours.rs",
        "self.own.difference(present)",
        "self.own.intersection(present)",
        "uplink-publish --lib",
        "a_machine_of_an_earlier_run_is_gone_once_the_machines_are_known",
    ),
    "a program that has gone still publishes": Fault(
        "crates/publish/src/mqtt/neighbours.rs",
        "here(machine) && self.online.contains(*by)",
        "here(machine)",
        "uplink-publish --lib",
        "a_machine_is_published_twice_while_both_programs_are_there",
    ),
    "a period of nothing": Fault(
        "crates/publish/src/config.rs",
        "(SHORTEST..=LONGEST).contains(period)",
        "true",
        "uplink-publish --lib",
        "what_is_wrong_is_said_with_its_place",
    ),
    "a watch that takes turns ahead": Fault(
        "crates/runtime/src/rate_limiter/shared.rs",
        "left.min(AT_ONCE)",
        "left",
        "uplink-runtime --lib",
        "it_goes_before_nobody_who_shares_the_pace",
    ),
    "a shared pace that no period is held to": Fault(
        "crates/runtime/src/client.rs",
        "shared.step(self.inner.api.pace).saturating_mul(requests)",
        "Duration::ZERO",
        "uplink-runtime --lib",
        "a_period_is_held_to_the_pace_that_is_shared",
    ),
    "a background read that waits for a block": Fault(
        "crates/runtime/src/rate_limiter/shared.rs",
        "if blocked > patience.longest_block {",
        "if blocked > LONGEST {",
        "uplink-runtime --lib",
        "a_refusal_of_somebody_else_and_a_database_that_is_away_are_told_and_pass",
    ),
    "words of an older reading": Fault(
        "crates/bridge/src/readings.rs",
        "(number - code).abs() < 1e-6",
        "*number == 0.0",
        "uplink-bridge --lib",
        "a_row_has_the_title_and_the_word_of_another_language_and_the_value_of_now",
    ),
    "the first language in place of the best": Fault(
        "crates/bridge/src/language.rs",
        "other.0.total_cmp(&one.0)",
        "one.0.total_cmp(&one.0)",
        "uplink-bridge --lib",
        "the_language_that_is_wanted_most_counts",
    ),
    "a counter that falls is believed at once": Fault(
        "crates/publish/src/house.rs",
        "if fell && !std::mem::replace(&mut known.doubted, true) {",
        "if fell && std::mem::replace(&mut known.doubted, false) {",
        "uplink-publish --lib",
        "a_counter_falls_only_when_it_says_so_twice",
    ),
    "a reading that is told again": Fault(
        "crates/publish/src/house.rs",
        "std::mem::take(&mut known.is_news)",
        "known.is_news",
        "uplink-publish --lib",
        "a_reading_that_was_told_is_not_told_again",
    ),
    "limits that do not follow the value": Fault(
        "crates/publish/src/point.rs",
        "&& self.limits() == other.limits()",
        "",
        "uplink-publish --lib",
        "values_are_no_other_description_unless_they_are_beyond_their_limits",
    ),
    "a clock that is set and not told": Fault(
        "crates/publish/src/clock.rs",
        "by if by < -NEWS =>",
        "by if by < -NEWS * 10_000 =>",
        "uplink-publish --lib",
        "a_clock_that_is_set_is_told_once_and_one_that_drifts_is_not",
    ),
    "a word in the language of the account": Fault(
        "crates/publish/src/reader/nibe.rs",
        "Some((_, word)) if !is_known =>",
        "Some((_, word)) if !is_known && false =>",
        "uplink-publish --lib",
        "a_word_is_the_same_in_every_language",
    ),
    "form written as a query": Fault(
        "crates/runtime/src/body.rs",
        "found.map(|found: Vec<_>| pairs::form(&found))",
        "found.map(|found: Vec<_>| pairs::query(&found))",
        "uplink-runtime --test bodies",
        "a_form_has_a_name_and_a_text_for_each_field",
    ),
    "file without a name": Fault(
        "crates/runtime/src/upload.rs",
        "part.file_name(name.to_owned()).mime_str(&media_type)",
        "part.mime_str(&media_type)",
        "uplink-runtime --test bodies",
        "a_form_with_files_has_a_part_for_each",
    ),
    "name of a file that ends its header": Fault(
        "crates/runtime/src/upload.rs",
        "if name.chars().any(char::is_control) {",
        "if name.is_empty() {",
        "uplink-runtime --test bodies",
        "t74_what_cannot_be_sent_is_told_before",
    ),
    "body of another form": Fault(
        "crates/simulator/src/argument.rs",
        "ContentType::Multipart if !is(MULTIPART) => Err(refuse()),",
        "",
        "uplink-simulator --lib",
        "a_body_has_to_be_what_it_says_and_what_is_wanted",
    ),
    "code that is looked for at the top alone": Fault(
        "crates/runtime/src/nested.rs",
        "body.get(field).or_else(|| field.split('.').try_fold(body, |inner, name| inner.get(name)))",
        "body.get(field)",
        "uplink-runtime --lib",
        "codes_are_numbers_or_words_and_may_lie_within_objects",
    ),
    "wire name of a field": Fault(
        "spec/nibe-uplink-v1.toml",
        "occured",
        "occurred",
        "uplink-tests --test wire",
        "notifications",
    ),
    "wire name of an argument": Fault(
        "spec/nibe-uplink-v1.toml",
        'query.parameter_ids = { type = "[ParameterId]",',
        'query.parameter_ids = { type = "[ParameterId]", wire = "parameterId",',
        "uplink-tests --test wire",
        "parameters",
    ),
    "unset body fields left out": Fault(
        "crates/codegen/src/rust/descriptors.rs",
        '(a.null != Null::Never).then(|| ("null"',
        '(a.null == Null::Given).then(|| ("null"',
        "uplink-tests --test wire",
        "set_thermostat",
    ),
    "scope of a write": Fault(
        "spec/nibe-uplink-v1.toml",
        'http    = "PUT /api/v1/systems/{system_id}/parameters"\nscope   = "WRITESYSTEM"',
        'http    = "PUT /api/v1/systems/{system_id}/parameters"\nscope   = "READSYSTEM"',
        "uplink-tests --test calls",
        "a_write_without_its_scope_is_never_sent",
    ),
    "scope check": Fault(
        "crates/runtime/src/client.rs",
        "Some(granted) if !function.scopes",
        "Some(granted) if false && !function.scopes",
        "uplink-tests --test calls",
        "a_write_without_its_scope_is_never_sent",
    ),
    "key of a query where a read is sent on": Fault(
        "crates/runtime/src/transport.rs",
        "url: next, secret_query,",
        "url: next, secret_query: Vec::new(),",
        "uplink-runtime --test credentials",
        "t73_each_kind_travels_in_its_place_and_no_other_goes_with_it",
    ),
    "half of a way to say who calls": Fault(
        "crates/simulator/src/caller.rs",
        "        0 => Ok(caller),",
        "        absent if absent < way.len() => Ok(caller),",
        "uplink-simulator --lib",
        "one_way_is_enough_and_half_of_one_is_not",
    ),
    "retry of a write": Fault(
        "crates/codegen/src/rust/descriptors.rs",
        "Data::plain(f.retry == Retry::Safe)",
        "Data::plain(f.retry == Retry::Safe || true)",
        "uplink-tests --test calls",
        "a_passing_failure_of_a_read_is_tried_again_and_one_of_a_write_is_not",
    ),
    "end of the pages": Fault(
        "crates/runtime/src/pages/cursor.rs",
        "self.seen >= *total",
        "self.seen > *total",
        "uplink-tests --test calls",
        "pages_are_walked_to_the_last_item_and_no_further",
    ),
    "size of a batch": Fault(
        "crates/runtime/src/batch.rs",
        "argument.max_items.unwrap_or(MOST_ITEMS).max(1)",
        "argument.max_items.unwrap_or(MOST_ITEMS).max(1) + 1",
        "uplink-tests --test calls",
        "a_long_list_is_split_by_the_declared_limit",
    ),
    "renewal after a 401": Fault(
        "crates/runtime/src/send.rs",
        "(Some(access), 401, None)",
        "(Some(access), 499, None)",
        "uplink-tests --test calls",
        "a_dead_token_of_the_caller_asks_to_log_in",
    ),
    "place of a wrong value": Fault(
        "crates/runtime/src/lenient.rs",
        "self.within(|place| place.in_field(field.wire), |all|",
        "self.within(|_| (), |all|",
        "uplink-tests --test calls",
        "null_in_a_required_field_names_its_place",
    ),
    "an answer read twice": Fault(
        "crates/runtime/src/decode.rs",
        'from_json(if nothing { b"[]" } else { body })',
        '{ from_json::<Value>(body).map(drop).ok(); from_json(if nothing { b"[]" } else { body }) }',
        "uplink-runtime --lib",
        "plain_batched_and_wrapped_answers_are_read_once",
    ),
    "pace": Fault(
        "crates/runtime/src/rate_limiter/pace_state.rs",
        "step(pace) * pace.burst.max(1)",
        "step(pace) * (pace.burst.max(1) + 1)",
        "uplink-runtime --lib",
        "a_burst_passes_and_then_one_in_four_seconds",
    ),
    "window of the pace": Fault(
        "crates/runtime/src/rate_limiter/pace_state.rs",
        "pace.requests > 1 && pace.burst <= pace.requests",
        "false && pace.burst <= pace.requests",
        "uplink-runtime --lib",
        "no_window_wherever_it_begins_has_more_than_is_declared",
    ),
    "order of the queue": Fault(
        "crates/runtime/src/rate_limiter.rs",
        "let ticket = (priority, state.tickets);",
        "let ticket = (priority, u64::MAX - state.tickets);",
        "uplink-runtime --lib",
        "who_came_first_goes_first_and_the_background_last",
    ),
    "shared pace": Fault(
        "crates/runtime/src/rate_limiter.rs",
        "if let Some(store) = &self.store {",
        "if let Some(store) = self.store.as_ref().filter(|_| false) {",
        "uplink-runtime --lib",
        "four_processes_keep_one_pace_for_ten_minutes",
    ),
    "merge key": Fault(
        "crates/runtime/src/batch.rs",
        "rest: serde_json::to_string(rest).unwrap_or_default().into(),",
        'rest: serde_json::to_string(rest).map(|_| "").unwrap_or_default().into(),',
        "uplink-runtime --lib",
        "systems_and_units_are_never_mixed",
    ),
    "a reader who gives up": Fault(
        "crates/runtime/src/batch.rs",
        "list.retain(|listed| !Arc::ptr_eq(&listed.batch, &self.batch));",
        "list.retain(|listed| Arc::ptr_eq(&listed.batch, &self.batch));",
        "uplink-runtime --lib",
        "who_gives_up_takes_nobody_down",
    ),
    "an answer for one reader alone": Fault(
        "crates/runtime/src/batch.rs",
        "client.send(function, Asked::Together(batch), &options, None).await",
        "let sent = client.send(function, Asked::Together(batch), &options, None).await; "
        'if batch.is_shared() { Err(Error::Setup("lost".into())) } else { sent }',
        "uplink-runtime --lib",
        "who_gives_up_takes_nobody_down",
    ),
    "a read after a write": Fault(
        "crates/runtime/src/batch.rs",
        "is_none_or(|sent| sent == writes)",
        "is_none_or(|_| writes < u64::MAX)",
        "uplink-runtime --lib",
        "what_is_under_way_answers_who_comes_later_but_not_after_a_write",
    ),
    "a watch after a gap": Fault(
        "crates/runtime/src/watch/plan.rs",
        "            self.delay(late);",
        "            let _ = late;",
        "uplink-runtime --lib",
        "after_a_sleep_nothing_comes_at_once",
    ),
    "a watch and other callers": Fault(
        "crates/runtime/src/watch.rs",
        "client.options().background() }",
        "client.options() }",
        "uplink-runtime --lib",
        "it_goes_before_nobody",
    ),
    "a watch that the pace does not allow": Fault(
        "crates/runtime/src/watch.rs",
        "shortest > every",
        "shortest > every * 2",
        "uplink-runtime --lib",
        "what_cannot_be_is_refused_in_a_sentence",
    ),
    "state of a callback": Fault(
        "crates/oauth/src/callback.rs",
        "bool::from(given.as_bytes().ct_eq(state.as_bytes()))",
        "!given.is_empty() || bool::from(given.as_bytes().ct_eq(state.as_bytes()))",
        "uplink-oauth --lib",
        "wrong_states",
    ),
    "factor in the catalogue": Fault(
        "spec/nibe-uplink-v1.parameters.tsv",
        "43005\tDEGREE_MINUTES\t\tdegree minutes\t\tDM\t10\t",
        "43005\tDEGREE_MINUTES\t\tdegree minutes\t\tDM\t1\t",
        "nibe-uplink --lib",
        "the_factor_gives_digits_that_the_text_leaves_out",
    ),
    "absent sensor": Fault(
        "crates/nibe-uplink/src/computed.rs",
        'shown == "--"',
        'shown == "---"',
        "nibe-uplink --lib",
        "words_and_absent_sensors_are_told_apart",
    ),
    "two degree signs": Fault(
        "crates/runtime/src/units.rs",
        '    ("\\u{ba}c", "\\u{b0}C"),\n',
        "",
        "nibe-uplink --lib",
        "both_degree_signs_and_large_values_are_read",
    ),
}


# `make test` tries these, of spec, generator, runtime and login; what they compile is nearly the same. All of them are in
# `make mutations`.
FEW = ["wire name of a field", "retry of a write", "end of the pages", "state of a callback"]


@pytest.mark.parametrize("name", FAULTS if os.environ.get("UPLINK_FAULTS") == "all" else FEW)
def test_fault_is_found(name: str, copy: Path) -> None:
    turns_red(FAULTS[name], copy)


def test_every_fault_still_has_its_place() -> None:
    faults = [(fault.file, fault.right) for fault in FAULTS.values()]
    faults += [(f"crates/{file}", right) for file, right, _, _ in GUARDS.values()]
    gone = [file for file, right in faults if right not in (ROOT / file).read_text(encoding="utf-8")]
    assert not gone, "these no longer hold the text that a fault replaces"
