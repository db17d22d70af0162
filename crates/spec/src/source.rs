//! A file with its text and its lines.

use std::ops::Range;

/// A spec, or a table beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is, as messages say it.
    pub path: String,
    /// What it says.
    pub text: String,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { path: path.to_owned(), text: text.to_owned(), lines }
    }

    /// The number of the line that holds a byte, from 0.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Line and column of a byte, both counted from 1; columns are characters.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let before = self.text.get(self.lines[line]..at).unwrap_or_default();
        (line + 1, before.chars().count() + 1)
    }

    /// A span that lies in the text and between characters.
    pub(crate) fn clamp(&self, span: &Range<usize>) -> Range<usize> {
        let nearest = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let end = nearest(span.end);
        nearest(span.start).min(end)..end
    }

    /// The lines that hold a span, as bytes of the text.
    #[cfg(feature = "tools")]
    pub(crate) fn lines_of(&self, span: &Range<usize>) -> Range<usize> {
        let last = self.line(span.end.max(span.start + 1) - 1);
        let end = self.lines.get(last + 1).map_or(self.text.len(), |next| next - 1);
        self.lines[self.line(span.start)]..end.max(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn places_count_characters_and_lines() {
        let source = Source::new("a", "ä = 1\nbc\n");
        assert_eq!(source.place(0), (1, 1));
        assert_eq!(source.place(3), (1, 3));
        assert_eq!(source.place(7), (2, 1));
        assert_eq!(source.place(99), (3, 1));
        assert_eq!(source.clamp(&(1..99)), 0..10);
        assert_eq!(source.lines_of(&(7..9)), 7..9);
        assert_eq!(source.lines_of(&(0..8)), 0..9);
    }
}
