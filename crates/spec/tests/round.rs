//! What is written reads back to the same model.

mod models;

use proptest::prelude::*;
use uplink_spec::model::Model;

fn read(text: &str, table: Option<&str>) -> Result<Model, TestCaseError> {
    uplink_spec::read_text("again.toml", text, |_| table.map(str::to_owned))
        .map_err(|report| TestCaseError::fail(format!("{report}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_model_written_as_a_spec_reads_back_the_same(model in models::models()) {
        let again = read(&uplink_spec::write(&model), None)?;
        prop_assert_eq!(again, model);
    }

    #[test]
    fn any_catalogue_written_as_a_table_reads_back_the_same(catalogue in models::catalogues()) {
        let text = "[api]\nname = \"x\"\nversion = \"1\"\nbase_url = \"https://x.example\"\n\
            [function.f]\ndoc = \"F.\"\nhttp = \"GET /f\"\nscope = \"none\"\nanswer.200 = \"none\"\n";
        let mut model = read(text, None)?;
        let table = uplink_spec::write_catalogue(&catalogue);
        model.catalogue = Some(catalogue);
        let again = read(&uplink_spec::write(&model), Some(&table))?;
        prop_assert_eq!(again, model);
    }
}
