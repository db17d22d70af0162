//! The documentation of functions and arguments, the same in every language.

use uplink_spec::model::{Argument, Function, Page, Segment};

/// What a function does, needs and rests on, as paragraphs.
pub fn function(function: &Function) -> Vec<String> {
    let mut paragraphs = vec![function.doc.clone()];
    let scope = match (&function.scopes[..], function.token) {
        (_, false) => "Needs no token.".to_owned(),
        ([], true) => "Needs a token of any scope.".to_owned(),
        ([scope], true) => format!("Needs the scope `{scope}`."),
        (scopes, true) => format!("Needs the scopes `{}`.", scopes.join("` and `")),
    };
    paragraphs.push(format!("{scope} `{} {}`", function.method, wire_path(function)));
    if let Some(why) = &function.why {
        paragraphs.push(format!("Source: {why}"));
    }
    paragraphs
}

/// The path as it travels, with wire names in its placeholders.
pub fn wire_path(function: &Function) -> String {
    let piece = |s: &Segment| match s {
        Segment::Text(text) => text.clone(),
        Segment::Argument(name) => format!("{{{}}}", function.argument(name).map_or(name, |a| &a.wire)),
    };
    function.path.iter().map(piece).collect()
}

/// What an argument means, with unit, limits and default.
pub fn argument(argument: &Argument) -> String {
    let mut text = argument.doc.clone();
    let mut add = |part: String| {
        if !text.is_empty() && !text.ends_with(['.', ';', ' ']) {
            text.push(';');
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&part);
    };
    if let Some(unit) = &argument.unit {
        add(format!("In {unit}."));
    }
    match (argument.min, argument.max) {
        (Some(min), Some(max)) => add(format!("From {min} to {max}.")),
        (Some(min), None) => add(format!("{min} or more.")),
        (None, Some(max)) => add(format!("{max} or less.")),
        (None, None) => {}
    }
    if let Some(max) = argument.max_items {
        add(format!("At most {max} in one request{}.", if argument.batch { "; a longer list is split" } else { "" }));
    }
    if !argument.merge.is_empty() {
        add("Reads that wait at the same time are merged into as few requests as possible.".into());
    }
    if let Some(default) = &argument.default {
        let shown = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        add(format!("The server's default is `{shown}`."));
    }
    text
}

/// What paging does.
pub fn page(page: &Page) -> String {
    format!("The answer comes in pages of {} unless asked otherwise.", page.default_size)
}
