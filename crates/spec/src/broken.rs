//! Mistakes of TOML itself: the parser goes on after each, so that one slip gives many messages.

use std::collections::HashSet;
use std::ops::Range;

use toml::de::Error;

use crate::syntax::Mistakes;

/// Notes the first mistake of each table.
pub fn report(text: &str, errors: Vec<Error>, mistakes: &Mistakes) {
    let mut errors: Vec<(Range<usize>, Error)> =
        errors.into_iter().map(|e| (e.span().unwrap_or(text.len()..text.len()), e)).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let heads = heads(text);
    let mut seen = HashSet::new();
    for (span, error) in errors {
        // A head belongs to the table that it begins.
        if seen.insert(heads.partition_point(|head| *head <= span.start)) {
            note(text, &span, error.message(), mistakes);
        }
    }
}

fn note(text: &str, span: &Range<usize>, message: &str, mistakes: &Mistakes) {
    if message == "duplicate key" {
        let key = text.get(span.clone()).unwrap_or_default();
        let first = match first(text, span.start) {
            Some(line) => format!("`{key}` stands in line {line} already"),
            None => format!("`{key}` stands here already"),
        };
        mistakes.add("S009", span, first, Some("keep one of the two, or give one another name".into()));
    } else {
        mistakes.add("S001", span, message.to_owned(), Some("correct the TOML here".into()));
    }
}

/// The line in which a key that stands twice was written first, as far as lines tell: a head like the one that the key is
/// part of, or the same key in the same table.
fn first(text: &str, at: usize) -> Option<usize> {
    let begin = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let same = |line: &str| line.split_whitespace().collect::<String>();
    let line = text[begin..].lines().next()?.trim_start();
    if line.starts_with('[') {
        let head = same(line.split_inclusive(']').next()?);
        return text[..begin].lines().position(|line| same(line).starts_with(&head)).map(|n| n + 1);
    }
    let key = same(line.split('=').next()?);
    let table = heads(&text[..begin]).last().copied().unwrap_or(0);
    let number = |line: usize| text[..table].lines().count() + line + 1;
    let is_key = |line: &str| line.split_once('=').is_some_and(|(other, _)| same(other) == key);
    text[table..begin].lines().position(is_key).map(number)
}

/// Where lines begin that look like the head of a table.
pub fn heads(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut heads = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            heads.push(at);
        }
        at += line.len();
    }
    heads
}
