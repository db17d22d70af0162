//! What the build scripts of the test crates share.

use std::path::Path;

use uplink_codegen::{Spec, tests};

/// Writes a test for each example of a spec, and readers of all answers.
pub fn tests_of(spec: &str) {
    println!("cargo::rerun-if-changed={spec}");
    println!("cargo::rustc-env=SPEC={spec}");
    let read = Spec::read(Path::new(spec)).unwrap_or_else(|report| panic!("{report}"));
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for file in [tests::rust(&read), tests::rust_readers(&read)] {
        std::fs::write(Path::new(&out).join(file.path), file.text).expect("OUT_DIR can be written");
    }
}
