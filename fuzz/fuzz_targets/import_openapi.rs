//! The importer of OpenAPI documents: any text gives a spec that reads back, or one sentence.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nibe_uplink_codegen::import::import;

fuzz_target!(|text: &str| {
    for file in ["fuzz.json", "fuzz.yaml"] {
        match import(file, text) {
            Ok(import) => {
                let again = uplink_spec::read_text("again.toml", &import.spec, |_| None);
                assert_eq!(again.map_err(|r| r.to_string()), Ok(import.model));
                assert!(import.notes.iter().all(|note| note.starts_with(file) && !note.contains('\n')));
            }
            Err(problem) => {
                assert!(problem.starts_with(file), "{problem}");
                // The importer knows what specs are checked for.
                assert!(!problem.contains("cannot be written as a spec"), "{problem}");
            }
        }
    }
});
