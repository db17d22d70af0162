//! Choices, each made by a byte.

use uplink_spec::model::Type;

/// The bytes that are left; behind the last one come zeros, which choose the simplest.
pub struct Draw {
    bytes: std::vec::IntoIter<u8>,
}

impl Draw {
    pub fn new(bytes: Vec<u8>) -> Self {
        Draw { bytes: bytes.into_iter() }
    }

    fn byte(&mut self) -> usize {
        self.bytes.next().unwrap_or(0).into()
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.byte() % end
    }

    pub fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    pub fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| make(self))
    }

    /// Text, often empty, with everything in it that could need an escape.
    pub fn text(&mut self) -> String {
        let pieces = [
            "", "word", " ", "\"", "\\", "'", "\n", "\t", "\r\n", "ä", "°C", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}",
            "\u{feff}", "😀", "# ", "{}", "[x]", "=", ". ", "'''", "\"\"\"", "\\u0041", "true", "-1.5", "~1", "%41",
        ];
        (0..self.below(4)).map(|_| self.pick(&pieces)).collect()
    }

    /// A name, and its spelling on the wire.
    pub fn name(&mut self, word: &str, number: usize) -> (String, String) {
        let name = format!("{word}{}{number}", self.pick(&["_", "", "_x_", "_ä_", "__"]));
        let wire = match self.below(4) {
            0 => name.clone(),
            1 => uplink_spec::names::lower_camel(&name),
            2 => uplink_spec::names::WireCase::Pascal.apply(&name),
            _ => format!("{}{word}{number}", self.pick(&["X-Header-", "a b", "$", "ö~/", "x.y[", "\"'\\"])),
        };
        (name, wire)
    }

    /// A type; `direct` may stand anywhere in it, `listed` only in lists and objects.
    pub fn ty(&mut self, direct: &[String], listed: &[String], depth: usize) -> Type {
        match self.below(if depth > 0 { 12 } else { 8 }) {
            0 => Type::Int,
            1 => Type::Float,
            2 => Type::Bool,
            3 => Type::String,
            4 => Type::DateTime,
            5 => Type::Any,
            6 | 7 => match direct.len() {
                0 => Type::String,
                n => Type::Named(direct[self.below(n)].clone()),
            },
            8 => Type::List(Box::new(self.listed(direct, listed, depth))),
            9 => Type::Map(Box::new(self.listed(direct, listed, depth))),
            _ => match self.ty(direct, listed, depth - 1) {
                ty @ Type::Nullable(_) => ty,
                ty => Type::Nullable(Box::new(ty)),
            },
        }
    }

    fn listed(&mut self, direct: &[String], listed: &[String], depth: usize) -> Type {
        match listed.len() {
            n if n > 0 && self.flag() => Type::Named(listed[self.below(n)].clone()),
            _ => self.ty(direct, listed, depth - 1),
        }
    }
}
