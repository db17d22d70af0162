//! Writes the tests of an API.

#[path = "generate.rs"]
mod generate;

fn main() {
    generate::tests_of(&uplink_spec_files::NIBE_UPLINK_V1.path());
}
