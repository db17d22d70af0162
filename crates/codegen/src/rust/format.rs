//! From tokens to text that reads as if written by hand.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use crate::Spec;

/// A file: its head, its imports, then the items with blank lines between them.
pub fn file(spec: &Spec, uses: &Uses, items: impl IntoIterator<Item = TokenStream>) -> String {
    // Each item is printed before the next one is made: trees of a whole file would fill the memory.
    let items = self::items(items);
    head(spec) + &uses.text() + &items
}

/// The lines that say where a file comes from.
pub fn head(spec: &Spec) -> String {
    spec.head().iter().map(|line| format!("// {line}\n")).collect()
}

/// Items, each after a blank line.
pub fn items(items: impl IntoIterator<Item = TokenStream>) -> String {
    items.into_iter().map(|item| format!("\n{}", pretty(item))).collect()
}

/// A method with its documentation, indented as in an `impl`.
pub fn method(docs: &[String], method: TokenStream) -> String {
    let mut out = String::new();
    docs.iter().for_each(|line| out.push_str(&format!("    ///{line}\n")));
    pretty(method).lines().for_each(|line| out.push_str(&format!("    {line}\n")));
    out
}

fn pretty(item: TokenStream) -> String {
    match syn::parse2::<syn::File>(item) {
        Ok(file) => space_out(&prettyplease::unparse(&file)),
        // Not reached with tokens of `quote`; the compiler will say what is wrong with them.
        Err(error) => error.to_compile_error().to_string(),
    }
}

/// Blank lines between the methods of an impl and between items, which the printer leaves out.
fn space_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let mut previous = "";
    for line in text.lines() {
        let starts =
            ["///", "#[", "pub ", "fn ", "impl", "type ", "async "].iter().any(|s| line.trim_start().starts_with(s));
        let closed = previous == "    }"
            || previous == "}"
            || previous.starts_with("    type ") && !line.starts_with("    type ");
        let trait_before = previous.starts_with("pub ") && line.starts_with("impl");
        let one_liner = line.starts_with("///") && !line.starts_with(' ') && previous.ends_with([';', '}']);
        if starts && (closed || one_liner || trait_before) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

/// Documentation, one attribute a line.
pub fn docs<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let lines = doc_lines(paragraphs);
    quote!(#(#[doc = #lines])*)
}

/// Lines of documentation, each with the blank that follows the slashes.
pub fn doc_lines<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut in_list = false;
    for paragraph in paragraphs {
        let is_item = paragraph.starts_with("- ");
        if !(lines.is_empty() || in_list && is_item) {
            lines.push(String::new());
        }
        in_list = is_item;
        let indent = if is_item { "  " } else { "" };
        let wrapped = wrap(&plain(paragraph)).into_iter().enumerate();
        lines.extend(wrapped.map(|(i, line)| format!(" {}{line}", if i == 0 { "" } else { indent })));
    }
    lines
}

/// Text whose brackets are no links and whose angle brackets are no tags; code, and links that lead somewhere, stay.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let is_link = || rest.starts_with("[`") || rest.find(']').is_some_and(|end| rest[end..].starts_with("]("));
        match c {
            '`' if in_code || rest[1..].contains('`') => in_code = !in_code,
            '`' => out.push('\\'),
            '<' if !in_code => out.push('\\'),
            '[' if !in_code && !is_link() => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Breaks text into lines of at most 110 characters.
pub fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= 110 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_makes_no_links_and_no_tags() {
        assert_eq!(plain("[links] and <tags>"), r"\[links] and \<tags>");
        assert_eq!(plain("`[1]` of `Vec<T>`, half `code"), r"`[1]` of `Vec<T>`, half \`code");
        assert_eq!(plain("[`Error`] or [this](that)"), "[`Error`] or [this](that)");
    }
}
