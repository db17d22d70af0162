//! What is known of the API's history.

use uplink_spec::model::Model;

use super::markdown::{list, paragraphs};

pub fn page(model: &Model) -> String {
    let api = &model.api;
    let mut page = format!("# Changelog\n\n## {}\n\n", api.version);
    page.push_str(&paragraphs([
        api.doc.as_str(),
        "The spec dates no change of a function. What is uncertain about one, because answers or copies of the \
         documentation differ, stands on its page; these are such notes:",
    ]));
    page.push_str(&list(model.functions.iter().filter_map(|f| {
        let why = f.why.as_ref()?;
        Some(format!("[{}]({}): {why}", f.name, super::function_path(f)))
    })));
    page.push_str("Two versions of a spec are compared by the generator's command `diff OLD NEW`.\n");
    page
}
