//! Writes the tests of an API.

#[path = "../generate.rs"]
mod generate;

fn main() {
    generate::tests_of(&uplink_spec_files::MYUPLINK_V2.path());
}
