//! Writes the tests of an API.

#[path = "../generate.rs"]
mod generate;

fn main() {
    // Nobody logs in, so its clients are made without tokens.
    println!("cargo::rustc-cfg=no_login");
    generate::tests_of(&uplink_spec_files::NIBE_LOCAL.path());
}
