//! Findings as text, in the way of the Rust compiler.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::syntax::MOST;

/// More findings than this are counted only; nobody reads them, and a hostile file could have millions.
const SHOWN: usize = 200;
/// Bytes of a span that are shown, and of the line around it; the printer cuts at the width of a screen anyway, but would
/// take long to look at megabytes.
const WIDE: usize = 1000;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in self.diagnostics.iter().take(SHOWN) {
            writeln!(f, "{}\n", self.rendered(diagnostic))?;
        }
        if let Some(more) = self.diagnostics.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            writeln!(f, "and {more} more\n")?;
        }
        let counted = |n: usize, one: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            MOST.. => Some(format!("{MOST} {one}s or more")),
            n => Some(format!("{n} {one}s")),
        };
        let parts =
            [counted(self.count(Severity::Error), "mistake"), counted(self.count(Severity::Warning), "warning")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let summary = if parts.is_empty() { "no mistakes".to_owned() } else { parts.join(", ") };
        write!(f, "{}: {summary}", self.spec.path)
    }
}

impl Report {
    fn rendered(&self, diagnostic: &Diagnostic) -> String {
        let source = self.source(diagnostic);
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
        let mut group = title.elements(std::iter::empty::<Origin<'_>>());
        if !source.text.is_empty() {
            let Range { start, end } =
                source.clamp(&(diagnostic.span.start..diagnostic.span.end.min(diagnostic.span.start + WIDE)));
            // Only the lines of the span: a whole file would be split into lines again for each finding.
            let lines = source.lines_of(&(start..end));
            let shown = source.clamp(&(lines.start.max(start.saturating_sub(WIDE))..lines.end.min(end + WIDE)));
            let (line, column) = source.place(start);
            let snippet = Snippet::source(&source.text[shown.clone()])
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(start - shown.start..end - shown.start));
            group = if shown.start == lines.start {
                group.element(snippet.path(source.path.as_str()))
            } else {
                group.element(Origin::path(source.path.as_str()).line(line).char_column(column)).element(snippet)
            };
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        Renderer::plain().render(&[group])
    }
}
