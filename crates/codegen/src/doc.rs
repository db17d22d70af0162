//! The documentation of functions and arguments, the same in every language.

use uplink_spec::model::{Argument, Function, Page, Segment, TOKEN};

/// What a function does and needs, as paragraphs.
pub fn function(function: &Function) -> Vec<String> {
    let deprecated = function.deprecated.as_ref().map(|reason| format!("Deprecated: {reason}"));
    let needs = format!("{} `{} {}`", needs(function), function.method, wire_path(function));
    deprecated.into_iter().chain([function.doc.clone(), needs]).collect()
}

/// What a call has to carry, and what it must allow.
pub fn needs(function: &Function) -> String {
    if function.auth.is_empty() {
        return "Needs no token.".to_owned();
    }
    if function.needs_only_token() {
        return match &function.scopes[..] {
            [] => "Needs a token of any scope.".to_owned(),
            [scope] => format!("Needs the scope `{scope}`."),
            scopes => format!("Needs the scopes `{}`.", scopes.join("` and `")),
        };
    }
    let named = |name: &String| match (name.as_str(), &function.scopes[..]) {
        (TOKEN, []) => "a token".to_owned(),
        (TOKEN, scopes) => format!("a token with `{}`", scopes.join("` and `")),
        (name, _) => format!("`{name}`"),
    };
    let way = |way: &Vec<String>| match way.as_slice() {
        [] => "nothing".to_owned(),
        way => way.iter().map(named).collect::<Vec<_>>().join(" and "),
    };
    format!("Needs {}.", function.auth.iter().map(way).collect::<Vec<_>>().join(", or "))
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
    match page.default_size {
        Some(size) => format!("The answer comes in pages of {size} unless asked otherwise."),
        None => "The answer comes in pages.".to_owned(),
    }
}
