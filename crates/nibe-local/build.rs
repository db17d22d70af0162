//! Writes the client from its spec.

fn main() {
    uplink_codegen::build(uplink_spec_files::NIBE_LOCAL.path);
}
