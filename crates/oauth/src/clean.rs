//! Foreign text made fit for a message.

const LONGEST: usize = 200;
/// Words of people are shorter, tokens and secrets are longer.
const LONGEST_WORD: usize = 32;

/// A sentence of the server: one line of printable ASCII, without `secrets` and without anything long enough to be one.
pub(crate) fn sentence(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|s| !s.is_empty()) {
        text = text.replace(secret, "[secret]");
    }
    let printable: String = text.chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { ' ' }).collect();
    let words: Vec<&str> = printable
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(|w| if w.len() > LONGEST_WORD { "[...]" } else { w })
        .collect();
    let mut line = words.join(" ");
    line.truncate(LONGEST);
    line
}

/// An error word such as `invalid_grant`; anything else is not repeated.
pub(crate) fn word(text: &str) -> &str {
    let fine =
        !text.is_empty() && text.len() <= LONGEST_WORD && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if fine { text } else { "an unknown error" }
}

/// `word`, with `description` when there is one.
pub(crate) fn error(text: &str, description: Option<&str>, secrets: &[&str]) -> String {
    // A secret may be short and plain enough to pass as a word.
    let word = if secrets.contains(&text) { "an unknown error" } else { word(text) };
    match description.map(|d| sentence(d, secrets)) {
        Some(sentence) if !sentence.is_empty() => format!("{word}: {}", sentence.trim_end_matches('.')),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t33_a_sentence_is_one_clean_line() {
        let text = "\u{1b}[31mred\r\nforged: line s3cr=t and AAEAAGlkZW50aWZpZXItdGhhdC1pcy1sb25nLWVub3VnaA== end";
        assert_eq!(sentence(text, &["s3cr=t", ""]), "[31mred forged: line [secret] and [...] end");
        assert!(sentence(&"word ".repeat(100), &[]).len() <= LONGEST);
    }

    #[test]
    fn an_error_word_is_a_word() {
        assert_eq!(word("invalid_grant"), "invalid_grant");
        for odd in ["", "<script>", "x\ny", "AAEAAGlk", &"a".repeat(33)] {
            assert_eq!(word(odd), "an unknown error");
        }
        assert_eq!(
            error("invalid_client", Some("The client secret was incorrect."), &[]),
            "invalid_client: The client secret was incorrect"
        );
        assert_eq!(error("hunter", None, &["hunter"]), "an unknown error");
    }
}
