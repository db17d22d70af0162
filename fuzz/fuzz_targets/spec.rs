//! The reader of specs: any text gives a model or a report, and each finding lies in its file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let report = match uplink_spec::check_text("fuzz.toml", text, |_| Some("id\tname\n".into())) {
        Ok((model, warnings)) => {
            // What was read can be written, and reads back.
            let written = uplink_spec::write(&model);
            let table = model.catalogue.as_ref().map(uplink_spec::write_catalogue);
            let again = uplink_spec::read_text("again.toml", &written, |_| table.clone());
            assert_eq!(again.map_err(|r| r.to_string()), Ok(model));
            warnings
        }
        Err(report) => report,
    };
    for diagnostic in &report.diagnostics {
        assert!(report.source(diagnostic).text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
        report.place(diagnostic);
    }
    let _ = report.to_string();
});
