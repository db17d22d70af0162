//! Constant data as text. Descriptors are long and of one form, so that a syntax tree of them would only cost time.

/// The width of a line, as the printer of the other files has it.
const WIDTH: usize = 89;

/// A constant expression.
pub enum Data {
    /// A name, number or literal.
    Plain(String),
    /// `Name { field: value, ..rest }`
    Struct { name: &'static str, fields: Vec<(&'static str, Data)>, rest: Option<&'static str> },
    /// `&[a, b]`
    Slice(Vec<Data>),
    /// `name(a, b)`; a tuple has no name.
    Call { name: &'static str, inner: Vec<Data> },
    /// `a.name(b)`
    Method { of: Box<Data>, name: &'static str, inner: Box<Data> },
    /// `&a`
    Ref(Box<Data>),
}

impl Data {
    /// A string literal.
    pub fn text(text: &str) -> Self {
        Data::Plain(format!("{text:?}"))
    }

    /// A name or a number.
    pub fn plain(word: impl ToString) -> Self {
        Data::Plain(word.to_string())
    }

    /// A slice of string literals.
    pub fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Data::Slice(texts.into_iter().map(|t| Data::text(t.as_ref())).collect())
    }

    /// A call with one argument.
    pub fn call(name: &'static str, inner: Data) -> Self {
        Data::Call { name, inner: vec![inner] }
    }

    /// `Some` or `None`.
    pub fn option(inner: Option<Data>) -> Self {
        inner.map_or_else(|| Data::plain("None"), |inner| Data::call("Some", inner))
    }

    /// The text, for a line that is indented and holds `before` already; `after` follows.
    pub fn write(&self, out: &mut String, indent: usize, before: usize) {
        let start = out.len();
        self.flat(out);
        if indent + before + out[start..].chars().count() < WIDTH {
            return;
        }
        out.truncate(start);
        match self {
            Data::Plain(text) => out.push_str(text),
            Data::Ref(inner) => {
                out.push('&');
                inner.write(out, indent, before + 1);
            }
            Data::Struct { name, fields, rest } => {
                out.push_str(name);
                out.push_str(" {\n");
                for (field, value) in fields {
                    begin(out, indent + 4);
                    out.push_str(field);
                    out.push_str(": ");
                    value.write(out, indent + 4, field.len() + 2);
                    out.push_str(",\n");
                }
                if let Some(rest) = rest {
                    begin(out, indent + 4);
                    out.push_str("..");
                    out.push_str(rest);
                    out.push('\n');
                }
                begin(out, indent);
                out.push('}');
            }
            Data::Method { of, name, inner } => {
                of.write(out, indent, before);
                out.push_str(&format!(".{name}("));
                inner.flat(out);
                out.push(')');
            }
            Data::Slice(items) => {
                out.push_str("&[");
                lines(out, items, indent);
                out.push(']');
            }
            // One argument stays beside its bracket, and breaks by itself.
            Data::Call { name, inner } if inner.len() == 1 => {
                out.push_str(name);
                out.push('(');
                inner[0].write(out, indent, before + name.len() + 1);
                out.push(')');
            }
            Data::Call { name, inner } => {
                out.push_str(name);
                out.push('(');
                lines(out, inner, indent);
                out.push(')');
            }
        }
    }

    /// The text on one line.
    fn flat(&self, out: &mut String) {
        match self {
            Data::Plain(text) => out.push_str(text),
            Data::Ref(inner) => {
                out.push('&');
                inner.flat(out);
            }
            Data::Struct { name, fields, rest } => {
                out.push_str(name);
                out.push_str(" { ");
                for (i, (field, value)) in fields.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    out.push_str(field);
                    out.push_str(": ");
                    value.flat(out);
                }
                if let Some(rest) = rest {
                    out.push_str(if fields.is_empty() { ".." } else { ", .." });
                    out.push_str(rest);
                }
                out.push_str(" }");
            }
            Data::Method { of, name, inner } => {
                of.flat(out);
                out.push_str(&format!(".{name}("));
                inner.flat(out);
                out.push(')');
            }
            Data::Slice(items) => {
                out.push_str("&[");
                flat_list(out, items);
                out.push(']');
            }
            Data::Call { name, inner } => {
                out.push_str(name);
                out.push('(');
                flat_list(out, inner);
                out.push(')');
            }
        }
    }
}

fn flat_list(out: &mut String, items: &[Data]) {
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        item.flat(out);
    }
}

/// Items, one a line, and the begin of the line that closes their bracket.
fn lines(out: &mut String, items: &[Data], indent: usize) {
    out.push('\n');
    for item in items {
        begin(out, indent + 4);
        item.write(out, indent + 4, 0);
        out.push_str(",\n");
    }
    begin(out, indent);
}

/// Begins an indented line.
pub fn begin(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// `pub static NAME: Type = value;`, or a constant, with what it says about itself.
pub fn item(out: &mut String, indent: usize, docs: &[&str], head: &str, value: &Data) {
    for line in super::format::doc_lines(docs.iter().copied()) {
        begin(out, indent);
        out.push_str("///");
        out.push_str(&line);
        out.push('\n');
    }
    begin(out, indent);
    out.push_str(head);
    out.push_str(" = ");
    value.write(out, indent, head.chars().count() + 3);
    out.push_str(";\n");
}

#[cfg(test)]
mod tests {
    use super::Data;

    fn written(data: &Data) -> String {
        let mut out = String::new();
        data.write(&mut out, 0, 0);
        out
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        let page = |number: &str| Data::Struct {
            name: "Page",
            fields: vec![("number", Data::text(number)), ("sizes", Data::Slice(vec![Data::plain(1), Data::plain(2)]))],
            rest: Some("Page::PLAIN"),
        };
        let short = "Page { number: \"n\", sizes: &[1, 2], ..Page::PLAIN }";
        assert_eq!(written(&page("n")), short);
        assert_eq!(written(&Data::option(Some(page("n")))), format!("Some({short})"));
        let long = "n".repeat(80);
        assert_eq!(
            written(&Data::option(Some(page(&long)))),
            format!("Some(Page {{\n    number: \"{long}\",\n    sizes: &[1, 2],\n    ..Page::PLAIN\n}})")
        );
    }
}
