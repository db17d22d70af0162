//! Findings as text, in the way of the Rust compiler.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::syntax::MOST;

/// More findings than this are counted only; nobody reads them, and a hostile file could have millions.
const SHOWN: usize = 200;
/// Bytes of a line after a span that are shown; the printer cuts at the width of a screen anyway.
const AFTER: usize = 300;

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
            // Only the lines of the span: a whole file would be split into lines again for each finding.
            let mut lines = source.lines_of(&diagnostic.span);
            lines.end = source.clamp(&(0..lines.end.min(diagnostic.span.end + AFTER))).end;
            let span = diagnostic.span.start - lines.start..diagnostic.span.end - lines.start;
            let snippet = Snippet::source(&source.text[lines])
                .line_start(source.place(diagnostic.span.start).0)
                .path(source.path.as_str())
                .annotation(AnnotationKind::Primary.span(span));
            group = group.element(snippet);
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        Renderer::plain().render(&[group])
    }
}
