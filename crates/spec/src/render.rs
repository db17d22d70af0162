//! Findings in their places, shown in the way of the Rust compiler.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Report, Severity};

/// Bytes of a span that are shown, and of the line around it; the printer cuts at the width of a screen anyway, but would
/// take long to look at megabytes.
const WIDE: usize = 1000;

impl Report {
    /// All findings, each with its source line and the place in it marked.
    pub fn in_place(&self) -> String {
        self.text(|diagnostic| format!("{}\n", self.rendered(diagnostic)))
    }

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
