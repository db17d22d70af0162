//! Writes a test for each example of the spec, and readers of all answers.

use std::path::Path;

fn main() {
    let spec = uplink_spec_files::MYUPLINK_V2.path;
    println!("cargo::rerun-if-changed={spec}");
    println!("cargo::rustc-env=SPEC={spec}");
    let read = uplink_codegen::Spec::read(Path::new(spec)).unwrap_or_else(|report| panic!("{report}"));
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for file in [uplink_codegen::tests::rust(&read), uplink_codegen::tests::rust_readers(&read)] {
        std::fs::write(Path::new(&out).join(file.path), file.text).expect("OUT_DIR can be written");
    }
}
