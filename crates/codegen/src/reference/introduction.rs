//! What the API is, where it is, how often it may be asked, and how it reports errors.

use uplink_spec::model::{Errors, Model, Pace};

use super::markdown::{block, code, paragraphs, table};

pub fn page(model: &Model) -> String {
    let api = &model.api;
    let why = api.why.as_ref().map(|why| format!("Source: {why}")).unwrap_or_default();
    let mut page = format!("# {} {}\n\n", api.name, api.version);
    page.push_str(&paragraphs([
        api.doc.as_str(),
        &format!(
            "All paths are relative to `{}`. Requests and answers are JSON. Fields that a client does not know are no \
             error, and neither are words of an enumeration that it does not know.",
            api.base_url
        ),
        &why,
    ]));
    page.push_str(&model.pace.as_ref().map(pace).unwrap_or_default());
    page.push_str(&model.errors.as_ref().map(errors).unwrap_or_default());
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn pace(pace: &Pace) -> String {
    let per = if pace.per_ms.is_multiple_of(1000) {
        format!("{} s", pace.per_ms / 1000)
    } else {
        format!("{} ms", pace.per_ms)
    };
    let requests = if pace.requests == 1 { "1 request".to_owned() } else { format!("{} requests", pace.requests) };
    let under_way = match pace.in_flight {
        None => String::new(),
        Some(1) => " One request at a time, of all clients in a process.".to_owned(),
        Some(n) => format!(" {n} requests at the same time, of all clients in a process."),
    };
    let text = format!(
        "{requests} per {per}, and up to {} at once after a rest.{under_way} Clients wait by themselves.",
        pace.burst
    );
    let why = pace.why.as_ref().map(|why| format!("Source: {why}")).unwrap_or_default();
    format!("## Pace\n\n{}", paragraphs([text.as_str(), &why]))
}

fn errors(errors: &Errors) -> String {
    let why = errors.why.as_ref().map(|why| format!("Source: {why}")).unwrap_or_default();
    let refused = errors.refused.iter().map(|r| format!("`{}` begins with `{}`", r.field, r.word));
    let refused = refused.collect::<Vec<_>>().join(" or ");
    let refused = if refused.is_empty() {
        refused
    } else {
        format!("A write was refused, too, when its answer has a status of success and {refused}.")
    };
    let rows = errors.codes.iter().map(|c| [code(&c.code.to_string()), code(&c.name), c.doc.clone()]);
    format!(
        "## Errors\n\n{}{}{}{}",
        "A failure has an HTTP status of 400 or above and a body of this form:\n\n",
        block("json", &format!("{:#}", errors.example)),
        table(["code", "name", "meaning"], rows),
        paragraphs([refused.as_str(), &why])
    )
}
