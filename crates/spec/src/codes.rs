//! The codes of findings, and a page about each.

use crate::diagnostic::Severity;

/// A kind of finding.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Its stable name, such as `S012`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, why it matters, a wrong example and the corrected one, in Markdown.
    pub page: &'static str,
}

impl Code {
    /// What it is about, on one line.
    pub fn title(&self) -> &'static str {
        let first = self.page.lines().next().unwrap_or_default();
        first.split_once(": ").map_or(first, |(_, title)| title)
    }
}

macro_rules! codes {
    ($($name:ident $severity:ident,)*) => {
        /// Every code, in order.
        pub const CODES: &[Code] = &[$(Code {
            name: stringify!($name),
            severity: Severity::$severity,
            page: include_str!(concat!("explain/", stringify!($name), ".md")),
        },)*];
    };
}

codes! {
    S000 Error, S001 Error, S002 Error, S003 Error, S004 Error, S005 Error, S006 Error, S007 Error, S008 Error, S009 Error,
    S010 Error, S011 Error, S012 Error, S013 Error, S014 Error, S015 Error, S016 Error, S017 Error, S018 Error, S019 Error,
    S020 Error, S021 Error, S022 Error, S023 Warning, S024 Warning, S025 Warning, S026 Warning, S027 Error, S028 Error,
    S029 Error, S030 Error, S031 Error, S032 Error, S033 Error, S034 Error, S035 Error, S036 Error, S037 Error, S038 Error,
    S039 Error, S040 Error, S041 Error, S042 Warning, S043 Error, S044 Error, S045 Error, S046 Warning,
}

/// What a code means: the page about it; `None` when there is no such code.
pub fn explain(code: &str) -> Option<&'static str> {
    CODES.iter().find(|c| c.name.eq_ignore_ascii_case(code)).map(|c| c.page)
}

/// How bad findings with a code are.
pub(crate) fn severity(code: &str) -> Severity {
    CODES.iter().find(|c| c.name == code).map_or(Severity::Error, |c| c.severity)
}
