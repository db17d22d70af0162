//! Functions, their arguments and examples as text.

use super::section::{Inline, Section, json, key, text, texts};
use super::sharing::Sharing;
use crate::model::{Argument, ContentType, Example, Function, NONE, Null, Page, Place, Retry, Style};
use crate::names::WireCase;

/// `[argument.NAME]`
pub fn shared_argument(argument: &Argument, case: WireCase, null: Null) -> String {
    let section = Section::new(&format!("[argument.{}]", key(&argument.name)));
    let section = section.line("in", text(argument.place.word()));
    words(argument, case, null).into_iter().fold(section, |section, (word, value)| section.line(word, value)).finish()
}

/// The words of an argument, values as TOML.
fn words(a: &Argument, case: WireCase, null: Null) -> Vec<(&'static str, String)> {
    // A default alone makes an argument optional, but for what becomes of it in a body.
    let optional = a.null != Null::Never || (!a.required && a.default.is_none());
    let said = optional && a.place == Place::Body && a.null != null;
    let mut words = vec![("type", text(&format!("{}{}", a.ty, if optional { "?" } else { "" })))];
    let mut add = |word, value: Option<String>| words.extend(value.map(|v| (word, v)));
    add("wire", (case.apply(&a.name) != a.wire).then(|| text(&a.wire)));
    add("default", a.default.as_ref().and_then(json));
    add("null", said.then(|| text(a.null.word())));
    add("style", (a.style != Style::Repeat).then(|| text(a.style.word())));
    add("unit", a.unit.as_deref().map(text));
    add("min", a.min.map(|n| n.to_string()));
    add("max", a.max.map(|n| n.to_string()));
    add("min_items", a.min_items.map(|n| n.to_string()));
    add("max_items", a.max_items.map(|n| n.to_string()));
    add("batch", a.batch.then(|| "true".into()));
    add("merge", (!a.merge.is_empty()).then(|| texts(&a.merge)));
    add("doc", (!a.doc.is_empty()).then(|| text(&a.doc)));
    add("why", a.why.as_deref().map(text));
    words
}

/// `auth`: a name where that is enough, and a list of ways where not.
fn ways(ways: &[Vec<String>]) -> String {
    let way = |way: &Vec<String>| match way.as_slice() {
        [] => text(NONE),
        [name] => text(name),
        names => texts(names),
    };
    match ways {
        [] => text(NONE),
        [only] if only.len() == 1 => way(only),
        ways => format!("[{}]", ways.iter().map(way).collect::<Vec<_>>().join(", ")),
    }
}

/// `[function.NAME]`; `token_unsaid` tells whether a token is what a function without `auth` carries.
pub fn function(f: &Function, sharing: &Sharing<'_>, case: WireCase, null: Null, token_unsaid: bool) -> String {
    let default_retry = if matches!(f.method.as_str(), "GET" | "HEAD") { Retry::Safe } else { Retry::Never };
    let retry = (f.retry != default_retry).then_some(if f.retry == Retry::Safe { "safe" } else { "never" });
    let list = |names: Vec<&str>| format!("[{}]", names.into_iter().map(text).collect::<Vec<_>>().join(", "));
    let whole = f.path_text();
    let path = whole.split_once('?').map_or(&*whole, |(path, _)| path);
    let mut section = Section::new(&format!("[function.{}]", key(&f.name)))
        .line("doc", text(&f.doc))
        .maybe("deprecated", f.deprecated.as_deref())
        .maybe("call", f.call.as_ref().map(ToString::to_string).as_deref())
        .line("http", text(&format!("{} {path}", f.method)))
        .maybe("fixed_query", f.fixed_query());
    let scopes = match f.scopes.as_slice() {
        [] => f.takes_token().then(|| text("none")),
        [scope] => Some(text(scope)),
        all => Some(list(all.iter().map(String::as_str).collect())),
    };
    if let Some(scopes) = scopes {
        section = section.line("scope", scopes);
    }
    if !(f.needs_only_token() && token_unsaid) {
        section = section.line("auth", ways(&f.auth));
    }
    section = section.maybe("retry", retry);
    section = section.maybe("base_url", f.base_url.as_deref());
    section = section.maybe("timeout", f.timeout_s.map(|s| format!("{s}s")).as_deref());
    if f.content_type != ContentType::default() {
        section = section.line("content_type", text(f.content_type.media_type()));
    }
    section = section.maybe("accept", f.accept.as_deref());
    let (own, shared) = sharing.split(f);
    for argument in own {
        let inline =
            words(argument, case, null).into_iter().fold(Inline::default(), |inline, (w, value)| inline.word(w, value));
        section = section.line(&format!("{}.{}", argument.place.word(), key(&argument.name)), inline.finish());
    }
    if !shared.is_empty() {
        section = section.line("arguments", list(shared.iter().map(|a| a.name.as_str()).collect()));
    }
    if let Some(page) = &f.page {
        section = section.line("page", paging(page));
    }
    for answer in &f.answers {
        let content = answer.content.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        section = section.line(&format!("answer.{}", answer.status_text()), text(&content));
    }
    section.maybe("wrapped", f.wrapped.as_deref()).maybe("why", f.why.as_deref()).finish()
}

fn paging(page: &Page) -> String {
    let inline = page.words().into_iter().fold(Inline::default(), |inline, (word, said)| inline.word(word, text(said)));
    let sizes = [("default_size", page.default_size), ("max_size", page.max_size)];
    let said = sizes.into_iter().filter_map(|(word, size)| Some((word, size?.to_string())));
    said.fold(inline, |inline, (word, size)| inline.word(word, size)).finish()
}

/// `[[example.NAME]]`
pub fn example(function: &str, example: &Example) -> String {
    let mut section = Section::new(&format!("[[example.{}]]", key(function)));
    if !example.arguments.is_empty() {
        let arguments = example.arguments.iter().filter_map(|(name, value)| json(value).map(|v| (key(name), v)));
        let inline = arguments.fold(Inline::default(), |inline, (name, value)| inline.word(&name, value));
        section = section.line("arguments", inline.finish());
    }
    section = section.maybe("body", example.body.as_deref());
    if example.status != 200 {
        section = section.line("status", example.status.to_string());
    }
    section.maybe("answer", example.answer.as_deref()).finish()
}
