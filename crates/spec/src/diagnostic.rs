//! What is wrong with a spec, and where.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::source::Source;
use crate::syntax::MOST;

/// The code of a file that is no text.
const UNREADABLE: &str = "S000";

/// More findings than this are counted only; nobody reads them, and a hostile file could have millions.
const SHOWN: usize = 200;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be made of the spec.
    Error,
    /// Clients can be made, but something looks forgotten.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable code, such as `S012`; [`explain`](crate::explain()) has a page about it.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// The file, when it is not the spec itself but a table beside it.
    pub table: Option<Arc<Source>>,
}

/// All findings about a spec.
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) spec: Source,
    /// The findings in the order of the file, those of tables beside it last.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn new(path: &str, text: &str, mut diagnostics: Vec<Diagnostic>) -> Self {
        let spec = Source::new(path, text);
        for diagnostic in &mut diagnostics {
            diagnostic.span = diagnostic.table.as_deref().unwrap_or(&spec).clamp(&diagnostic.span);
        }
        diagnostics.sort_by_key(|d| (d.table.is_some(), d.span.start));
        diagnostics.dedup();
        Report { spec, diagnostics }
    }

    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::InvalidData => "it is not text in UTF-8".to_owned(),
            _ => error.to_string(),
        };
        let diagnostic = Diagnostic {
            code: UNREADABLE,
            severity: Severity::Error,
            message: format!("cannot read {}: {problem}", path.display()),
            help: Some("give the path of a spec file, which is TOML in UTF-8".into()),
            span: 0..0,
            table: None,
        };
        Report { spec: Source::new(&path.display().to_string(), ""), diagnostics: vec![diagnostic] }
    }

    /// The file that a finding is about.
    pub fn source<'r>(&'r self, diagnostic: &'r Diagnostic) -> &'r Source {
        diagnostic.table.as_deref().unwrap_or(&self.spec)
    }

    /// Line and column of a finding, both counted from 1.
    pub fn place(&self, diagnostic: &Diagnostic) -> (usize, usize) {
        self.source(diagnostic).place(diagnostic.span.start)
    }

    /// How many findings are this bad.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// A finding on one line, for tools that show lines.
    pub fn line(&self, diagnostic: &Diagnostic) -> String {
        let (line, column) = self.place(diagnostic);
        let path = &self.source(diagnostic).path;
        let help = diagnostic.help.as_ref().map(|h| format!("; {h}")).unwrap_or_default();
        format!("{path}:{line}:{column}: {}: {}{help}", diagnostic.code, diagnostic.message)
    }

    /// The first finding in one sentence, for where there is one line only.
    pub fn sentence(&self) -> String {
        let Some(first) = self.diagnostics.first() else { return format!("{}: it cannot be read", self.spec.path) };
        let help = first.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        if first.code == UNREADABLE {
            return format!("{}{help}", first.message);
        }
        let (line, column) = self.place(first);
        let more = match self.diagnostics.len() {
            1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        format!("{}:{line}:{column}: {}{help}{more}", self.source(first).path, first.message)
    }
}

impl Report {
    /// What `one` makes of the findings, and their count.
    pub(crate) fn text(&self, one: impl Fn(&Diagnostic) -> String) -> String {
        let mut lines: Vec<String> = self.diagnostics.iter().take(SHOWN).map(one).collect();
        if let Some(more) = self.diagnostics.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            lines.push(format!("and {more} more\n"));
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
        lines.push(format!("{}: {summary}", self.spec.path));
        lines.join("\n")
    }
}

/// A finding a line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(|diagnostic| self.line(diagnostic)))
    }
}

impl std::error::Error for Report {}
