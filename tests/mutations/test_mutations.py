"""Seeded faults: each is put into a copy of the repository, and a named test must turn red.

A test that stays green with the fault in place does not test what its name says.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import Fault, turns_red

FAULTS = {
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
        "(Place::Body, _) if a.nullable => quote!(Place::BodyOrNull),",
        "",
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
    "retry of a write": Fault(
        "crates/codegen/src/rust/descriptors.rs",
        "let retry = f.retry == Retry::Safe;",
        "let retry = f.retry == Retry::Safe || true;",
        "uplink-tests --test calls",
        "a_passing_failure_of_a_read_is_tried_again_and_one_of_a_write_is_not",
    ),
    "end of the pages": Fault(
        "crates/runtime/src/pages.rs",
        "self.seen >= total",
        "self.seen > total",
        "uplink-tests --test calls",
        "pages_are_walked_to_the_last_item_and_no_further",
    ),
    "size of a batch": Fault(
        "crates/runtime/src/client.rs",
        "list.chunks(max)",
        "list.chunks(max + 1)",
        "uplink-tests --test calls",
        "a_long_list_is_split_by_the_declared_limit",
    ),
    "renewal after a 401": Fault(
        "crates/runtime/src/client.rs",
        "(Some(access), 401, None)",
        "(Some(access), 499, None)",
        "uplink-tests --test calls",
        "a_dead_token_of_the_caller_asks_to_log_in",
    ),
    "place of a wrong value": Fault(
        "crates/runtime/src/pages.rs",
        "if inside.get() {",
        "if false && inside.get() {",
        "uplink-tests --test calls",
        "null_in_a_required_field_names_its_place",
    ),
    "an answer read twice": Fault(
        "crates/runtime/src/decode.rs",
        'from_json(if nothing { b"[]" } else { body })',
        'from_json::<Value>(body).map(drop).ok(); from_json(if nothing { b"[]" } else { body })',
        "uplink-runtime --lib",
        "plain_batched_and_wrapped_answers_are_read_once",
    ),
    "pace": Fault(
        "crates/runtime/src/rate_limiter.rs",
        "step(pace) * pace.burst.max(1)",
        "step(pace) * (pace.burst.max(1) + 1)",
        "uplink-runtime --lib",
        "a_burst_passes_and_then_one_in_four_seconds",
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


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str, copy: Path) -> None:
    turns_red(FAULTS[name], copy)
