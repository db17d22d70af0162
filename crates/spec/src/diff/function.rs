//! Changes of functions.

use super::change::{Changes, Where};
use super::reach::Reach;
use super::{Direction, Kind, argument, auth as who, shown, written};
use crate::check::reserved::OPTIONS;
use crate::identifiers::snake;
use crate::model::{Argument, Function, Grouped, Model, Page, Retry, Segment, Type};

pub fn functions(changes: &mut Changes, old: (&Model, &[Function]), new: (&Model, &[Function]), reach: &Reach) {
    let ((old_model, old), (new_model, new)) = (old, new);
    let gone: Vec<&Function> = old.iter().filter(|f| new_model.function(&f.name).is_none()).collect();
    let mut come: Vec<&Function> = new.iter().filter(|f| old_model.function(&f.name).is_none()).collect();
    for f in old {
        let place = Where::old(format!("function.{}", f.name)).of(&f.name);
        if let Some(same) = new_model.function(&f.name) {
            function(changes, f, (new_model, same), reach);
        } else if let Some(at) = successor(f, &gone, &come) {
            let twin = come.remove(at);
            let place = Where::moved(format!("function.{}", f.name), format!("function.{}", twin.name)).of(&twin.name);
            let what = format!("function `{}` -> `{}`", f.name, twin.name);
            changes.add(Kind::FunctionRenamed, Direction::Both, &place, what);
            function(changes, f, (new_model, twin), reach);
        } else {
            changes.add(Kind::FunctionRemoved, Direction::Both, &place, format!("function `{}`", f.name));
        }
    }
    for f in come {
        let place = Where::new(format!("function.{}", f.name)).of(&f.name);
        changes.add(Kind::FunctionAdded, Direction::Both, &place, format!("function `{}`", f.name));
    }
}

/// The new function that sends the same request, when there is exactly one.
fn successor(old: &Function, gone: &[&Function], come: &[&Function]) -> Option<usize> {
    let same = |f: &Function| f.method == old.method && shape(f) == shape(old);
    let mut twins = come.iter().enumerate().filter(|(_, f)| same(f)).map(|(at, _)| at);
    let only = twins.next().filter(|_| twins.next().is_none());
    only.filter(|_| gone.iter().filter(|f| same(f)).count() == 1)
}

/// The path without the names of its arguments, which do not travel.
fn shape(f: &Function) -> String {
    f.path
        .iter()
        .map(|s| match s {
            Segment::Text(text) => text.as_str(),
            Segment::Argument(_) => "{}",
        })
        .collect()
}

