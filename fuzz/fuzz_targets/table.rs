//! The reader of the table beside a spec.

#![no_main]

use libfuzzer_sys::fuzz_target;

const SPEC: &str = r#"
[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Boils water."

[catalogue]
file = "kettle.tsv"
doc = "What kettles measure."
"#;
const COLUMNS: &str =
    "id\tname\talias\ttitle\tdesignation\tunit\tfactor\tfactor_from\twritable\tmin\tmax\tstep\tvalues\tnote\n";

fuzz_target!(|rows: &str| {
    let table = format!("{COLUMNS}{rows}");
    match uplink_spec::read_text("kettle.toml", SPEC, |_| Some(table.clone())) {
        Ok(model) => {
            let written = model.catalogue.as_ref().map(uplink_spec::write_catalogue);
            let again = uplink_spec::read_text("kettle.toml", SPEC, |_| written.clone());
            assert_eq!(again.map_err(|r| r.to_string()), Ok(model));
        }
        Err(report) => {
            for diagnostic in &report.diagnostics {
                assert!(report.source(diagnostic).text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
            }
            let _ = report.to_string();
        }
    }
});
