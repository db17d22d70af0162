//! Writes a client and its tests from the spec beside this file.

use std::path::Path;

fn main() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/spec.toml");
    uplink_codegen::build_tested(spec, "client");
    println!("cargo::rustc-env=SPEC={spec}");
    println!("cargo::rustc-check-cfg=cfg(no_login)");
    let read = uplink_codegen::Spec::read(Path::new(spec)).unwrap_or_else(|report| panic!("{report}"));
    let file = uplink_codegen::tests::rust(&read);
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join(file.path), file.text).expect("OUT_DIR can be written");
}
