//! Lines within brackets of YAML that stand further left than the specification allows.

/// What a line may begin within.
#[derive(Default)]
struct State {
    /// How many brackets are open.
    depth: usize,
    /// The quote that is open.
    quote: Option<char>,
    /// How far the line is indented whose text block follows.
    block: Option<usize>,
}

/// The text with all lines indented that begin within brackets; `None` when there are none. Lines keep their numbers.
pub fn indented(text: &str) -> Option<String> {
    let mut state = State::default();
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    // Further right than any line outside of brackets.
    let deep = text.lines().map(|line| line.len() - line.trim_start_matches(' ').len()).max().unwrap_or(0).min(1000);
    for line in text.split_inclusive('\n') {
        if state.depth > 0 && state.quote.is_none() && !line.trim().is_empty() {
            out.push_str(&" ".repeat(deep + 1));
            changed = true;
        }
        out.push_str(line);
        state.read(line.trim_end());
    }
    changed.then_some(out)
}

impl State {
    /// Goes through a line.
    fn read(&mut self, line: &str) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(outer) = self.block {
            if line.trim().is_empty() || indent > outer {
                return;
            }
            self.block = None;
        }
        let mut before = if self.depth > 0 { ',' } else { ' ' };
        // Whether a value may begin here: nothing but marks of lists, keys, anchors and tags stand before it.
        let mut begins = true;
        let mut letters = line.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let blank = line[..at].ends_with([' ', '\t']) || at == 0;
            if let Some(quote) = self.quote {
                match c {
                    '\\' if quote == '"' => _ = letters.next(),
                    '\'' if quote == c && line[at + 1..].starts_with('\'') => _ = letters.next(),
                    _ if c == quote => self.quote = None,
                    _ => {}
                }
                continue;
            }
            match c {
                ' ' | '\t' => continue,
                '#' if blank => return,
                '"' | '\'' if begins || (self.depth > 0 && "{[,:".contains(before)) => self.quote = Some(c),
                '{' | '[' if self.depth > 0 || begins => self.depth += 1,
                '}' | ']' if self.depth > 0 => self.depth -= 1,
                '|' | '>' if self.depth == 0 && begins => {
                    self.block = Some(indent);
                    return;
                }
                _ => {}
            }
            let ends = line[at + c.len_utf8()..].starts_with([' ', '\t']);
            let mark = matches!(c, ':' | '-' | '?') && ends && (c == ':' || begins);
            begins = self.depth == 0 && (mark || (begins && (matches!(c, '&' | '!') || in_mark(line, at))));
            before = c;
        }
    }
}

/// Whether a letter is one of an anchor or a tag, which stand before a value.
fn in_mark(line: &str, at: usize) -> bool {
    line[..at].rsplit([' ', '\t']).next().is_some_and(|word| word.starts_with(['&', '!']))
}
