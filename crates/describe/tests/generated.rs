//! What is made at run time is what the generator wrote.

use uplink_runtime::descriptor::Api;
use uplink_spec_files::SpecFile;

fn described(file: &SpecFile) -> &'static Api {
    let table = |name: &str| file.table(name).map(str::to_owned);
    let model = uplink_spec::read_text(file.name, file.text, table).expect("a correct spec");
    uplink_describe::api(&model)
}

/// A description as text, without what is said to people: the generator writes more into that.
fn shown(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    let mut parts = text.split("doc: \"");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut escaped = false;
        let end = part.char_indices().find(|(_, c)| {
            let is_end = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            is_end
        });
        shown.push_str(&part[end.expect("the end of a text").0..]);
    }
    shown
}

fn same(generated: &Api, made: &Api) {
    assert!(generated.functions.len() > 5);
    for (ours, theirs) in made.functions.iter().zip(generated.functions) {
        assert_eq!(shown(ours), shown(theirs), "{}", theirs.name);
    }
    for (ours, theirs) in made.structs.iter().zip(generated.structs) {
        assert_eq!((ours.name, ours.index, shown(&ours.fields)), (theirs.name, theirs.index, shown(&theirs.fields)));
    }
    assert_eq!(shown(made), shown(generated), "all the rest");
}

#[test]
fn the_apis_of_this_workspace_are_described_as_they_were_generated() {
    for api in uplink_apis::APIS {
        same(api.described, described(&api.imitation.spec));
    }
}
