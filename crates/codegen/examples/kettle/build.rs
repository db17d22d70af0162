fn main() {
    uplink_codegen::build(concat!(env!("CARGO_MANIFEST_DIR"), "/kettle.toml"));
}