fn function(changes: &mut Changes, old: &Function, new: (&Model, &Function), reach: &Reach) {
    let (new_model, new) = new;
    let Function {
        name,
        doc,
        why,
        deprecated,
        call,
        method,
        path: _,
        scopes,
        auth,
        arguments,
        content_type,
        accept,
        answers: _,
        wrapped,
        retry,
        page,
        timeout_s,
        base_url,
        examples,
    } = old;
    let place = Where::moved(format!("function.{name}"), format!("function.{}", new.name)).of(&new.name);
    if *call != new.call {
        let shown =
            |call: Option<&Grouped>| call.map_or_else(|| "its name alone".to_owned(), |call| format!("`{call}`"));
        let what = format!("called {} -> {}", shown(call.as_ref()), shown(new.call.as_ref()));
        changes.add(Kind::CallChanged, Direction::Both, &place.at("call"), what);
    }
    match (deprecated, &new.deprecated) {
        (None, Some(reason)) => changes.add(Kind::Deprecated, Direction::Both, &place.at("deprecated"), reason.clone()),
        (Some(_), None) => {
            changes.add(
                Kind::NotDeprecated,
                Direction::Both,
                &place.at("deprecated"),
                "not deprecated any more".to_owned(),
            );
        }
        (Some(old), Some(new)) if old != new => {
            changes.add(Kind::TextChanged, Direction::Both, &place.at("deprecated"), "why it is deprecated".to_owned());
        }
        _ => {}
    }
    if *method != new.method {
        let what = format!("method {method} -> {}", new.method);
        changes.add(Kind::MethodChanged, Direction::Sent, &place.at("http"), what);
    }
    if shape(old) != shape(new) {
        let what = format!("path `{}` -> `{}`", old.path_text(), new.path_text());
        changes.add(Kind::PathChanged, Direction::Sent, &place.at("http"), what);
    }
    if *base_url != new.base_url {
        let shown = |url: Option<&String>| url.map_or_else(|| "that of the API".to_owned(), |url| format!("`{url}`"));
        let what = format!("base URL {} -> {}", shown(base_url.as_ref()), shown(new.base_url.as_ref()));
        changes.add(Kind::EndpointChanged, Direction::Sent, &place.at("base_url"), what);
    }
    // Where there was no body, its arguments are told.
    if *content_type != new.content_type && old.has_body() && new.has_body() {
        let what = format!("content type `{}` -> `{}`", content_type.media_type(), new.content_type.media_type());
        changes.add(Kind::ContentTypeChanged, Direction::Sent, &place.at("content_type"), what);
    }
    if *accept != new.accept && old.content().is_some() && new.content().is_some() {
        let what = format!("media type of the answer `{}` -> `{}`", old.answer_type(), new.answer_type());
        changes.add(Kind::AcceptChanged, Direction::Received, &place.at("accept"), what);
    }
    function_scopes(changes, &place, scopes, &new.scopes);
    who::ways(changes, &place, auth, &new.auth);
    if *retry != new.retry {
        let word = |r: Retry| if r == Retry::Safe { "safe" } else { "never" };
        let what = format!("retry {} -> {}", word(*retry), word(new.retry));
        changes.add(Kind::RetryChanged, Direction::Sent, &place.at("retry"), what);
    }
    if *timeout_s != new.timeout_s {
        let word = |t: Option<u64>| t.map_or_else(|| "the client's".to_owned(), |s| format!("{s} s"));
        let what = format!("timeout {} -> {}", word(*timeout_s), word(new.timeout_s));
        changes.add(Kind::TimeoutChanged, Direction::Received, &place.at("timeout"), what);
    }
    pages(changes, &place, page.as_ref(), new.page.as_ref());
    answer(changes, &place, old, new, reach);
    if *wrapped != new.wrapped {
        let what = format!("field around the answer {} -> {}", shown(wrapped.as_ref()), shown(new.wrapped.as_ref()));
        changes.add(Kind::WrapperChanged, Direction::Received, &place.at("wrapped"), what);
    }
    argument::arguments(changes, (name, arguments, page.as_ref()), (new_model, new), reach);
    let takes = |arguments: &[Argument]| arguments.iter().find(|a| OPTIONS.contains(&snake(&a.name).as_str())).cloned();
    if let (None, Some(taking)) = (takes(arguments), takes(&new.arguments)) {
        let what = format!("`{}` takes the name of an option of calls", taking.name);
        let place = place.at(taking.place.word()).at(&taking.name).come();
        changes.add(Kind::OptionsHidden, Direction::Sent, &place, what);
    }
    if *examples != new.examples {
        let place = Where::moved(format!("example.{name}"), format!("example.{}", new.name)).of(&new.name);
        let what = format!("examples ({} -> {})", examples.len(), new.examples.len());
        changes.add(Kind::ExamplesChanged, Direction::Both, &place, what);
    }
    changes.texts(&place, "the function", (doc, why.as_ref()), (&new.doc, new.why.as_ref()));
}

fn function_scopes(changes: &mut Changes, place: &Where, old: &[String], new: &[String]) {
    let lacks = |a: &[String], b: &[String]| a.iter().any(|s| !b.contains(s));
    let words = |s: &[String]| if s.is_empty() { "none".to_owned() } else { s.join(" and ") };
    let what = format!("scope {} -> {}", words(old), words(new));
    if lacks(new, old) {
        changes.add(Kind::ScopeNeeded, Direction::Sent, &place.at("scope"), what);
    } else if lacks(old, new) {
        changes.add(Kind::ScopeNotNeeded, Direction::Sent, &place.at("scope"), what);
    }
}

