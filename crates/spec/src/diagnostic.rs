//! What is wrong with a spec, and where.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// One mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable code, such as `S012`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// The file, when it is not the spec itself but a table beside it: its name and text.
    pub table: Option<(String, String)>,
}

/// All mistakes of a spec.
#[derive(Clone, Debug)]
pub struct Report {
    path: String,
    text: String,
    /// The mistakes in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn new(path: &str, text: &str, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by_key(|d| (d.table.is_some(), d.span.start));
        diagnostics.dedup();
        Report { path: path.to_owned(), text: text.to_owned(), diagnostics }
    }

    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let diagnostic = Diagnostic {
            code: "S000",
            message: format!("cannot read {}: {error}", path.display()),
            help: Some("give the path of a spec file".into()),
            span: 0..0,
            table: None,
        };
        Report { path: path.display().to_string(), text: String::new(), diagnostics: vec![diagnostic] }
    }

    /// Line and column of a mistake, both counted from 1.
    pub fn place(&self, diagnostic: &Diagnostic) -> (usize, usize) {
        let text = diagnostic.table.as_ref().map_or(self.text.as_str(), |(_, text)| text);
        let before = text.get(..diagnostic.span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let renderer = Renderer::plain();
        for diagnostic in &self.diagnostics {
            let (path, text) = match &diagnostic.table {
                Some((name, text)) => (name, text),
                None => (&self.path, &self.text),
            };
            let end = diagnostic.span.end.min(text.len());
            let span = diagnostic.span.start.min(end)..end;
            let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
            let mut group = title.element(
                Snippet::source(text.as_str()).path(path.as_str()).annotation(AnnotationKind::Primary.span(span)),
            );
            if let Some(help) = &diagnostic.help {
                group = group.element(Level::HELP.message(help.as_str()));
            }
            writeln!(f, "{}\n", renderer.render(&[group]))?;
        }
        let n = self.diagnostics.len();
        write!(f, "{}: {n} {}", self.path, if n == 1 { "mistake" } else { "mistakes" })
    }
}

impl std::error::Error for Report {}

/// The known word that is nearest to an unknown one, as the end of a help sentence.
pub fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    known
        .into_iter()
        .map(|k| (distance(&word.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= (k.len().max(3) / 3).max(1))
        .min()
        .map(|(_, k)| format!("did you mean `{k}`?"))
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let change = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let known = ["READ", "WRITE"];
        assert_eq!(did_you_mean("REAAD", known).as_deref(), Some("did you mean `READ`?"));
        assert_eq!(did_you_mean("delete", known), None);
    }
}
