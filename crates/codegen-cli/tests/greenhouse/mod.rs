//! Small documents of a greenhouse, imported.

use nibe_uplink_codegen::import::{Import, import};
use uplink_spec::model::Function;

const HEAD: &str = "openapi: 3.2.0\ninfo: {title: Greenhouse, version: '1'}\n";
pub const SERVER: &str = "servers: [{url: 'https://api.greenhouse.example'}]\n";

pub fn read(rest: &str) -> Import {
    import("x.yaml", &format!("{HEAD}{rest}")).unwrap_or_else(|problem| panic!("{problem}"))
}

pub fn function<'i>(import: &'i Import, name: &str) -> &'i Function {
    import.model.function(name).unwrap_or_else(|| panic!("no {name} in {}", import.spec))
}