fn pages(changes: &mut Changes, place: &Where, old: Option<&Page>, new: Option<&Page>) {
    let place = place.at("page");
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
        (None, Some(_)) => return changes.add(Kind::PagingChanged, Direction::Both, &place, "whole answer -> pages"),
        (Some(_), None) => return changes.add(Kind::PagingChanged, Direction::Both, &place, "pages -> whole answer"),
    };
    let Page { by: _, next: _, size: _, total: _, more: _, items: _, default_size, max_size } = old;
    let said = |page: &Page, word: &str| page.words().into_iter().find(|(w, _)| *w == word).map(|(_, s)| s.to_owned());
    let mut words: Vec<&str> = old.words().iter().chain(&new.words()).map(|(word, _)| *word).collect();
    words.sort_unstable();
    words.dedup();
    for word in words {
        let (old, new) = (said(old, word), said(new, word));
        if old != new {
            let shown = |said: Option<String>| said.map_or_else(|| "none".to_owned(), |said| format!("`{said}`"));
            let what = format!("`{word}` of pages {} -> {}", shown(old), shown(new));
            changes.add(Kind::PagingChanged, Direction::Both, &place.at(word), what);
        }
    }
    if *default_size != new.default_size {
        let what = format!("items on a page {} -> {}", shown(*default_size), shown(new.default_size));
        changes.add(Kind::PageSizeChanged, Direction::Received, &place.at("default_size"), what);
    }
    if *max_size != new.max_size {
        let tight = argument::tightened(*max_size, new.max_size, false);
        let kind = if tight { Kind::LimitTightened } else { Kind::LimitLoosened };
        let what = format!("most items on a page {} -> {}", shown(*max_size), shown(new.max_size));
        changes.add(kind, Direction::Sent, &place.at("max_size"), what);
    }
}

fn answer(changes: &mut Changes, place: &Where, old: &Function, new: &Function, reach: &Reach) {
    let place = place.at("answer");
    let same_content = match (old.content(), new.content()) {
        (Some(a), Some(b)) => reach.same(a, b),
        (a, b) => a == b,
    };
    // What a call returns is one type for all statuses, and changes only with these two.
    if !same_content || old.may_be_empty() != new.may_be_empty() {
        let words = |f: &Function| match (f.content().map(written), f.may_be_empty()) {
            (Some(ty), true) => format!("{ty} or nothing"),
            (ty, _) => shown(ty),
        };
        let what = format!("answer {} -> {}", words(old), words(new));
        changes.add(Kind::AnswerChanged, Direction::Received, &place, what);
    }
    for answer in old.answers.iter().filter(|a| !new.answers.iter().any(|b| a.status == b.status)) {
        let status = answer.status_text();
        let place = place.at(&status).gone();
        changes.add(Kind::StatusRemoved, Direction::Received, &place, format!("status {status}"));
    }
    for answer in &new.answers {
        let what = |ty: Option<&Type>| shown(ty.map(written));
        match old.answers.iter().find(|a| a.status == answer.status) {
            None => {
                let place = place.at(&answer.status_text()).come();
                changes.add(Kind::StatusAdded, Direction::Received, &place, format!("status {}", answer.status_text()));
            }
            // The first content is compared above.
            Some(before) if same_content && old.may_be_empty() == new.may_be_empty() => {
                let same = match (&before.content, &answer.content) {
                    (Some(a), Some(b)) => reach.same(a, b),
                    (a, b) => a == b,
                };
                if !same {
                    let (a, b) = (what(before.content.as_ref()), what(answer.content.as_ref()));
                    let place = place.at(&answer.status_text());
                    let what = format!("answer with status {}: {a} -> {b}", answer.status_text());
                    changes.add(Kind::AnswerChanged, Direction::Received, &place, what);
                }
            }
            Some(_) => {}
        }
    }
}
