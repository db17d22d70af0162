//! Writes the client from its spec.

fn main() {
    uplink_codegen::build_tested(&uplink_spec_files::NIBE_LOCAL.path(), "nibe_local");
}
