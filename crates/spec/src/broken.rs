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
        let help = "keep one of the two, or give one another name";
        let message = format!("`{}` stands here already", text.get(span.clone()).unwrap_or_default());
        mistakes.add("S009", span, message, Some(help.into()));
    } else {
        mistakes.add("S001", span, message.to_owned(), Some("correct the TOML here".into()));
    }
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
