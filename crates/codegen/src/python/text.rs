//! Pieces of Python text.

use std::collections::BTreeSet;

/// Text for a docstring: quotes and backslashes cannot end it.
fn safe(text: &str) -> String {
    text.replace('\\', "\\\\").replace("\"\"\"", "'''")
}

/// A docstring with lines of an example after it, which stay as they are.
pub fn docstring_with_example(
    indent: usize,
    paragraphs: &[String],
    sections: &[(&str, Vec<(String, String)>)],
    example: Option<&[String]>,
) -> String {
    let text = docstring_with(indent, paragraphs, sections);
    let Some(lines) = example else { return text };
    let pad = " ".repeat(indent);
    let body = text.trim_end().strip_suffix("\"\"\"").unwrap_or(&text).trim_end();
    let lines: String = lines.iter().map(|line| format!("{pad}    {}\n", safe(line))).collect();
    format!("{body}\n\n{pad}Example:\n{lines}{pad}\"\"\"\n")
}

/// Breaks text into lines of at most `width` characters.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A docstring; later paragraphs follow after a blank line. A paragraph that ends with a line break and lines of its own
/// (a section of arguments) keeps them.
pub fn docstring(indent: usize, summary: &str, sections: &[(&str, Vec<(String, String)>)]) -> String {
    docstring_with(indent, &[summary.to_owned()], sections)
}

/// A docstring of paragraphs and sections in Google's style.
pub fn docstring_with(indent: usize, paragraphs: &[String], sections: &[(&str, Vec<(String, String)>)]) -> String {
    let pad = " ".repeat(indent);
    let width = 112 - indent;
    let mut blocks: Vec<Vec<String>> = paragraphs.iter().map(|p| wrap(&safe(p), width)).collect();
    // The summary of a docstring is one line; what does not fit follows after a blank one.
    if let Some((summary, rest)) = paragraphs.first().and_then(|p| p.split_once(". "))
        && blocks[0].len() > 1
    {
        blocks.splice(0..1, [wrap(&safe(&format!("{summary}.")), width), wrap(&safe(rest), width)]);
    }
    let sections: Vec<_> = sections.iter().filter(|(_, entries)| !entries.is_empty()).collect();
    if sections.is_empty() && blocks.len() == 1 && blocks[0].len() == 1 {
        // A quote at the end would be one with those that close the docstring.
        let line = blocks[0][0].strip_suffix('"').map_or_else(|| blocks[0][0].clone(), |rest| format!("{rest}\\\""));
        return format!("{pad}\"\"\"{line}\"\"\"\n");
    }
    let mut out = format!("{pad}\"\"\"");
    for (i, block) in blocks.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        for (j, line) in block.iter().enumerate() {
            if i > 0 || j > 0 {
                out.push_str(&pad);
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    for (title, entries) in sections {
        out.push_str(&format!("\n{pad}{title}:\n"));
        for (name, text) in entries {
            let lines = wrap(&format!("{name}: {}", safe(text)), width - 8);
            for (i, line) in lines.iter().enumerate() {
                out.push_str(&format!("{pad}{}{line}\n", if i == 0 { "    " } else { "        " }));
            }
        }
    }
    out.push_str(&format!("{pad}\"\"\"\n"));
    out
}

/// A Python string literal, with the quotes that need fewer escapes.
pub fn literal(text: &str) -> String {
    let quote = if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// A list of items between brackets: on one line when it fits, else one a line.
pub fn bracketed(before: &str, items: &[String], after: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let one_line = format!("{pad}{before}{}{after}\n", items.join(", "));
    if one_line.trim_end().chars().count() <= 120 {
        return one_line;
    }
    let mut out = format!("{pad}{before}\n");
    for item in items {
        let wide = indent + 5 + item.chars().count() > 120;
        let parts = if wide { alternatives(item) } else { vec![item.as_str()] };
        out.push_str(&format!("{pad}    {},\n", parts.join(&format!("\n{pad}    "))));
    }
    out.push_str(&format!("{pad}{after}\n"));
    out
}

/// The parts of a union that is too long for a line; each but the first begins with its bar.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    // The quote that ends a text, whose bars are none of a union.
    let (mut quote, mut is_escaped) = (None, false);
    for (at, c) in text.char_indices() {
        if let Some(end) = quote {
            if !is_escaped && c == end {
                quote = None;
            }
            is_escaped = !is_escaped && c == '\\';
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(text[start..at].trim_end());
                start = at;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// An import of names that will be indented.
pub fn import_at(indent: usize, module: &str, names: &BTreeSet<String>) -> String {
    let mut used: Vec<&str> = names.iter().map(String::as_str).collect();
    // Constants first, as ruff sorts them.
    used.sort_by_key(|name| name.contains(|c: char| c.is_lowercase()));
    let one_line = format!("from {module} import {}\n", used.join(", "));
    if one_line.len() + indent <= 121 {
        return one_line;
    }
    format!("from {module} import (\n{})\n", used.iter().map(|n| format!("    {n},\n")).collect::<String>())
}

/// `__all__`: the names that a module offers, in the order given.
pub fn in_order(names: Vec<String>) -> String {
    let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
    bracketed("__all__ = [", &names, "]", 0)
}

#[cfg(test)]
mod tests {
    use super::{alternatives, docstring, literal};

    #[test]
    fn bars_in_texts_are_none_of_a_union() {
        assert_eq!(alternatives("a: int | list[int | str] | None"), ["a: int", "| list[int | str]", "| None"]);
        for text in [r#""a | b""#, r#""say \" | \\""#, r"'it\'s | \''"] {
            assert_eq!(alternatives(text), [text]);
            let union = format!("{text} | None");
            assert_eq!(alternatives(&union), [text, "| None"]);
        }
    }

    #[test]
    fn no_text_ends_its_docstring() {
        assert_eq!(docstring(0, "Says \"hi\"", &[]), "\"\"\"Says \"hi\\\"\"\"\"\n");
        assert_eq!(docstring(0, "A \"\"\" and \\", &[]), "\"\"\"A ''' and \\\\\"\"\"\n");
    }

    #[test]
    fn literals_take_the_quotes_that_need_fewer_escapes() {
        assert_eq!(literal("it's"), "\"it's\"");
        assert_eq!(literal("say \"hi\"\n"), "'say \"hi\"\\n'");
    }
}
