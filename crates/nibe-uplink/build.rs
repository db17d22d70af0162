//! Writes the client from its spec.

fn main() {
    uplink_codegen::build_tested(&uplink_spec_files::NIBE_UPLINK_V1.path(), "nibe_uplink");
}
