//! Writes the client from its spec.

fn main() {
    uplink_codegen::build_tested(&uplink_spec_files::MYUPLINK_V2.path(), "myuplink");
}
