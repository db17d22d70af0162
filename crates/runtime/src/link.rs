//! The header `Link` (RFC 8288).

/// The addresses in a header `Link`, each with its relations, which blanks separate.
pub fn links(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = header;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('<')?;
        let (address, after) = after.split_once('>')?;
        let (parameters, after) = split_at(after, ',');
        rest = after;
        Some((address, relations(parameters)))
    })
}

/// What stands before a separator that is in no quotes, and what after it.
fn split_at(text: &str, separator: char) -> (&str, &str) {
    let (mut quoted, mut escaped) = (false, false);
    let end = text.find(|c: char| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        c == separator && !quoted
    });
    end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]))
}

/// What the parameter `rel` says; the first one counts.
fn relations(parameters: &str) -> &str {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, after) = split_at(rest, ';');
        rest = after;
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            return value.trim().trim_matches('"');
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_their_relations() {
        let all = |header| links(header).collect::<Vec<_>>();
        assert_eq!(
            all(
                r#"<https://x.example/a?page=2,3>; rel="next", <?page=9>; title="the last, at \"9\"; rel=next"; rel=last"#
            ),
            [("https://x.example/a?page=2,3", "next"), ("?page=9", "last")]
        );
        assert_eq!(all(r#"</b>;REL = "prev next" ;rel=last"#), [("/b", "prev next")]);
        assert_eq!(all("</c>"), [("/c", "")]);
        assert_eq!(all("nothing"), []);
        assert_eq!(all("<never closed"), []);
    }
}
